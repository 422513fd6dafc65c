-- Grain: one origin (a country, or recycled or scrap) that the user's current origin data gives for a number: the newest
-- issue of each source up to the as-of date. Such data carries a licence: by facility it is for our own review alone.
WITH dated AS (
    SELECT
        origin.* EXCLUDE (list_date),
        coalesce(origin.list_date, list_date.list_as_of) AS list_date,
        coalesce(origin.source, list_date.file_name) AS list_name
    FROM smelter_origin AS origin
    JOIN list_date USING (file_sha256)
    CROSS JOIN parameter
    WHERE coalesce(origin.list_date, list_date.list_as_of) <= parameter.as_of
),
issue AS (
    SELECT *, max(list_date) OVER (PARTITION BY clean_name(list_name), file_sha256) AS issued FROM dated
),
newest AS (
    SELECT * FROM issue QUALIFY issued = max(issued) OVER (PARTITION BY clean_name(list_name))
)
SELECT DISTINCT smelter_cid, metal, origin_country_code, recycled, list_name AS source, issued AS list_date
FROM newest
WHERE smelter_cid IS NOT NULL AND (origin_country_code IS NOT NULL OR recycled)
ORDER BY ALL
