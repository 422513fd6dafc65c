-- Grain: one distinct name that suppliers wrote or chose, read once for all that compares it.
SELECT
    *,
    nullif(array_to_string(list_sort(list_distinct(words)), ' '), '') AS name_normalized
FROM (
    SELECT name, clean_name(name) AS name_clean, own_words(name) AS words, joined_name(name) AS joined
    FROM (
        SELECT lookup_name AS name FROM match_key WHERE lookup_name IS NOT NULL
        UNION
        SELECT typed_name FROM match_key WHERE typed_name IS NOT NULL
    )
)
ORDER BY name
