-- Grain: one word of the names of one metal, and what it tells: a word of few facilities is evidence (inverse document
-- frequency, 1000 for a word of one facility alone), a place tells half as much, a word of trade less than a third.
-- Whole numbers, so that sums are the same in any order. own_cid is the facility that alone bears the word.
WITH facility AS (
    SELECT metal, count(DISTINCT smelter_cid) AS facilities FROM ref_alias_word GROUP BY metal
),
counted AS (
    SELECT
        metal,
        word,
        count(DISTINCT smelter_cid) AS bearers,
        min(smelter_cid) AS first_cid,
        CASE WHEN length(word) = 1 OR list_contains(generic_words(), word) THEN 'generic'
            WHEN word IN (SELECT word FROM place_word) THEN 'place' ELSE 'telling' END AS kind
    FROM ref_alias_word
    GROUP BY metal, word
)
SELECT
    metal,
    counted.word,
    counted.kind,
    CASE WHEN counted.bearers = 1 THEN counted.first_cid END AS own_cid,
    CAST(round(
        CASE counted.kind WHEN 'generic' THEN 300 WHEN 'place' THEN 500 ELSE 1000 END
        * ln((facility.facilities + 1) / (counted.bearers + 0.5)) / ln((facility.facilities + 1) / 1.5)
    ) AS BIGINT) + 1 AS weight
FROM counted
JOIN facility USING (metal)
ORDER BY metal, counted.word
