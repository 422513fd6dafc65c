-- Grain: one metal and country that suppliers named as origin, for facilities that are in Appendix A. Every copy of a
-- repeated row is read, as suppliers give each mine a row of its own.
WITH facility AS (
    SELECT DISTINCT
        origin.metal,
        origin.origin_country_code,
        origin.file_sha256,
        account.reporting_year,
        coalesce(account.smelter_cid, original.smelter_cid) AS smelter_cid
    FROM declared_origin AS origin
    JOIN smelter_accounting AS account
        ON account.file_sha256 = origin.file_sha256
        AND account.source_sheet = origin.source_sheet
        AND account.source_row = origin.source_row
    LEFT JOIN smelter_accounting AS original
        ON original.reporting_year = account.reporting_year
        AND original.file_sha256 = account.file_sha256
        AND original.outcome = 'consolidated'
        AND original.metal = account.metal
        AND original.smelter_cid = account.smelter_cid
    WHERE
        origin.origin_country_code IS NOT NULL
        AND account.template_kind = 'cmrt'
        AND (account.outcome = 'consolidated' OR account.outcome = 'duplicate' AND original.file_sha256 IS NOT NULL)
)
SELECT
    facility.reporting_year,
    facility.metal,
    country.country_name AS origin_country,
    facility.origin_country_code,
    country.covered AS covered_country,
    count(DISTINCT facility.smelter_cid) AS smelters,
    count(DISTINCT facility.file_sha256) AS declarations
FROM facility
JOIN country ON country.country_code = facility.origin_country_code
GROUP BY ALL
ORDER BY facility.reporting_year, facility.metal, origin_country
