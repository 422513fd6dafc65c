-- Grain: one facility (reporting year, metal, CID) that may have been used: Appendix A of the report.
-- Only what a CMRT declares: EMRT and AMRT are about other minerals.
WITH reach AS (
    SELECT
        account.reporting_year,
        account.metal,
        account.smelter_cid,
        count(DISTINCT supply.product_id) AS products
    FROM smelter_accounting AS account
    JOIN supplier_product AS supply USING (reporting_year, supplier_id)
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
    GROUP BY ALL
)
SELECT
    account.reporting_year,
    account.metal,
    account.smelter_cid,
    reference.smelter_name_standard,
    coalesce(country.country_name, reference.facility_country) AS facility_country,
    coalesce(status.smelter_status, 'unknown') AS smelter_status,
    status.status_as_of,
    status.status_source,
    status.last_assessed_on,
    status.assessment_cycle,
    status.assessment_due_on,
    count(*) AS declared_rows,
    count(DISTINCT account.file_sha256) AS declarations,
    count(DISTINCT account.supplier_id) AS suppliers,
    coalesce(any_value(reach.products), 0) AS products
FROM smelter_accounting AS account
LEFT JOIN ref_smelter AS reference USING (metal, smelter_cid)
LEFT JOIN country ON country.country_code = reference.facility_country_code
LEFT JOIN smelter_status_as_of AS status
    ON status.metal = account.metal AND status.smelter_cid = account.smelter_cid AND status.moment = 'now'
LEFT JOIN reach USING (reporting_year, metal, smelter_cid)
WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
GROUP BY ALL
ORDER BY account.reporting_year, account.metal, account.smelter_cid
