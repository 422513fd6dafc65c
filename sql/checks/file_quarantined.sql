-- A file that could not be read; the reason is the value.
SELECT file.reporting_year, 'file_quarantined' AS code, file.file_sha256, file.drop_path, CAST(NULL AS VARCHAR) AS source_sheet,
    CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell, file.reason AS value,
    CASE WHEN count(DISTINCT path.supplier_id) = 1 THEN min(path.supplier_id) END AS supplier_id
FROM stg_file AS file
LEFT JOIN path_supplier AS path USING (reporting_year, file_sha256)
WHERE file.reason IS NOT NULL
GROUP BY ALL
