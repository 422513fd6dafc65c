-- Grain: one receipt (a file that lay in the drop folder once, by itself or inside an archive or an e-mail), as the intake
-- recorded it. Where a file lay can be a reason not to use it: `aside`.
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
    payload ->> '$.within' AS within,
    coalesce(json_contains((payload -> '$.inside'), '"mail"'), false) AS in_mail,
    coalesce(
        payload ->> '$.aside',
        -- Receipts of before e-mails were opened know no other container than an archive.
        CASE
            WHEN (payload -> '$.inside') IS NULL AND (payload ->> '$.kind') = 'zip' AND (payload ->> '$.within') IS NOT NULL
                THEN 'a zip inside a zip: unpack it and drop the files themselves'
        END
    ) AS aside
FROM event
WHERE kind = 'receipt'
ORDER BY received_at, event_id
