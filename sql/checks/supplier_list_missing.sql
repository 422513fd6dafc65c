-- Declarations have come for a year, but no supplier list: none can be tied to a supplier, and no rate can be counted.
SELECT DISTINCT declaration.reporting_year, 'supplier_list_missing' AS code, CAST(NULL AS VARCHAR) AS file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell, CAST(declaration.reporting_year AS VARCHAR) AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
ANTI JOIN stg_supplier AS supplier USING (reporting_year)
