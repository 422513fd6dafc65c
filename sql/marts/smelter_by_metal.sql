-- Grain: one facility (metal, CID) that declarations of one template family name in a reporting year: every metal and
-- mineral in one place. What Form SD reports stands in appendix_a.
SELECT
    account.reporting_year,
    account.template_kind,
    account.metal,
    account.smelter_cid,
    reference.smelter_name_standard,
    coalesce(country.country_name, reference.facility_country) AS facility_country,
    coalesce(status.smelter_status, 'unknown') AS smelter_status,
    status.status_as_of,
    count(DISTINCT account.file_sha256) AS declarations,
    count(DISTINCT account.supplier_id) AS suppliers,
    count(*) AS declared_rows
FROM smelter_accounting AS account
LEFT JOIN ref_smelter AS reference USING (metal, smelter_cid)
LEFT JOIN country ON country.country_code = reference.facility_country_code
LEFT JOIN smelter_status_as_of AS status
    ON status.metal = account.metal AND status.smelter_cid = account.smelter_cid AND status.moment = 'now'
WHERE account.outcome = 'consolidated'
GROUP BY ALL
ORDER BY account.reporting_year, account.template_kind, account.metal, account.smelter_cid
