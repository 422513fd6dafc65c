-- Each declaration that was received: rows its manifest says were landed = rows accounted for, none without an outcome.
WITH accounted AS (
    SELECT reporting_year, file_sha256, count(*) AS rows, count(*) FILTER (WHERE outcome IN (
        'consolidated', 'duplicate', 'superseded', 'metal_out_of_scope', 'not_yet_identified', 'supplier_untied',
        'awaiting_review', 'rejected')) AS with_outcome
    FROM smelter_accounting
    GROUP BY reporting_year, file_sha256
)
SELECT file.reporting_year, file.drop_path, file.file_sha256, landed_file.smelter_rows AS landed,
    coalesce(accounted.rows, 0) AS accounted, coalesce(accounted.with_outcome, 0) AS with_outcome
FROM stg_file AS file
JOIN landed_file USING (file_sha256)
LEFT JOIN accounted USING (reporting_year, file_sha256)
WHERE landed_file.smelter_rows <> coalesce(accounted.rows, 0)
    OR landed_file.smelter_rows <> coalesce(accounted.with_outcome, 0)
