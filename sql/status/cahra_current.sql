-- Grain: one country that a current list of conflict-affected and high-risk areas names, by list: the newest issue of
-- each source up to the as-of date. `regions` is null where the list names the whole country.
WITH dated AS (
    SELECT
        cahra.* EXCLUDE (list_date),
        coalesce(cahra.list_date, list_date.list_as_of) AS list_date,
        coalesce(cahra.source, list_date.file_name) AS list_name,
        list_date.file_name
    FROM cahra
    JOIN list_date USING (file_sha256)
    CROSS JOIN parameter
    WHERE cahra.country_code IS NOT NULL AND coalesce(cahra.list_date, list_date.list_as_of) <= parameter.as_of
),
issue AS (
    SELECT *, max(list_date) OVER (PARTITION BY clean_name(list_name), file_sha256) AS issued FROM dated
),
newest AS (
    SELECT * FROM issue QUALIFY issued = max(issued) OVER (PARTITION BY clean_name(list_name))
)
SELECT
    country_code,
    list_name,
    issued AS list_date,
    CASE WHEN count(*) = count(region) THEN string_agg(DISTINCT region, ', ' ORDER BY region) END AS regions
FROM newest
GROUP BY country_code, list_name, issued
ORDER BY country_code, list_name, issued
