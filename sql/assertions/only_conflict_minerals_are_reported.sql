-- Form SD speaks of four metals, and only what a CMRT declares may reach its marts (17 CFR 240.13p-1, Form SD Item
-- 1.01(d)(3)). Told from the landed declarations themselves, by a way of its own: not by the columns the marts filter on.
WITH cmrt AS (
    SELECT current.reporting_year, current.entity_id, landed.file_sha256, tie.supplier_id, current.superseded_by
    FROM declaration AS landed
    JOIN declaration_current AS current USING (file_sha256)
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
    WHERE landed.template_kind = 'cmrt'
),
cmrt_facility AS (
    SELECT account.reporting_year, account.metal, account.smelter_cid, count(*) AS declared_rows
    FROM smelter_accounting AS account
    SEMI JOIN cmrt USING (reporting_year, file_sha256)
    WHERE account.outcome = 'consolidated'
    GROUP BY ALL
),
cmrt_origin AS (
    SELECT DISTINCT cmrt.reporting_year, account.metal, origin.origin_country_code
    FROM declared_origin AS origin
    JOIN cmrt USING (file_sha256)
    JOIN smelter_accounting AS account USING (reporting_year, file_sha256, source_sheet, source_row)
),
cmrt_answered AS (
    SELECT reporting_year, entity_id, count(*) AS declarations
    FROM cmrt
    WHERE superseded_by IS NULL AND supplier_id IS NOT NULL
    GROUP BY ALL
),
reported AS (
    SELECT reporting_year, 'appendix_a' AS mart, metal FROM appendix_a
    UNION ALL
    SELECT reporting_year, 'country_of_origin', metal FROM country_of_origin
    UNION ALL
    SELECT reporting_year, 'metal_answer', metal FROM metal_answer
    UNION ALL
    SELECT reporting_year, 'red_flag', metal FROM red_flag
    UNION ALL
    SELECT reporting_year, 'year_over_year', metal FROM year_over_year
)
SELECT reporting_year, mart, metal, 'not a conflict mineral' AS fault
FROM reported
WHERE metal IS NULL OR metal NOT IN ('Gold', 'Tantalum', 'Tin', 'Tungsten')
UNION ALL
SELECT line.reporting_year, 'appendix_a', line.metal, line.smelter_cid || ' counts rows that no CMRT declares'
FROM appendix_a AS line
LEFT JOIN cmrt_facility AS declared USING (reporting_year, metal, smelter_cid)
WHERE line.declared_rows > coalesce(declared.declared_rows, 0)
UNION ALL
SELECT line.reporting_year, 'country_of_origin', line.metal, line.origin_country || ' is named by no CMRT'
FROM country_of_origin AS line
ANTI JOIN cmrt_origin USING (reporting_year, metal, origin_country_code)
WHERE line.origin_basis = 'declared' AND NOT line.recycled
UNION ALL
SELECT line.reporting_year, 'metal_answer', line.metal, 'answers of ' || line.file_sha256 || ', which is no CMRT'
FROM metal_answer AS line
ANTI JOIN cmrt USING (reporting_year, file_sha256)
UNION ALL
SELECT line.reporting_year, 'red_flag', line.metal, line.smelter_cid || ' is declared by no CMRT'
FROM red_flag AS line
ANTI JOIN cmrt_facility USING (reporting_year, metal, smelter_cid)
UNION ALL
SELECT line.reporting_year, 'year_over_year', line.metal, line.smelter_cid || ' is declared by no CMRT'
FROM year_over_year AS line
ANTI JOIN (
    SELECT reporting_year, metal, smelter_cid FROM cmrt_facility
    UNION ALL
    SELECT reporting_year + 1, metal, smelter_cid FROM cmrt_facility
    UNION ALL
    SELECT reporting_year + 1, metal, smelter_cid FROM prior_facility
) AS declared USING (reporting_year, metal, smelter_cid)
UNION ALL
SELECT line.reporting_year, 'supplier_status', NULL, line.supplier_id || ' is credited with what is no CMRT'
FROM supplier_status AS line
JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
LEFT JOIN cmrt_answered AS answered
    ON answered.reporting_year = line.reporting_year AND answered.entity_id = supplier.entity_id
WHERE line.declarations > coalesce(answered.declarations, 0)
UNION ALL
SELECT line.reporting_year, 'response_rate', NULL, 'more suppliers ' || line.measure || ' than sent a CMRT'
FROM response_rate AS line
WHERE
    line.basis = 'supplier'
    AND line.measure IN ('received', 'valid')
    AND line.numerator > (
        SELECT count(*) FROM cmrt_answered AS answered WHERE answered.reporting_year = line.reporting_year
    )
