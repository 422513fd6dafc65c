-- Grain: one party of a current sanctions list: of each list (by its name, else by the letters of the file's name) the
-- newest issue up to the as-of date.
WITH dated AS (
    SELECT
        sanction.* EXCLUDE (list_date),
        coalesce(sanction.list_date, list_date.list_as_of) AS list_date,
        coalesce(clean_name(sanction.list_name), regexp_replace(lower(list_date.file_name), '[^\p{L}]', '', 'g')) AS list_key,
        list_date.file_name
    FROM sanction
    JOIN list_date USING (file_sha256)
    CROSS JOIN parameter
    WHERE coalesce(sanction.list_date, list_date.list_as_of) <= parameter.as_of
),
issue AS (
    SELECT *, max(list_date) OVER (PARTITION BY list_key, file_sha256) AS issued FROM dated
)
SELECT
    party_name,
    clean_name(party_name) AS name_clean,
    normalize_name(party_name) AS name_normalized,
    smelter_cid,
    facility_country,
    facility_country_code,
    coalesce(list_name, file_name) AS list_name,
    list_key,
    source,
    issued AS list_date,
    file_name
FROM issue
QUALIFY issued = max(issued) OVER (PARTITION BY list_key)
ORDER BY ALL
