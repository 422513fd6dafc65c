-- Grain: one name of one key (the look-up choice, the typed name) and what the lists say of it under the declared metal.
-- An exact alias speaks before a normalised one, that before a spelling, that before a trimmed name. An ambiguous name
-- says nothing, unless one alone of its facilities is in the declared country.
WITH name AS (
    SELECT key_id, metal, facility_country_code, 'look-up' AS part, lookup_name AS name
    FROM match_key WHERE lookup_name IS NOT NULL
    UNION ALL
    SELECT key_id, metal, facility_country_code, 'typed', typed_name FROM match_key WHERE typed_name IS NOT NULL
),
spelt AS (
    -- No list has a name of three hundred letters, and spelling one out takes their square.
    SELECT name, unnest(spellings(joined), recursive := true) FROM declared_name WHERE length(joined) <= 300
),
by_spelling AS (
    SELECT
        name.key_id,
        name.part,
        CASE WHEN count(DISTINCT found.all_cids) = 1 THEN min(found.smelter_cid) END AS smelter_cid,
        string_agg(DISTINCT found.all_cids, ', ' ORDER BY found.all_cids) AS all_cids,
        min(found.example_name) AS example_name
    FROM name
    JOIN spelt USING (name)
    JOIN ref_spelling AS found USING (metal, scheme, spelling)
    GROUP BY name.key_id, name.part
),
by_trimming AS (
    SELECT
        name.key_id,
        name.part,
        CASE WHEN count(*) = 1 THEN min(found.smelter_cid) END AS smelter_cid,
        string_agg(found.smelter_cid, ', ' ORDER BY found.smelter_cid) AS all_cids,
        min(found.example_name) AS example_name
    FROM name
    JOIN match_trimmed AS found USING (key_id, part, metal)
    GROUP BY name.key_id, name.part
),
found AS (
    SELECT
        name.*,
        CASE WHEN alias.name_clean IS NOT NULL THEN 'alias'
            WHEN normalized.name_normalized IS NOT NULL THEN 'normalized_alias'
            WHEN spelling.key_id IS NOT NULL THEN 'spelling_alias'
            WHEN trimmed.key_id IS NOT NULL THEN 'trimmed_alias' END AS method,
        CASE method WHEN 'alias' THEN alias.smelter_cid WHEN 'normalized_alias' THEN normalized.smelter_cid
            WHEN 'spelling_alias' THEN spelling.smelter_cid ELSE trimmed.smelter_cid END AS cid,
        CASE method WHEN 'alias' THEN alias.all_cids WHEN 'normalized_alias' THEN normalized.all_cids
            WHEN 'spelling_alias' THEN spelling.all_cids ELSE trimmed.all_cids END AS all_cids,
        CASE method WHEN 'alias' THEN alias.listed WHEN 'normalized_alias' THEN normalized.listed END AS listed,
        CASE method WHEN 'normalized_alias' THEN normalized.example_name WHEN 'spelling_alias' THEN spelling.example_name
            ELSE trimmed.example_name END AS example_name
    FROM name
    JOIN declared_name AS declared USING (name)
    LEFT JOIN ref_alias AS alias ON alias.metal = name.metal AND alias.name_clean = declared.name_clean
    LEFT JOIN ref_normalized AS normalized
        ON normalized.metal = name.metal AND normalized.name_normalized = declared.name_normalized
    LEFT JOIN by_spelling AS spelling ON spelling.key_id = name.key_id AND spelling.part = name.part
    LEFT JOIN by_trimming AS trimmed ON trimmed.key_id = name.key_id AND trimmed.part = name.part
),
in_country AS (
    SELECT found.key_id, found.part,
        CASE WHEN count(*) = 1 THEN min(facility.smelter_cid) END AS smelter_cid
    FROM found, unnest(string_split(found.all_cids, ', ')) AS owner(smelter_cid)
    JOIN ref_smelter AS facility ON facility.metal = found.metal AND facility.smelter_cid = owner.smelter_cid
        AND facility.facility_country_code = found.facility_country_code
    WHERE found.cid IS NULL AND found.method IN ('alias', 'normalized_alias')
    GROUP BY found.key_id, found.part
)
SELECT
    found.key_id,
    found.part,
    found.name,
    coalesce(found.cid, in_country.smelter_cid) AS smelter_cid,
    found.method,
    found.all_cids,
    CASE
        WHEN in_country.smelter_cid IS NOT NULL THEN 'the name "' || found.name || '" is that of ' || found.all_cids
            || '; of these only ' || in_country.smelter_cid || ' is in the declared country'
        WHEN found.method = 'alias' THEN 'the name "' || found.name || '" stands in the ' || found.listed
        WHEN found.method = 'normalized_alias'
            THEN 'the name "' || found.name || '" reads like "' || found.example_name || '" in the ' || found.listed
        WHEN found.method = 'spelling_alias'
            THEN 'the name "' || found.name || '" is another spelling of "' || found.example_name || '" in the lists'
        WHEN found.method = 'trimmed_alias' THEN 'the name "' || found.name || '" is "' || found.example_name
            || '" in the lists but for words of trade and place'
    END AS detail
FROM found
LEFT JOIN in_country USING (key_id, part)
ORDER BY found.key_id, found.part
