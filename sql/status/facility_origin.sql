-- Grain: one facility of Appendix A (reporting year, metal, CID), origin (a country, or recycled or scrap), and who says
-- so: a declaration (file), or the user's origin data. Every copy of a repeated row is read, as suppliers give each mine
-- a row of its own.
WITH facility_row AS (
    SELECT account.reporting_year, account.metal, account.file_sha256, account.source_sheet, account.source_row,
        coalesce(account.smelter_cid, original.smelter_cid) AS smelter_cid
    FROM smelter_accounting AS account
    LEFT JOIN smelter_accounting AS original
        ON original.reporting_year = account.reporting_year
        AND original.file_sha256 = account.file_sha256
        AND original.outcome = 'consolidated'
        AND original.metal = account.metal
        AND original.smelter_cid = account.smelter_cid
    WHERE account.template_kind = 'cmrt'
        AND (account.outcome = 'consolidated' OR account.outcome = 'duplicate' AND original.file_sha256 IS NOT NULL)
),
said AS (
    SELECT file_sha256, source_sheet, source_row, origin_country_code, coalesce(recycled, false) AS recycled
    FROM declared_origin
    WHERE origin_country_code IS NOT NULL OR recycled
    UNION ALL
    SELECT file_sha256, source_sheet, source_row, NULL, true
    FROM declared_smelter
    WHERE regexp_full_match(lower(trim(recycled)), 'yes|yes[^\p{L}].*')
)
SELECT DISTINCT
    facility.reporting_year,
    facility.metal,
    facility.smelter_cid,
    said.origin_country_code,
    said.origin_country_code IS NULL AS recycled,
    'declared' AS origin_basis,
    'declared by suppliers' AS origin_source,
    facility.file_sha256
FROM facility_row AS facility
JOIN said USING (file_sha256, source_sheet, source_row)
UNION ALL
SELECT DISTINCT
    facility.reporting_year,
    facility.metal,
    facility.smelter_cid,
    origin.origin_country_code,
    origin.origin_country_code IS NULL,
    'origin_data',
    'origin data of ' || origin.source || ', ' || origin.list_date,
    NULL
FROM facility_row AS facility
JOIN origin_data AS origin
    ON origin.smelter_cid = facility.smelter_cid AND coalesce(origin.metal, facility.metal) = facility.metal
ORDER BY ALL
