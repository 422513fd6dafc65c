-- Grain: one metal, origin (a country, or recycled or scrap) and source that names it for facilities in Appendix A: what
-- suppliers declared, or the user's origin data. Added up by metal: no line says which facility is meant.
SELECT
    origin.reporting_year,
    origin.metal,
    CASE WHEN origin.recycled THEN 'Recycled or scrap' ELSE country.country_name END AS origin_country,
    origin.origin_country_code,
    coalesce(country.covered, false) AS covered_country,
    origin.recycled,
    origin.origin_basis,
    origin.origin_source,
    count(DISTINCT origin.smelter_cid) AS smelters,
    count(DISTINCT origin.file_sha256) AS declarations
FROM facility_origin AS origin
LEFT JOIN country ON country.country_code = origin.origin_country_code
WHERE origin.recycled OR country.country_code IS NOT NULL
GROUP BY ALL
ORDER BY origin.reporting_year, origin.metal, origin.recycled, origin_country, origin.origin_basis, origin.origin_source
