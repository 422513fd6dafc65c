-- An issue of a status list with fewer than half the facilities of the issue before it, for a metal of which that one had
-- at least ten: cut off on its way, or another list under its name. Whatever it leaves out is reported as delisted.
WITH issue AS (
    SELECT metal, list_name, issued, count(DISTINCT smelter_cid) AS facilities,
        arg_max(file_sha256, (file_name, file_sha256)) AS file_sha256, max(file_name) AS file_name
    FROM status_line
    GROUP BY metal, list_name, issued
),
compared AS (
    SELECT *, lag(facilities) OVER earlier AS before, lead(issued) OVER earlier IS NULL AS newest
    FROM issue
    WINDOW earlier AS (PARTITION BY metal, list_name ORDER BY issued)
)
SELECT parameter.reporting_year, 'status_list_shrunk' AS code, compared.file_sha256, compared.file_name AS drop_path,
    CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    compared.metal || ' in ' || compared.file_name || ': ' || compared.facilities || ' facilities after ' || compared.before
        AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM compared
CROSS JOIN parameter
WHERE compared.newest AND compared.before >= 10 AND compared.facilities * 2 < compared.before
