-- The log of letters names a vendor number that no supplier list of the year has: the letter counts for nobody.
SELECT file.reporting_year, 'letter_supplier_unknown' AS code, letter.file_sha256, file.drop_path,
    letter.source_sheet, letter.source_row, CAST(NULL AS VARCHAR) AS source_cell, letter.supplier_id AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM outreach_log AS letter
JOIN stg_file AS file USING (file_sha256)
SEMI JOIN stg_supplier AS listed ON listed.reporting_year = file.reporting_year
ANTI JOIN stg_supplier AS supplier
    ON supplier.reporting_year = file.reporting_year AND supplier.supplier_id = letter.supplier_id
WHERE letter.supplier_id IS NOT NULL
