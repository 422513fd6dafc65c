-- Grain: one name of one key and a facility of any metal whose name it is but for words of what is done there
-- ("refinery", "plant"), and but for the facility's own place added behind; a word that this facility alone bears must be in
-- both. A place in the listed name is never left out: it tells one plant of a company from another. Text of more than
-- forty words is no name with a word too many, and its words squared would be millions.
WITH named AS (
    SELECT key_id, 'look-up' AS part, lookup_name AS name FROM match_key WHERE lookup_name IS NOT NULL
    UNION ALL
    SELECT key_id, 'typed', typed_name FROM match_key WHERE typed_name IS NOT NULL
),
name_word AS (
    SELECT name, list_distinct(words) AS words, unnest(list_distinct(words)) AS word
    FROM declared_name WHERE len(words) <= 40
),
trimmed_alias AS (
    SELECT
        alias.metal,
        alias.smelter_cid,
        alias.name_clean,
        list(alias.word ORDER BY alias.word) FILTER (
            WHERE NOT list_contains(activity_words(), alias.word)
        ) AS kept,
        any_value(coalesce(place.place_words, [])) AS place_words
    FROM ref_alias_word AS alias
    LEFT JOIN ref_place AS place USING (metal, smelter_cid)
    GROUP BY alias.metal, alias.smelter_cid, alias.name_clean
),
own_word AS (
    SELECT metal, word, own_cid AS smelter_cid FROM ref_word
    WHERE own_cid IS NOT NULL AND kind = 'telling' AND length(word) >= 4
)
SELECT DISTINCT
    named.key_id,
    named.part,
    alias.metal,
    alias.smelter_cid,
    min(alias.name_clean) AS example_name
FROM name_word
JOIN own_word USING (word)
JOIN trimmed_alias AS alias ON alias.metal = own_word.metal AND alias.smelter_cid = own_word.smelter_cid
    AND list_contains(alias.kept, own_word.word)
    AND alias.kept = list_sort(list_filter(name_word.words, lambda word:
        NOT list_contains(activity_words(), word)
        AND (list_contains(alias.kept, word) OR NOT list_contains(alias.place_words, word))))
JOIN named USING (name)
GROUP BY named.key_id, named.part, alias.metal, alias.smelter_cid
ORDER BY named.key_id, named.part, alias.metal, alias.smelter_cid
