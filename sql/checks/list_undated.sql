-- A list that says neither in its rows nor in its name which day it speaks of: it cannot be used as of any date.
WITH line AS (
    SELECT 'status_list_undated' AS code, file_sha256, source_sheet, status_as_of AS stated FROM smelter_status
    UNION ALL
    SELECT 'risk_list_undated', file_sha256, source_sheet, list_date FROM sanction
    UNION ALL
    SELECT 'risk_list_undated', file_sha256, source_sheet, list_date FROM cahra
    UNION ALL
    SELECT 'risk_list_undated', file_sha256, source_sheet, list_date FROM smelter_origin
)
SELECT DISTINCT file.reporting_year, line.code, file.file_sha256, file.drop_path,
    line.source_sheet, CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    file.file_name AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM line
JOIN stg_file AS file USING (file_sha256)
JOIN list_date USING (file_sha256)
WHERE line.stated IS NULL AND list_date.list_as_of IS NULL
