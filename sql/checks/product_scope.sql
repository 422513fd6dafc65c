-- Dates of a product that cannot be right, or that do not say enough to defer it (Form SD, Item 1.01, Instruction 3).
WITH doubt AS (
    SELECT *, 'product_dates_contradict' AS code,
        product_id || ', made from ' || made_from || ' until ' || made_until AS value
    FROM stg_product
    WHERE made_until < made_from
    UNION ALL
    SELECT *, 'product_dates_contradict', product_id || ', of a company acquired on ' || acquired_on || ', after '
        || reporting_year
    FROM stg_product
    WHERE in_scope AND acquired_on > make_date(reporting_year, 12, 31)
    UNION ALL
    SELECT *, 'acquired_reporting_unsaid', product_id || ', of a company acquired on ' || acquired_on
    FROM stg_product
    WHERE in_scope AND acquired_reporting IS NULL AND make_date(reporting_year, 1, 1) < deferred_before
)
SELECT doubt.reporting_year, doubt.code, doubt.file_sha256, file.drop_path, doubt.source_sheet, doubt.source_row,
    CAST(NULL AS VARCHAR) AS source_cell, left(doubt.value, 200) AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM doubt
LEFT JOIN (
    SELECT file_sha256, min(drop_path) AS drop_path FROM stg_file GROUP BY file_sha256
) AS file USING (file_sha256)
