-- Grain: one suggestion (at most three a key, best first) for a key the ladder did not accept, with the facility's listed
-- name that is nearest. Another country than declared costs 0.15; of 'One (Other)' either part may be the name, for a tenth
-- less.
WITH undecided AS (
    SELECT key.key_id, key.metal, key.facility_country_code, coalesce(key.typed_name, key.lookup_name) AS name
    FROM match_key AS key
    JOIN match_ladder AS ladder USING (key_id)
    WHERE ladder.judgement <> 'accepted' AND ladder.rung <> 'not_yet_identified'
),
reading AS (
    SELECT key_id, metal, facility_country_code, declared.name_clean AS declared_name, true AS whole
    FROM undecided
    JOIN declared_name AS declared USING (name)
    UNION ALL
    SELECT key_id, metal, facility_country_code, unnest(name_parts(name)), false
    FROM undecided
),
placed AS (
    SELECT
        reading.key_id,
        pair.name_id,
        pair.metal,
        pair.smelter_cid,
        pair.name_clean,
        pair.evident,
        NOT coalesce(same_country(reading.facility_country_code, facility.facility_country_code), true) AS country_differs,
        facility.facility_country,
        greatest(0, round(
            pair.score * CASE WHEN reading.whole THEN 1 ELSE 0.9 END
            - CASE WHEN country_differs THEN 0.15 ELSE 0 END, 4)) AS score
    FROM reading
    JOIN similar_name AS name USING (metal, declared_name)
    JOIN similar_pair AS pair USING (name_id)
    JOIN ref_smelter AS facility ON facility.metal = pair.metal AND facility.smelter_cid = pair.smelter_cid
    WHERE reading.whole OR pair.telling
),
nearest AS (
    SELECT *
    FROM placed
    WHERE score >= 0.1
    QUALIFY row_number() OVER (PARTITION BY key_id, smelter_cid ORDER BY score DESC, name_clean, name_id) = 1
),
best AS (
    SELECT *
    FROM nearest
    QUALIFY row_number() OVER (PARTITION BY key_id ORDER BY score DESC, smelter_cid) <= 3
),
compared AS (
    SELECT
        best.name_id,
        best.metal,
        best.name_clean,
        list(DISTINCT CASE WHEN near.word = near.listed_word THEN near.word
            ELSE near.word || ' for ' || near.listed_word END) AS agreeing,
        list(DISTINCT near.word) AS declared_words,
        list(DISTINCT near.listed_word) AS listed_words
    FROM (SELECT DISTINCT name_id, metal, name_clean FROM best) AS best
    JOIN similar_word AS declared USING (name_id, metal)
    JOIN similar_spelling AS near ON near.metal = declared.metal AND near.word = declared.word
    JOIN (SELECT DISTINCT metal, name_clean, word FROM ref_alias_word) AS alias
        ON alias.metal = best.metal AND alias.name_clean = best.name_clean AND alias.word = near.listed_word
    GROUP BY best.name_id, best.metal, best.name_clean
),
told AS (
    SELECT
        best.*,
        array_to_string(list_sort(coalesce(compared.agreeing, [])), ', ') AS agreeing,
        array_to_string(list_filter(name.words, lambda word:
            NOT list_contains(coalesce(compared.declared_words, []), word)), ', ') AS declared_alone,
        array_to_string(list_filter(list_sort(string_split(alias.name_normalized, ' ')), lambda word:
            NOT list_contains(coalesce(compared.listed_words, []), word)), ', ') AS listed_alone
    FROM best
    JOIN similar_name AS name USING (name_id)
    JOIN ref_alias AS alias ON alias.metal = best.metal AND alias.name_clean = best.name_clean
    LEFT JOIN compared ON compared.name_id = best.name_id AND compared.name_clean = best.name_clean
)
SELECT
    key_id,
    smelter_cid,
    score,
    evident,
    'like "' || name_clean || '" (' || smelter_cid || '): '
        || CASE WHEN agreeing = '' THEN 'no word agrees, only letters' ELSE 'in common ' || agreeing END
        || CASE WHEN declared_alone = '' THEN '' ELSE '; only declared: ' || declared_alone END
        || CASE WHEN listed_alone = '' THEN '' ELSE '; only listed: ' || listed_alone END
        || CASE WHEN country_differs THEN '; listed in another country, ' || facility_country ELSE '' END AS explanation
FROM told
ORDER BY key_id, score DESC, smelter_cid
