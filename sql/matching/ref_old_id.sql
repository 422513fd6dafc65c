-- Grain: one (metal, identification number of before 2014). Null CID where the lists translate it two ways. Only numbers
-- of facilities that the reference has: a line with a slip of the pen translates to nothing.
SELECT
    metal,
    old_smelter_id,
    CASE WHEN count(DISTINCT smelter_cid) = 1 THEN min(smelter_cid) END AS smelter_cid,
    string_agg(DISTINCT smelter_cid, ', ' ORDER BY smelter_cid) AS all_cids
FROM stg_old_smelter_id
SEMI JOIN ref_smelter USING (metal, smelter_cid)
GROUP BY ALL
ORDER BY metal, old_smelter_id
