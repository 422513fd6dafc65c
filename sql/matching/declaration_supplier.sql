-- Grain: one declaration of a year: the supplier of the master it belongs to, by which rule; null when nobody can tell. See
-- file_supplier.
SELECT
    declaration.reporting_year,
    declaration.file_sha256,
    tie.supplier_id,
    tie.tied_by,
    tie.entity_id,
    coalesce(tie.rules_disagree, false) AS rules_disagree,
    tie.told_by_each
FROM stg_declaration AS declaration
LEFT JOIN file_supplier AS tie USING (reporting_year, file_sha256)
ORDER BY declaration.reporting_year, declaration.file_sha256
