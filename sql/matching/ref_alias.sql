-- Grain: one (metal, name) as written. The newest list that has the name says which facility it means; smelter_cid is
-- null where that list gives it to two, because then only a person can tell. listed says where the name stands, and
-- whether the newest look-up list of the metal no longer has it.
WITH newest_list AS (
    SELECT metal, arg_max(list_name, list_date) AS list_name, max(list_date) AS list_date
    FROM ref_name
    WHERE list_rank = 1
    GROUP BY metal
),
newest AS (
    SELECT metal, clean_name(smelter_name) AS name_clean, smelter_cid, list_name, list_date, list_rank
    FROM ref_name
    QUALIFY rank() OVER (
        PARTITION BY metal, clean_name(smelter_name) ORDER BY list_rank, list_date DESC NULLS LAST
    ) = 1
)
SELECT
    metal,
    newest.name_clean,
    normalize_name(newest.name_clean) AS name_normalized,
    CASE WHEN count(DISTINCT newest.smelter_cid) = 1 THEN min(newest.smelter_cid) END AS smelter_cid,
    string_agg(DISTINCT newest.smelter_cid, ', ' ORDER BY newest.smelter_cid) AS all_cids,
    min(newest.list_name) AS list_name,
    min(newest.list_name) || CASE
        WHEN min(newest.list_rank) = 1 AND min(newest.list_date) < min(newest_list.list_date)
            THEN ' (' || year(min(newest.list_date)) || '), no longer in the '
                || replace(min(newest_list.list_name), 'smelter ', '')
        WHEN min(newest.list_rank) > 1 AND min(newest_list.list_name) IS NOT NULL
            THEN coalesce(' (' || year(min(newest.list_date)) || ')', '') || ', in no look-up list'
        ELSE '' END AS listed
FROM newest
LEFT JOIN newest_list USING (metal)
WHERE newest.name_clean IS NOT NULL
GROUP BY metal, newest.name_clean
ORDER BY metal, newest.name_clean
