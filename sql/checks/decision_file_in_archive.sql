-- A file of decisions that came only inside an archive: what suppliers send decides nothing.
SELECT file.reporting_year, 'decision_file_in_archive' AS code, file.file_sha256, file.drop_path,
    CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    file.drop_path AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_file AS file
JOIN stg_receipt AS receipt USING (file_sha256)
WHERE file.kind = 'decisions'
GROUP BY ALL
HAVING bool_and(receipt.within IS NOT NULL)
