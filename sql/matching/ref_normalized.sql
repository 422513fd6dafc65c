-- Grain: one (metal, normalised name). Null CID where spellings that fold together belong to two facilities.
SELECT
    metal,
    name_normalized,
    CASE WHEN count(DISTINCT all_cids) = 1 THEN min(smelter_cid) END AS smelter_cid,
    list_aggregate(list_sort(list_distinct(flatten(list(string_split(all_cids, ', '))))), 'string_agg', ', ') AS all_cids,
    min(name_clean) AS example_name,
    arg_min(listed, name_clean) AS listed
FROM ref_alias
WHERE name_normalized IS NOT NULL AND length(name_normalized) >= 3
GROUP BY metal, name_normalized
ORDER BY metal, name_normalized
