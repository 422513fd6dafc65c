-- Grain: one (metal, name) as written. The newest list that has the name says which facility it means; smelter_cid is
-- null where that list gives it to two, because then only a person can tell.
WITH newest AS (
    SELECT metal, clean_name(smelter_name) AS name_clean, smelter_cid, list_name
    FROM ref_name
    QUALIFY rank() OVER (
        PARTITION BY metal, clean_name(smelter_name) ORDER BY list_rank, list_date DESC NULLS LAST
    ) = 1
)
SELECT
    metal,
    name_clean,
    normalize_name(name_clean) AS name_normalized,
    CASE WHEN count(DISTINCT smelter_cid) = 1 THEN min(smelter_cid) END AS smelter_cid,
    string_agg(DISTINCT smelter_cid, ', ' ORDER BY smelter_cid) AS all_cids,
    min(list_name) AS list_name
FROM newest
WHERE name_clean IS NOT NULL
GROUP BY metal, name_clean
ORDER BY metal, name_clean
