-- A file that could not be read; the reason is the value.
SELECT reporting_year, 'file_quarantined' AS code, file_sha256, drop_path, CAST(NULL AS VARCHAR) AS source_sheet,
    CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell, reason AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_file
WHERE reason IS NOT NULL
