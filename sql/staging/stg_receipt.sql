-- Grain: one receipt (a file that lay in the drop folder once, by itself or within a zip), as the intake recorded it.
SELECT
    event_id,
    occurred_at AS received_at,
    payload ->> '$.file_sha256' AS file_sha256,
    payload ->> '$.drop_path' AS drop_path,
    regexp_extract(payload ->> '$.drop_path', '[^/]*$') AS file_name,
    payload ->> '$.file_modified_at' AS file_modified_at,
    payload ->> '$.kind' AS kind,
    CAST(payload ->> '$.reporting_year' AS INTEGER) AS reporting_year,
    CAST(payload ->> '$.list_as_of' AS DATE) AS list_as_of,
    payload ->> '$.within' AS within
FROM event
WHERE kind = 'receipt'
ORDER BY received_at, event_id
