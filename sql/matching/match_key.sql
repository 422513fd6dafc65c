-- Grain: one distinct way suppliers named a facility; the ladder is climbed once for each, not once for each row. A name
-- that says nothing ("n/a", "various") is no name; one that says that nobody knows is an answer, unless a number stands
-- beside it.
WITH declared AS (
    SELECT DISTINCT metal, smelter_lookup, smelter_name_reported, facility_country, facility_country_code,
        smelter_id_reported
    FROM declared_smelter
),
read AS (
    SELECT
        *,
        CASE WHEN NOT coalesce(clean_name(smelter_lookup) = 'smelter not listed', false)
            AND NOT says_unknown(smelter_lookup) AND NOT says_nothing(smelter_lookup) THEN smelter_lookup END AS lookup_name,
        CASE WHEN NOT says_unknown(smelter_name_reported) AND NOT says_nothing(smelter_name_reported)
            THEN smelter_name_reported END AS typed_name,
        CASE WHEN NOT says_unknown(smelter_id_reported) AND NOT says_nothing(smelter_id_reported)
            THEN upper(regexp_replace(smelter_id_reported, '\s', '', 'g')) END AS id_clean
    FROM declared
)
SELECT
    row_number() OVER (
        ORDER BY metal, smelter_lookup, smelter_name_reported, facility_country, facility_country_code, smelter_id_reported
    ) AS key_id,
    *,
    coalesce(clean_name(smelter_lookup), clean_name(smelter_name_reported), '') = 'smelter not yet identified'
    OR lookup_name IS NULL AND typed_name IS NULL AND id_clean IS NULL
        AND (says_unknown(smelter_lookup) OR says_unknown(smelter_name_reported)) AS not_yet_identified
FROM read
ORDER BY key_id
