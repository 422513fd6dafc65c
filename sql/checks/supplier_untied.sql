-- A declaration that no rule ties to a supplier: its smelters stay out of the report until a person says whose it is. Where
-- one rule names several, they are said; supplier_tie_disagrees says which rules contradict each other.
SELECT declaration.reporting_year, 'supplier_untied' AS code, declaration.file_sha256, declaration.drop_path,
    declaration.source_sheet, declaration.source_row,
    declaration.source_cells ->> '$.company_name' AS source_cell,
    CASE WHEN tie.told_by_each IS NULL OR tie.rules_disagree THEN declaration.company_name
        ELSE concat_ws(', ', declaration.company_name, 'which fits several suppliers (' || tie.told_by_each || ')') END AS value,
    declaration.company_name AS subject,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
WHERE tie.supplier_id IS NULL
