-- Grain: one (metal, scheme, spelling in one word). Null CID where it belongs to two facilities. A scheme for names of one
-- country counts for facilities of that country alone. An abbreviation counts when a list shows it in brackets behind the
-- words whose first letters it is.
WITH alias AS (
    SELECT metal, name_clean, unnest(string_split(all_cids, ', ')) AS smelter_cid FROM ref_alias
),
abbreviated AS (
    SELECT
        metal,
        name_clean,
        smelter_cid,
        regexp_extract(name_clean, '\(([a-z]{3,6})\)', 1) AS letters,
        regexp_replace(name_clean, '\(.*', '') AS long_name
    FROM alias
),
spelt AS (
    SELECT metal, name_clean, smelter_cid, spelt.scheme, spelt.spelling
    FROM (
        SELECT metal, name_clean, smelter_cid, unnest(spellings(joined)) AS spelt
        FROM (SELECT *, joined_name(name_clean) AS joined FROM alias)
    )
    UNION ALL
    SELECT metal, name_clean, smelter_cid, 'any', letters
    FROM abbreviated
    WHERE letters IN (
        array_to_string(list_transform(name_words(long_name), lambda word: word[1]), ''),
        array_to_string(list_transform(own_words(long_name), lambda word: word[1]), '')
    )
)
SELECT
    spelt.metal,
    spelt.scheme,
    spelt.spelling,
    CASE WHEN count(DISTINCT spelt.smelter_cid) = 1 THEN min(spelt.smelter_cid) END AS smelter_cid,
    string_agg(DISTINCT spelt.smelter_cid, ', ' ORDER BY spelt.smelter_cid) AS all_cids,
    min(spelt.name_clean) AS example_name
FROM spelt
LEFT JOIN ref_smelter AS facility USING (metal, smelter_cid)
WHERE
    (spelt.scheme = 'any' OR spelt.scheme = facility.facility_country_code)
    AND length(spelt.spelling) >= CASE spelt.scheme WHEN 'any' THEN 3 ELSE 6 END
GROUP BY spelt.metal, spelt.scheme, spelt.spelling
ORDER BY spelt.metal, spelt.scheme, spelt.spelling
