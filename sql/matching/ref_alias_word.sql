-- Grain: one word of one name of one facility: (metal, name, CID, word), numbered by name and facility. Legal forms are
-- no words here.
SELECT
    dense_rank() OVER (ORDER BY metal, name_clean, smelter_cid) AS alias_id,
    *
FROM (
    SELECT DISTINCT
        alias.metal,
        alias.name_clean,
        owner.smelter_cid,
        unnest(string_split(alias.name_normalized, ' ')) AS word
    FROM ref_alias AS alias, unnest(string_split(alias.all_cids, ', ')) AS owner(smelter_cid)
    WHERE alias.name_normalized IS NOT NULL
)
ORDER BY alias_id, word
