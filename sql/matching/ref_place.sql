-- Grain: one facility (metal, CID) with the words of its own places: city, state and country as the lists write them.
SELECT metal, smelter_cid, list_sort(list_distinct(flatten(list(words)))) AS place_words
FROM (
    SELECT metal, smelter_cid, name_words(concat_ws(' ', city, state, facility_country)) AS words
    FROM stg_reference
    WHERE smelter_cid IS NOT NULL
    UNION
    SELECT facility.metal, facility.smelter_cid, name_words(concat_ws(' ', facility.facility_country, country.country_name))
    FROM ref_smelter AS facility
    LEFT JOIN country ON country.country_code = facility.facility_country_code
)
GROUP BY metal, smelter_cid
ORDER BY metal, smelter_cid
