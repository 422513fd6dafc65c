-- Grain: one distinct (metal, name) that the ladder did not accept, or a part of it: what is compared with the names of that
-- metal. Text of more than forty words is compared with nothing: it waits for a person, without suggestions. The id serves
-- this refresh alone.
WITH undecided AS (
    SELECT DISTINCT key.metal, coalesce(key.typed_name, key.lookup_name) AS name
    FROM match_key AS key
    JOIN match_ladder AS ladder USING (key_id)
    WHERE ladder.judgement <> 'accepted' AND ladder.rung <> 'not_yet_identified'
),
reading AS (
    SELECT undecided.metal, declared.name_clean AS declared_name, any_value(declared.words) AS words,
        any_value(declared.joined) AS joined
    FROM undecided
    JOIN declared_name AS declared USING (name)
    GROUP BY undecided.metal, declared.name_clean
    UNION
    SELECT metal, part, own_words(part), joined_name(part)
    FROM (SELECT DISTINCT metal, unnest(name_parts(name)) AS part FROM undecided)
)
SELECT
    row_number() OVER (ORDER BY metal, declared_name) AS name_id,
    metal,
    declared_name,
    list_sort(list_distinct(words)) AS words,
    fold_umlaut(joined) AS spelling
FROM (SELECT DISTINCT ON (metal, declared_name) * FROM reading ORDER BY metal, declared_name, joined)
WHERE metal IN (SELECT metal FROM ref_word) AND len(words) <= 40
ORDER BY name_id
