-- Grain: one reference file. The date people put into its name, where the rows themselves carry none.
SELECT file_sha256, max(list_as_of) AS list_as_of, arg_max(file_name, (received_at, file_name)) AS file_name
FROM stg_file
WHERE reason IS NULL
GROUP BY file_sha256
ORDER BY file_sha256
