-- Grain: one key. The ladder: number of that metal, old number, exact alias, normalised alias, other spelling, trimmed
-- name, else a person. Whatever disagrees (number and name, look-up and typed name) goes to review with both sides shown.
WITH by_name AS (
    SELECT
        key_id,
        CASE WHEN count(DISTINCT smelter_cid) = 1 THEN min(smelter_cid) END AS smelter_cid,
        count(DISTINCT smelter_cid) AS facilities,
        bool_or(method IS NOT NULL AND smelter_cid IS NULL) AS ambiguous,
        arg_min(method, method_rank) FILTER (WHERE smelter_cid IS NOT NULL) AS method,
        string_agg(part || ' "' || name || '"' || coalesce(' means ' || all_cids, ' is in no list of that metal'),
            ', ' ORDER BY part) AS both_sides,
        arg_min(detail, method_rank) FILTER (WHERE smelter_cid IS NOT NULL) AS detail
    FROM (
        SELECT *, (list_position(['alias', 'normalized_alias', 'spelling_alias', 'trimmed_alias'], method), part)
            AS method_rank
        FROM match_name
    )
    GROUP BY key_id
),
meant AS (
    SELECT key.key_id, key.metal, coalesce(by_number.smelter_cid, old.smelter_cid, by_name.smelter_cid) AS smelter_cid
    FROM match_key AS key
    LEFT JOIN by_name USING (key_id)
    LEFT JOIN ref_smelter AS by_number ON by_number.metal = key.metal AND by_number.smelter_cid = key.id_clean
    LEFT JOIN ref_old_id AS old ON old.metal = key.metal AND old.old_smelter_id = key.id_clean
),
named_word AS (
    SELECT meant.key_id, meant.metal, meant.smelter_cid, name.part, name.all_cids,
        unnest(string_split(coalesce(declared.name_normalized, ''), ' ')) AS word
    FROM meant
    JOIN match_name AS name USING (key_id)
    JOIN declared_name AS declared USING (name)
    WHERE meant.smelter_cid IS NOT NULL
),
-- Words of trade and of places tell nothing. A name that is not plainly the facility's still goes with it when it is an
-- alias of this facility among others, or when every word that is not generic is the facility's, and one of them its own.
related AS (
    SELECT key_id, bool_or(goes_with) AS some_name, bool_and(goes_with) AS every_name
    FROM (
        SELECT
            named.key_id,
            named.part,
            bool_or(coalesce(list_contains(string_split(named.all_cids, ', '), named.smelter_cid), false))
            OR bool_and(generic OR facility.word IS NOT NULL)
                AND bool_or(coalesce(known.own_cid = named.smelter_cid, false) AND NOT generic) AS goes_with
        FROM (
            SELECT named_word.*, list_contains(generic_words(), named_word.word) OR place_word.word IS NOT NULL
                OR length(named_word.word) < 3 AS generic
            FROM named_word
            LEFT JOIN place_word USING (word)
        ) AS named
        LEFT JOIN (SELECT DISTINCT metal, smelter_cid, word FROM ref_alias_word) AS facility USING (metal, smelter_cid, word)
        LEFT JOIN ref_word AS known ON known.metal = named.metal AND known.word = named.word
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
        by_name.method AS name_method,
        coalesce(by_name.ambiguous, false) AS ambiguous,
        coalesce(by_name.facilities, 0) > 1 AS names_disagree,
        by_name.key_id IS NULL AS nameless,
        coalesce(related.some_name, false) AS related,
        coalesce(related.every_name, true) AS every_name_goes_with,
        other.known_as,
        non_smelter.kind AS non_smelter_kind,
        non_smelter.explanation,
        non_smelter.source,
        says_nothing(coalesce(key.smelter_name_reported, key.smelter_lookup)) AS says_nothing,
        coalesce(key.smelter_name_reported, key.smelter_lookup) AS name_reported,
        key.facility_country,
        name_country.facility_country AS listed_country,
        NOT same_country(key.facility_country_code, name_country.facility_country_code) AS country_differs
    FROM match_key AS key
    LEFT JOIN ref_smelter AS by_number ON by_number.metal = key.metal AND by_number.smelter_cid = key.id_clean
    LEFT JOIN ref_old_id AS old ON old.metal = key.metal AND old.old_smelter_id = key.id_clean
    LEFT JOIN by_name USING (key_id)
    LEFT JOIN related USING (key_id)
    LEFT JOIN match_other_metal AS other USING (key_id)
    LEFT JOIN match_non_smelter AS non_smelter USING (key_id)
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
            WHEN name_cid IS NOT NULL AND name_method = 'trimmed_alias' AND known_as IS NOT NULL THEN 'other_metal'
            WHEN name_cid IS NOT NULL AND country_differs THEN 'country_differs'
            WHEN name_cid IS NOT NULL THEN name_method
            WHEN ambiguous THEN 'ambiguous_name'
            WHEN known_as IS NOT NULL THEN 'other_metal'
            WHEN explanation IS NOT NULL THEN 'known_non_smelter'
            ELSE 'none'
        END AS rung
    FROM numbered
)
SELECT
    key_id,
    rung,
    CASE
        WHEN rung IN ('cid', 'old_id') THEN id_cid
        WHEN rung = name_method THEN name_cid
    END AS smelter_cid,
    CASE
        WHEN rung IN ('cid', 'old_id') OR rung = name_method THEN 'accepted'
        WHEN rung IN ('none', 'not_yet_identified') THEN 'unmatched'
        ELSE 'review'
    END AS judgement,
    CASE WHEN rung IN ('cid', 'old_id') OR rung = name_method THEN rung ELSE 'none' END AS match_method,
    CASE WHEN rung IN ('cid', 'old_id') OR rung = name_method THEN 1.0 ELSE 0.0 END AS match_score,
    CASE WHEN rung = name_method THEN name_detail ELSE CASE rung
        WHEN 'cid' THEN id_clean || ' is a ' || lower(metal) || ' facility in the lists'
            || CASE WHEN name_cid = id_cid THEN ', and the name agrees' WHEN nameless THEN '' ELSE
                ', and the name goes with it' END
        WHEN 'old_id' THEN id_clean || ' is the number used before 2014 for ' || id_cid
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
        WHEN 'known_non_smelter' THEN '"' || name_reported || '" is most likely no smelter: ' || explanation
            || ' (source: ' || source || ')'
        ELSE CASE WHEN nameless AND says_nothing THEN '"' || name_reported || '" names no facility; ' ELSE '' END || 'no list received knows this ' || coalesce(lower(metal) || ' ', '') || 'smelter by number or name'
    END END AS match_detail
FROM judged
ORDER BY key_id
