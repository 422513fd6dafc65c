-- Grain: one name the lists give to a facility: (metal, CID, name, country), with the first and the last list that has it,
-- up to the as-of date. still_listed: the newest look-up list of that metal has it.
WITH newest AS (
    SELECT metal, max(list_date) AS list_date FROM ref_name WHERE list_rank = 1 GROUP BY metal
),
dated AS (
    SELECT *, coalesce(upper(facility_country), '') AS country_key,
        coalesce(list_date, DATE '0001-01-01') AS sorted_date
    FROM ref_name
)
SELECT
    dated.metal,
    dated.smelter_cid,
    dated.smelter_name,
    arg_max(dated.facility_country, (dated.sorted_date, -dated.list_rank, dated.facility_country)) AS facility_country,
    arg_min(dated.list_name, (dated.sorted_date, dated.list_rank, dated.list_name)) AS first_list,
    min(dated.list_date) AS first_list_date,
    arg_max(dated.list_name, (dated.sorted_date, -dated.list_rank, dated.list_name)) AS last_list,
    max(dated.list_date) AS last_list_date,
    coalesce(bool_or(dated.list_rank = 1 AND dated.list_date = newest.list_date), false) AS still_listed
FROM dated
LEFT JOIN newest USING (metal)
GROUP BY dated.metal, dated.smelter_cid, dated.smelter_name, dated.country_key
ORDER BY dated.metal, dated.smelter_cid, dated.smelter_name, dated.country_key
