-- Grain: one key with a name that the curated list of banks, exchanges, traders and makers of parts speaks of, and why.
-- A line is a whole name without legal forms, or words that stand in a name one after the other.
WITH known AS (
    SELECT kind, explanation, source,
        ' ' || array_to_string(own_words(pattern), ' ') || ' ' AS phrase, match = 'whole' AS whole
    FROM non_smelter
),
seen AS (
    SELECT name.name, known.*
    FROM (SELECT name, ' ' || array_to_string(words, ' ') || ' ' AS phrase FROM declared_name) AS name
    JOIN known ON CASE WHEN known.whole THEN name.phrase = known.phrase ELSE contains(name.phrase, known.phrase) END
)
SELECT key.key_id, seen.kind, seen.explanation, seen.source
FROM match_key AS key
JOIN seen ON seen.name = coalesce(key.typed_name, key.lookup_name)
QUALIFY row_number() OVER (
    PARTITION BY key.key_id ORDER BY seen.whole DESC, length(seen.phrase) DESC, seen.phrase, seen.explanation, seen.source
) = 1
ORDER BY key.key_id
