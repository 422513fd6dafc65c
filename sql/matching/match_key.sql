-- Grain: one distinct way suppliers named a facility; the ladder is climbed once for each, not once for each row.
SELECT
    row_number() OVER (
        ORDER BY metal, smelter_lookup, smelter_name_reported, facility_country, facility_country_code, smelter_id_reported
    ) AS key_id,
    *,
    coalesce(clean_name(smelter_lookup), clean_name(smelter_name_reported), '') = 'smelter not yet identified'
        AS not_yet_identified,
    CASE WHEN clean_name(smelter_lookup) NOT IN ('smelter not listed', 'smelter not yet identified')
        THEN smelter_lookup END AS lookup_name,
    upper(regexp_replace(smelter_id_reported, '\s', '', 'g')) AS id_clean
FROM (
    SELECT DISTINCT metal, smelter_lookup, smelter_name_reported, facility_country, facility_country_code,
        smelter_id_reported
    FROM declared_smelter
)
ORDER BY key_id
