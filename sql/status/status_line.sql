-- Grain: one line of a dated status list up to the as-of date. Files whose names share their letters are issues of one
-- list; the day of an issue is the newest day in it, as rows of one file may bear dates of their own. A line without a
-- metal speaks of the metal of its number, where the look-up lists know the number under one metal alone.
WITH numbered AS (
    SELECT smelter_cid, min(metal) AS metal
    FROM stg_reference
    GROUP BY smelter_cid
    HAVING count(DISTINCT metal) = 1
)
SELECT
    coalesce(status.metal, numbered.metal) AS metal,
    status.smelter_cid,
    status.smelter_name_standard,
    status.facility_country,
    status.smelter_status,
    coalesce(status.status_as_of, list_date.list_as_of) AS status_as_of,
    max(coalesce(status.status_as_of, list_date.list_as_of)) OVER (
        PARTITION BY coalesce(status.metal, numbered.metal), status.file_sha256
    ) AS issued,
    status.last_assessed_on,
    status.assessment_cycle,
    status.assessment_due_on,
    regexp_replace(lower(list_date.file_name), '[^\p{L}]|csv$|xlsx$', '', 'g') AS list_name,
    list_date.file_name,
    status.file_sha256,
    status.source_row
FROM smelter_status AS status
JOIN list_date USING (file_sha256)
CROSS JOIN parameter
LEFT JOIN numbered ON numbered.smelter_cid = status.smelter_cid
WHERE coalesce(status.status_as_of, list_date.list_as_of) <= parameter.as_of
ORDER BY ALL
