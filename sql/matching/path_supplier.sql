-- Grain: one file, year and supplier whose vendor number stands in a file or folder name under which the file came.
-- Every receipt of the year speaks: the same bytes may have come from two suppliers.
WITH path_word AS (
    SELECT
        reporting_year,
        file_sha256,
        list_filter(string_split_regex(lower(drop_path), '[^a-z0-9]+'), lambda word: word <> '') AS words
    FROM stg_receipt
),
path_phrase AS (
    SELECT DISTINCT reporting_year, file_sha256, array_to_string(words[first : first + length], ' ') AS phrase
    FROM path_word, unnest(range(1, len(words) + 1)) AS start(first), unnest(range(0, 4)) AS size(length)
),
numbered AS (
    SELECT *, trim(regexp_replace(lower(supplier_id), '[^a-z0-9]+', ' ', 'g')) AS id_phrase FROM stg_supplier
)
-- Short numbers and numbers that look like a year are in too many file names to mean anything.
SELECT DISTINCT path_phrase.reporting_year, path_phrase.file_sha256, numbered.supplier_id, numbered.entity_id
FROM path_phrase
JOIN numbered ON numbered.reporting_year = path_phrase.reporting_year AND numbered.id_phrase = path_phrase.phrase
WHERE length(numbered.id_phrase) >= 4 AND NOT regexp_full_match(numbered.id_phrase, '(19|20)\d\d')
ORDER BY ALL
