-- Grain: one name of one key (the look-up choice, the typed name) and what the lists say of it under the declared metal.
-- An exact alias speaks before a normalised one; an ambiguous alias says nothing.
WITH name AS (
    SELECT key_id, metal, 'look-up' AS part, lookup_name AS name FROM match_key WHERE lookup_name IS NOT NULL
    UNION ALL
    SELECT key_id, metal, 'typed', smelter_name_reported FROM match_key WHERE smelter_name_reported IS NOT NULL
)
SELECT
    name.key_id,
    name.part,
    name.name,
    CASE WHEN alias.name_clean IS NOT NULL THEN alias.smelter_cid ELSE normalized.smelter_cid END AS smelter_cid,
    CASE WHEN alias.name_clean IS NOT NULL THEN 'alias' WHEN normalized.name_normalized IS NOT NULL
        THEN 'normalized_alias' END AS method,
    CASE WHEN alias.name_clean IS NOT NULL THEN alias.all_cids ELSE normalized.all_cids END AS all_cids,
    CASE WHEN alias.name_clean IS NOT NULL THEN 'the name "' || name.name || '" stands in the ' || alias.list_name
        ELSE 'the name "' || name.name || '" reads like "' || normalized.example_name || '" in the lists' END AS detail
FROM name
LEFT JOIN ref_alias AS alias ON alias.metal = name.metal AND alias.name_clean = clean_name(name.name)
LEFT JOIN ref_normalized AS normalized
    ON normalized.metal = name.metal AND normalized.name_normalized = normalize_name(name.name)
ORDER BY name.key_id, name.part
