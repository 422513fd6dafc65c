-- Grain: one suggestion (at most three a key) for a key the ladder did not accept. Suggestions only: never a match.
WITH undecided AS (
    SELECT key.key_id, key.metal, normalize_name(coalesce(key.smelter_name_reported, key.lookup_name)) AS name_normalized
    FROM match_key AS key
    JOIN smelter_match AS match USING (key_id)
    WHERE match.judgement <> 'accepted' AND NOT key.not_yet_identified
),
scored AS (
    SELECT
        undecided.key_id,
        alias.smelter_cid,
        max(round(jaro_winkler_similarity(undecided.name_normalized, alias.name_normalized), 4)) AS score
    FROM undecided
    JOIN ref_alias AS alias ON alias.metal = undecided.metal
    WHERE alias.smelter_cid IS NOT NULL
    GROUP BY undecided.key_id, alias.smelter_cid
)
SELECT key_id, smelter_cid, score
FROM scored
WHERE score >= 0.6
QUALIFY row_number() OVER (PARTITION BY key_id ORDER BY score DESC, smelter_cid) <= 3
ORDER BY key_id, score DESC, smelter_cid
