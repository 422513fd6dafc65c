-- The rules that tie a declaration to a supplier point at different ones; the first rule counts, and a person looks.
SELECT declaration.reporting_year, 'supplier_tie_disagrees' AS code, declaration.file_sha256, declaration.drop_path,
    declaration.source_sheet, declaration.source_row,
    declaration.source_cells ->> '$.company_name' AS source_cell, tie.told_by_each AS value,
    tie.supplier_id
FROM stg_declaration AS declaration
JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
WHERE tie.rules_disagree
