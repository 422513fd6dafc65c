-- Grain: one declaration of a year, with the newer one that replaces it, if any. Only the same entity and the same scope
-- replace each other, by effective date, then receipt, then (of files received together) the time the file was saved; an
-- undated declaration is older than a dated one.
WITH ranked AS (
    SELECT
        declaration.reporting_year,
        declaration.file_sha256,
        coalesce(tie.entity_id, 'untied:' || coalesce(normalize_name(declaration.company_name), declaration.file_sha256))
            AS entity_id,
        declaration.scope_key,
        declaration.effective_date,
        declaration.received_at,
        declaration.file_modified_at,
        declaration.receipt_id
    FROM stg_declaration AS declaration
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
)
SELECT
    reporting_year,
    file_sha256,
    entity_id,
    nullif(first_value(file_sha256) OVER newest_first, file_sha256) AS superseded_by
FROM ranked
WINDOW newest_first AS (
    PARTITION BY reporting_year, entity_id, scope_key
    ORDER BY effective_date DESC NULLS LAST, received_at DESC, file_modified_at DESC, receipt_id DESC
)
ORDER BY reporting_year, file_sha256
