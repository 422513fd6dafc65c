-- Grain: one key. The ladder: number of that metal, old number, exact alias, normalised alias, else a person.
-- Whatever disagrees (number and name, look-up and typed name) goes to review with both sides shown.
WITH by_name AS (
    SELECT
        key_id,
        CASE WHEN count(DISTINCT smelter_cid) = 1 THEN min(smelter_cid) END AS smelter_cid,
        count(DISTINCT smelter_cid) AS facilities,
        bool_or(method IS NOT NULL AND smelter_cid IS NULL) AS ambiguous,
        bool_or(method = 'alias' AND smelter_cid IS NOT NULL) AS exact,
        string_agg(part || ' "' || name || '"' || coalesce(' means ' || all_cids, ' is in no list of that metal'),
            ', ' ORDER BY part) AS both_sides,
        arg_min(detail, CASE method WHEN 'alias' THEN 1 ELSE 2 END) FILTER (WHERE smelter_cid IS NOT NULL) AS detail
    FROM match_name
    GROUP BY key_id
),
meant AS (
    SELECT key.key_id, key.metal, coalesce(by_number.smelter_cid, old.smelter_cid, by_name.smelter_cid) AS smelter_cid
    FROM match_key AS key
    LEFT JOIN by_name USING (key_id)
    LEFT JOIN ref_smelter AS by_number ON by_number.metal = key.metal AND by_number.smelter_cid = key.id_clean
    LEFT JOIN ref_old_id AS old ON old.metal = key.metal AND old.old_smelter_id = key.id_clean
),
-- The words of a facility's names, and whether it alone bears them. Words of trade and of places tell nothing.
facility_word AS (
    SELECT metal, smelter_cid, word, count(*) OVER (PARTITION BY metal, word) = 1 AS its_own
    FROM (
        SELECT DISTINCT alias.metal, owner.smelter_cid, unnest(string_split(alias.name_normalized, ' ')) AS word
        FROM ref_alias AS alias, unnest(string_split(alias.all_cids, ', ')) AS owner(smelter_cid)
    )
),
place_word AS (
    SELECT DISTINCT unnest(name_words(country_name)) AS word FROM country
    UNION
    SELECT DISTINCT unnest(name_words(city)) FROM stg_reference WHERE city IS NOT NULL
    UNION
    SELECT DISTINCT unnest(name_words(state)) FROM stg_reference WHERE state IS NOT NULL
),
named_word AS (
    SELECT meant.key_id, meant.metal, meant.smelter_cid, name.part, name.all_cids,
        unnest(string_split(coalesce(normalize_name(name.name), ''), ' ')) AS word
    FROM meant
    JOIN match_name AS name USING (key_id)
),
-- A name that is not plainly that of the facility meant still goes with it when it is an alias of this facility among
-- others, or when every word that is not generic is the facility's, and one of them its own.
related AS (
    SELECT key_id, bool_or(goes_with) AS some_name, bool_and(goes_with) AS every_name
    FROM (
        SELECT
            named.key_id,
            named.part,
            bool_or(coalesce(list_contains(string_split(named.all_cids, ', '), named.smelter_cid), false))
            OR bool_and(generic OR own.word IS NOT NULL) AND bool_or(coalesce(own.its_own, false) AND NOT generic)
                AS goes_with
        FROM (
            SELECT named_word.*, list_contains(generic_words(), named_word.word) OR place_word.word IS NOT NULL
                OR length(named_word.word) < 3 AS generic
            FROM named_word
            LEFT JOIN place_word USING (word)
        ) AS named
        LEFT JOIN facility_word AS own
            ON own.metal = named.metal AND own.smelter_cid = named.smelter_cid AND own.word = named.word
        GROUP BY named.key_id, named.part
    )
    GROUP BY key_id
),
step AS (
    SELECT
        key.key_id,
        key.metal,
        key.id_clean,
        key.not_yet_identified,
        by_number.smelter_cid AS number_cid,
        old.smelter_cid AS old_cid,
        starts_with(key.id_clean, 'CID') AS looks_like_cid,
        by_name.smelter_cid AS name_cid,
        by_name.both_sides,
        by_name.detail AS name_detail,
        by_name.exact,
        coalesce(by_name.ambiguous, false) AS ambiguous,
        coalesce(by_name.facilities, 0) > 1 AS names_disagree,
        by_name.key_id IS NULL AS nameless,
        coalesce(related.some_name, false) AS related,
        coalesce(related.every_name, true) AS every_name_goes_with,
        other.known_as,
        key.facility_country,
        name_country.facility_country AS listed_country,
        key.facility_country_code <> name_country.facility_country_code
            AND NOT (key.facility_country_code IN ('CN', 'HK', 'MO') AND name_country.facility_country_code IN ('CN', 'HK', 'MO'))
            AS country_differs
    FROM match_key AS key
    LEFT JOIN ref_smelter AS by_number ON by_number.metal = key.metal AND by_number.smelter_cid = key.id_clean
    LEFT JOIN ref_old_id AS old ON old.metal = key.metal AND old.old_smelter_id = key.id_clean
    LEFT JOIN by_name USING (key_id)
    LEFT JOIN related USING (key_id)
    LEFT JOIN match_other_metal AS other USING (key_id)
    LEFT JOIN ref_smelter AS name_country
        ON name_country.metal = key.metal AND name_country.smelter_cid = by_name.smelter_cid
),
numbered AS (
    SELECT *, coalesce(number_cid, old_cid) AS id_cid, CASE WHEN number_cid IS NOT NULL THEN 'cid' ELSE 'old_id' END
        AS id_method
    FROM step
),
judged AS (
    SELECT
        *,
        CASE
            WHEN not_yet_identified THEN 'not_yet_identified'
            WHEN names_disagree THEN 'names_disagree'
            WHEN id_cid IS NOT NULL AND name_cid <> id_cid THEN 'id_and_name_disagree'
            WHEN id_cid IS NOT NULL AND (nameless OR name_cid = id_cid OR related) THEN id_method
            WHEN id_cid IS NOT NULL THEN 'id_with_foreign_name'
            WHEN looks_like_cid AND known_as IS NOT NULL AND name_cid IS NULL THEN 'other_metal'
            WHEN looks_like_cid THEN 'unknown_cid'
            WHEN name_cid IS NOT NULL AND NOT every_name_goes_with THEN 'names_disagree'
            WHEN name_cid IS NOT NULL AND country_differs THEN 'country_differs'
            WHEN name_cid IS NOT NULL AND exact THEN 'alias'
            WHEN name_cid IS NOT NULL THEN 'normalized_alias'
            WHEN ambiguous THEN 'ambiguous_name'
            WHEN known_as IS NOT NULL THEN 'other_metal'
            ELSE 'none'
        END AS rung
    FROM numbered
)
SELECT
    key_id,
    rung,
    CASE
        WHEN rung IN ('cid', 'old_id') THEN id_cid
        WHEN rung IN ('alias', 'normalized_alias') THEN name_cid
    END AS smelter_cid,
    CASE
        WHEN rung IN ('cid', 'old_id', 'alias', 'normalized_alias') THEN 'accepted'
        WHEN rung IN ('none', 'not_yet_identified') THEN 'unmatched'
        ELSE 'review'
    END AS judgement,
    CASE WHEN rung IN ('cid', 'old_id', 'alias', 'normalized_alias') THEN rung ELSE 'none' END AS match_method,
    CASE WHEN rung IN ('cid', 'old_id', 'alias', 'normalized_alias') THEN 1.0 ELSE 0.0 END AS match_score,
    CASE rung
        WHEN 'cid' THEN id_clean || ' is a ' || lower(metal) || ' facility in the lists'
            || CASE WHEN name_cid = id_cid THEN ', and the name agrees' WHEN nameless THEN '' ELSE
                ', and the name goes with it' END
        WHEN 'old_id' THEN id_clean || ' is the number used before 2014 for ' || id_cid
        WHEN 'alias' THEN name_detail
        WHEN 'normalized_alias' THEN name_detail
        WHEN 'not_yet_identified' THEN 'the supplier has not identified this smelter'
        WHEN 'names_disagree' THEN 'the names disagree: ' || both_sides
        WHEN 'id_and_name_disagree' THEN 'number and name disagree: ' || id_clean || ' means ' || id_cid || ', ' || both_sides
        WHEN 'id_with_foreign_name' THEN 'number and name do not belong together as far as the lists tell: '
            || id_clean || ' means ' || id_cid || ', ' || both_sides
        WHEN 'unknown_cid' THEN id_clean || ' is in no list received for ' || coalesce(lower(metal), 'a row without a metal')
            || coalesce('; ' || both_sides, '') || coalesce('; known as ' || known_as, '')
        WHEN 'country_differs' THEN both_sides || ', which is in ' || listed_country || ', declared in ' || facility_country
        WHEN 'ambiguous_name' THEN 'one name, several facilities: ' || both_sides
        WHEN 'other_metal' THEN 'known as ' || known_as || ', declared under ' || lower(metal)
        ELSE 'no list received knows this ' || coalesce(lower(metal) || ' ', '') || 'smelter by number or name'
    END AS match_detail
FROM judged
ORDER BY key_id
