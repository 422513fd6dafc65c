-- A status list that says neither in its rows nor in its name which day it speaks of: it cannot be used as of any date.
SELECT DISTINCT file.reporting_year, 'status_list_undated' AS code, file.file_sha256, file.drop_path,
    status.source_sheet, CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    file.file_name AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM smelter_status AS status
JOIN stg_file AS file USING (file_sha256)
JOIN list_date USING (file_sha256)
WHERE status.status_as_of IS NULL AND list_date.list_as_of IS NULL
