-- Grain: one facility (reporting year, metal, CID) of Appendix A, origin (a country, or recycled or scrap) and source that
-- names it. For review alone: origin data carries a licence, and the report adds up by metal (see country_of_origin).
SELECT
    origin.reporting_year,
    origin.metal,
    origin.smelter_cid,
    CASE WHEN origin.recycled THEN 'Recycled or scrap' ELSE country.country_name END AS origin_country,
    origin.origin_country_code,
    coalesce(country.covered, false) AS covered_country,
    origin.recycled,
    origin.origin_basis,
    origin.origin_source,
    count(DISTINCT origin.file_sha256) AS declarations
FROM facility_origin AS origin
LEFT JOIN country ON country.country_code = origin.origin_country_code
WHERE origin.recycled OR country.country_code IS NOT NULL
GROUP BY ALL
ORDER BY origin.reporting_year, origin.metal, origin.smelter_cid, origin.recycled, origin_country, origin.origin_basis,
    origin.origin_source
