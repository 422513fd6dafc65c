-- Grain: one declared word and one word of the lists of that metal that are the same (100) or a slip of the pen apart
-- (percent of the letters that agree): one letter wrong, missing, too many or swapped, two in words of eight letters. Words
-- of trade are not guessed. A slip is looked for where the first letter or the last two agree.
WITH declared AS (
    SELECT DISTINCT metal, word FROM similar_word
),
declared_end AS (
    SELECT metal, word, unnest(['^' || word[1], right(word, 2) || '$']) AS letters
    FROM declared
    WHERE length(word) >= 4 AND NOT list_contains(generic_words(), word)
),
listed_end AS (
    SELECT metal, word, unnest(['^' || word[1], right(word, 2) || '$']) AS letters
    FROM ref_word
    WHERE length(word) >= 4 AND kind <> 'generic'
),
near AS (
    SELECT DISTINCT metal, declared_end.word, listed_end.word AS listed_word
    FROM declared_end
    JOIN listed_end USING (metal, letters)
    WHERE declared_end.word <> listed_end.word AND abs(length(declared_end.word) - length(listed_end.word)) <= 2
),
measured AS (
    SELECT *, damerau_levenshtein(word, listed_word) AS slips FROM near
)
SELECT metal, word, word AS listed_word, 100 AS likeness
FROM declared
JOIN ref_word USING (metal, word)
UNION ALL
SELECT metal, word, listed_word, 100 - CAST(ceil(100.0 * slips / greatest(length(word), length(listed_word))) AS INTEGER)
FROM measured
WHERE slips <= CASE WHEN length(listed_word) >= 8 THEN 2 ELSE 1 END
ORDER BY ALL
