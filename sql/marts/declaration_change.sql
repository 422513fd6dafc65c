-- Grain: one thing that a declaration and the one that replaced it say differently: kept for the reviewer. In a chain of
-- three each is compared with its neighbour.
WITH pair AS (
    SELECT reporting_year, template_kind, file_sha256 AS superseded_sha256, followed_by AS file_sha256
    FROM declaration_current
    WHERE followed_by IS NOT NULL
),
before AS (
    SELECT pair.*, said.* EXCLUDE (file_sha256)
    FROM pair
    JOIN declaration_value AS said ON said.file_sha256 = pair.superseded_sha256
),
after AS (
    SELECT pair.*, said.* EXCLUDE (file_sha256)
    FROM pair
    JOIN declaration_value AS said ON said.file_sha256 = pair.file_sha256
)
SELECT
    reporting_year,
    template_kind,
    tie.supplier_id,
    file_sha256,
    superseded_sha256 AS superseded_file_sha256,
    subject,
    CASE WHEN before.value IS NULL THEN 'added' WHEN after.value IS NULL THEN 'removed' ELSE 'changed' END AS change,
    what,
    before.value AS value_before,
    after.value AS value_after,
    before.source_sheet AS source_sheet_before,
    before.source_row AS source_row_before,
    before.source_cell AS source_cell_before,
    after.source_sheet AS source_sheet_after,
    after.source_row AS source_row_after,
    after.source_cell AS source_cell_after
FROM before
FULL OUTER JOIN after USING (reporting_year, template_kind, superseded_sha256, file_sha256, subject, what)
LEFT JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
WHERE before.value IS DISTINCT FROM after.value
ORDER BY reporting_year, superseded_file_sha256, file_sha256, subject, what
