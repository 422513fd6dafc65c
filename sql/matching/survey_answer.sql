-- Grain: one CMRT of a year that is tied to a supplier, with the days on which it stands as an answer of its entity: from
-- the day its file first came (the same bytes sent again are no new answer) up to the day before one came that replaces
-- it; whether it stands today, and whether it counts, that is, stood on the cut-off day. Ties, set-aside declarations and
-- waivers are taken as known today; whether an answer is valid is told also of one that was replaced since.
WITH first_seen AS (
    SELECT reporting_year, file_sha256, CAST(min(received_at)[:10] AS DATE) AS received_on FROM stg_receipt GROUP BY ALL
),
replaced AS (
    SELECT pair.reporting_year, pair.file_sha256, min(greatest(older.received_on, newer.received_on)) AS replaced_on
    FROM declaration_replacement AS pair
    JOIN first_seen AS older USING (reporting_year, file_sha256)
    JOIN first_seen AS newer
        ON newer.reporting_year = pair.reporting_year AND newer.file_sha256 = pair.replaced_by
    GROUP BY pair.reporting_year, pair.file_sha256
),
faulty AS (
    SELECT DISTINCT reporting_year, file_sha256 FROM replaced_fault
)
SELECT
    status.reporting_year,
    status.file_sha256,
    status.supplier_id,
    tie.entity_id,
    status.declaration_scope,
    first_seen.received_on,
    replaced.replaced_on,
    replaced.replaced_on IS NULL AS stands,
    first_seen.received_on <= year_cut_off.cut_off AND coalesce(replaced.replaced_on > year_cut_off.cut_off, true) AS counts,
    status.set_aside,
    CASE
        WHEN status.set_aside THEN false
        WHEN status.superseded_by IS NULL THEN status.valid
        ELSE faulty.file_sha256 IS NULL
    END AS valid,
    status.valid AND status.waived_findings > 0 AS valid_by_waiver
FROM declaration_status AS status
JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
JOIN first_seen USING (reporting_year, file_sha256)
JOIN year_cut_off USING (reporting_year)
LEFT JOIN replaced USING (reporting_year, file_sha256)
LEFT JOIN faulty USING (reporting_year, file_sha256)
WHERE status.supplier_id IS NOT NULL AND status.template_kind = 'cmrt'
ORDER BY status.reporting_year, status.file_sha256
