-- Grain: one facility of another metal that a key's number or name means there.
SELECT key.key_id, other.metal, other.smelter_cid
FROM match_key AS key
JOIN ref_smelter AS other ON other.smelter_cid = key.id_clean AND other.metal <> key.metal
UNION
SELECT name.key_id, other.metal, other.smelter_cid
FROM match_name AS name
JOIN match_key AS key USING (key_id)
JOIN declared_name AS declared USING (name)
JOIN ref_alias AS other ON other.name_normalized = declared.name_normalized AND other.metal <> key.metal
WHERE other.smelter_cid IS NOT NULL
UNION
SELECT key.key_id, other.metal, other.smelter_cid
FROM match_key AS key
JOIN match_trimmed AS other ON other.key_id = key.key_id AND other.metal <> key.metal
ORDER BY ALL
