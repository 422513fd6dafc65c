-- Grain: one key whose number or name the lists know under another metal. Said to the reviewer, never acted upon.
SELECT
    key_id,
    string_agg(lower(metal) || ' (' || smelter_cid || ')', ', ' ORDER BY metal, smelter_cid) AS known_as
FROM match_known_elsewhere
GROUP BY key_id
ORDER BY key_id
