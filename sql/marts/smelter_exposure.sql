-- Grain: one facility (reporting year, metal, CID) of Appendix A and supplier that declared it, the worst facility first:
-- whom to write to, and which products hang on it. The rank is that of the facility's worst flag; a facility without a
-- flag comes last. A sanctions list that is silent about a facility clears nothing.
WITH rank_of(code, risk_rank) AS (
    VALUES
        ('sanctioned', 1), ('smelter_not_eligible', 2), ('sanction_name_similar', 3), ('smelter_delisted', 4),
        ('smelter_status_unknown', 5), ('facility_in_cahra', 6), ('origin_in_cahra', 7),
        ('smelter_assessment_overdue', 8), ('smelter_not_assessed', 9)
),
risk AS (
    SELECT
        flag.reporting_year,
        flag.metal,
        flag.smelter_cid,
        min(rank_of.risk_rank) AS risk_rank,
        arg_min(flag.code, rank_of.risk_rank) AS risk,
        string_agg(flag.code || ': ' || flag.detail, ' | ' ORDER BY rank_of.risk_rank, flag.code) AS detail
    FROM red_flag AS flag
    JOIN rank_of USING (code)
    GROUP BY ALL
),
silent AS (
    SELECT coalesce(
        string_agg(DISTINCT 'not listed in ' || file_name || ' of ' || list_date, ', '
            ORDER BY 'not listed in ' || file_name || ' of ' || list_date) || '; not a clearance',
        'no sanctions list has been received'
    ) AS words
    FROM sanction_current
),
supplied AS (
    SELECT
        reporting_year,
        metal,
        smelter_cid,
        supplier_id,
        count(DISTINCT part_id) AS parts,
        count(DISTINCT product_id) AS products,
        string_agg(DISTINCT product_id, ', ' ORDER BY product_id) AS product_ids,
        string_agg(DISTINCT basis, ', ' ORDER BY basis) AS basis,
        string_agg(DISTINCT nullif(caveat, ''), ' | ' ORDER BY nullif(caveat, '')) AS caveat
    FROM smelter_attribution
    GROUP BY ALL
)
SELECT
    line.reporting_year,
    coalesce(risk.risk_rank, 10) AS risk_rank,
    coalesce(risk.risk, 'none') AS risk,
    line.metal,
    line.smelter_cid,
    line.smelter_name_standard,
    line.facility_country,
    line.smelter_status,
    line.status_as_of,
    risk.detail,
    CASE WHEN EXISTS (
        FROM sanction_match AS match WHERE match.metal = line.metal AND match.smelter_cid = line.smelter_cid
    ) THEN 'listed, or named like a listed party' ELSE silent.words END AS sanction_check,
    supplied.supplier_id,
    supplier.supplier_name,
    line.suppliers,
    supplied.parts,
    supplied.products,
    supplied.product_ids,
    supplied.basis,
    supplied.caveat
FROM appendix_a AS line
CROSS JOIN silent
JOIN supplied USING (reporting_year, metal, smelter_cid)
LEFT JOIN risk USING (reporting_year, metal, smelter_cid)
LEFT JOIN stg_supplier AS supplier
    ON supplier.reporting_year = line.reporting_year AND supplier.supplier_id = supplied.supplier_id
ORDER BY
    line.reporting_year, coalesce(risk.risk_rank, 10), line.suppliers DESC, line.metal, line.smelter_cid,
    supplied.products DESC, supplied.supplier_id
