-- Grain: one declaration of a reporting year: whose it is, whether it counts, and whether it is a valid response.
WITH critical AS (
    SELECT DISTINCT reporting_year, file_sha256 FROM finding_open WHERE severity = 'critical'
)
SELECT
    declaration.reporting_year,
    declaration.file_sha256,
    declaration.drop_path,
    declaration.received_at,
    declaration.template_kind,
    declaration.company_name,
    tie.supplier_id,
    tie.tied_by,
    declaration.declaration_scope,
    declaration.template_revision,
    declaration.effective_date,
    current.superseded_by,
    current.superseded_by IS NULL AND tie.supplier_id IS NOT NULL AND critical.file_sha256 IS NULL AS valid
FROM stg_declaration AS declaration
JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
JOIN declaration_current AS current USING (reporting_year, file_sha256)
LEFT JOIN critical USING (reporting_year, file_sha256)
ORDER BY declaration.reporting_year, declaration.file_sha256
