-- Declarations have come, but no list that says which facility a name or number means: every smelter waits for a person.
SELECT DISTINCT declaration.reporting_year, 'reference_list_missing' AS code, CAST(NULL AS VARCHAR) AS file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell, CAST(declaration.reporting_year AS VARCHAR) AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
WHERE NOT EXISTS (FROM ref_smelter)
