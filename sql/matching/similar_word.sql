-- Grain: one word of one name to compare, with its weight; a word that no list of the metal has weighs as much as the
-- rarest, because it speaks against every facility of the lists.
SELECT
    name.name_id,
    name.metal,
    name.word,
    coalesce(known.kind, CASE WHEN length(name.word) = 1 OR list_contains(generic_words(), name.word) THEN 'generic'
        WHEN place.word IS NOT NULL THEN 'place' ELSE 'telling' END) AS kind,
    coalesce(known.weight, CASE WHEN length(name.word) = 1 THEN 100 WHEN list_contains(generic_words(), name.word) THEN 300
        WHEN place.word IS NOT NULL THEN 500 ELSE 1000 END) AS weight
FROM (SELECT name_id, metal, unnest(words) AS word FROM similar_name) AS name
LEFT JOIN ref_word AS known USING (metal, word)
LEFT JOIN place_word AS place ON place.word = name.word
ORDER BY name.name_id, name.word
