-- Grain: one name to compare and one name of one facility of that metal, with how far they agree in 0..1. Compared are
-- pairs with a word of more than trade in common, or of nearly the same letters. The score is of three parts:
-- 48 % how much of the declared words' weight the listed name has, 12 % the other way round, 40 % the letters of both names
-- in one word. A place that is not the facility's costs 0.1, a number that differs 0.3.
WITH listed AS (
    SELECT alias_id, metal, name_clean, smelter_cid, fold_umlaut(joined_name(name_clean)) AS spelling
    FROM (SELECT DISTINCT alias_id, metal, name_clean, smelter_cid FROM ref_alias_word)
),
near AS (
    SELECT declared.name_id, declared.kind, declared.word, spelling.listed_word, spelling.likeness, alias.alias_id
    FROM similar_word AS declared
    JOIN similar_spelling AS spelling USING (metal, word)
    JOIN ref_alias_word AS alias ON alias.metal = spelling.metal AND alias.word = spelling.listed_word
    WHERE declared.kind <> 'generic'
),
pair AS (
    SELECT DISTINCT name_id, alias_id FROM near
    UNION
    SELECT declared.name_id, listed.alias_id
    FROM similar_name AS declared
    JOIN listed USING (metal)
    WHERE
        declared.name_id NOT IN (SELECT name_id FROM near WHERE kind = 'telling')
        AND jaro_winkler_similarity(declared.spelling, listed.spelling) > 0.8
),
agreeing AS (
    SELECT name_id, alias_id, word, listed_word, likeness FROM near
    UNION ALL
    SELECT pair.name_id, pair.alias_id, declared.word, declared.word, 100
    FROM pair
    JOIN similar_word AS declared USING (name_id)
    JOIN ref_alias_word AS alias ON alias.alias_id = pair.alias_id AND alias.word = declared.word
    WHERE declared.kind = 'generic'
),
best_of_declared AS (
    SELECT name_id, alias_id, word, max(likeness) AS likeness FROM agreeing GROUP BY ALL
),
best_of_listed AS (
    SELECT name_id, alias_id, listed_word AS word, max(likeness) AS likeness FROM agreeing GROUP BY ALL
),
declared_side AS (
    SELECT
        pair.name_id,
        pair.alias_id,
        sum(percent * percent * declared.weight) AS agreed,
        sum(10000 * declared.weight) FILTER (WHERE percent > 0 OR NOT own_place) AS asked,
        bool_or(declared.kind = 'place' AND percent < 100 AND NOT own_place) AS foreign_place,
        bool_or(regexp_full_match(declared.word, '\d+') AND percent < 100) AS other_number,
        bool_or(declared.kind = 'telling' AND percent > 0) AS telling,
        bool_or(declared.kind <> 'generic' AND percent > 0) AS evident
    FROM pair
    JOIN similar_word AS declared USING (name_id)
    JOIN listed USING (alias_id)
    LEFT JOIN ref_place AS place ON place.metal = listed.metal AND place.smelter_cid = listed.smelter_cid
    LEFT JOIN best_of_declared AS found
        ON found.name_id = pair.name_id AND found.alias_id = pair.alias_id AND found.word = declared.word,
    LATERAL (SELECT CAST(coalesce(found.likeness, 0) AS BIGINT) AS percent,
        declared.kind = 'place' AND coalesce(list_contains(place.place_words, declared.word), false) AS own_place)
    GROUP BY pair.name_id, pair.alias_id
),
listed_side AS (
    SELECT
        pair.name_id,
        pair.alias_id,
        sum(percent * percent * known.weight) AS agreed,
        sum(10000 * known.weight) FILTER (WHERE percent > 0 OR NOT own_place) AS asked
    FROM pair
    JOIN ref_alias_word AS alias USING (alias_id)
    JOIN ref_word AS known ON known.metal = alias.metal AND known.word = alias.word
    LEFT JOIN ref_place AS place ON place.metal = alias.metal AND place.smelter_cid = alias.smelter_cid
    LEFT JOIN best_of_listed AS found
        ON found.name_id = pair.name_id AND found.alias_id = pair.alias_id AND found.word = alias.word,
    LATERAL (SELECT CAST(coalesce(found.likeness, 0) AS BIGINT) AS percent,
        known.kind = 'place' AND coalesce(list_contains(place.place_words, alias.word), false) AS own_place)
    GROUP BY pair.name_id, pair.alias_id
)
SELECT
    declared.name_id,
    declared.metal,
    listed.name_clean,
    listed.smelter_cid,
    declared_side.telling,
    declared_side.evident,
    greatest(0, round(
        0.48 * coalesce(declared_side.agreed / declared_side.asked, 0)
        + 0.12 * coalesce(listed_side.agreed / listed_side.asked, 0)
        + 0.40 * (1 - levenshtein(declared.spelling, listed.spelling)
            / greatest(length(declared.spelling), length(listed.spelling), 1))
        - CASE WHEN declared_side.foreign_place THEN 0.1 ELSE 0 END
        - CASE WHEN declared_side.other_number THEN 0.3 ELSE 0 END, 4)) AS score
FROM declared_side
JOIN listed_side USING (name_id, alias_id)
JOIN similar_name AS declared USING (name_id)
JOIN listed USING (alias_id)
ORDER BY declared.name_id, listed.smelter_cid, listed.name_clean
