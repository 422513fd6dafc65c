-- The declared country of a matched facility is not the one the reference gives.
SELECT account.reporting_year, 'facility_country_disagrees' AS code, account.file_sha256, file.drop_path,
    account.source_sheet, account.source_row, 'E' || account.source_row AS source_cell,
    account.smelter_cid || ': declared ' || account.facility_country || ', in the list ' || reference.facility_country AS value,
    coalesce(account.metal_declared || ': ', '') || concat_ws(', ', account.smelter_name_reported,
        account.smelter_id_reported, account.facility_country) AS subject,
    account.supplier_id
FROM smelter_accounting AS account
JOIN stg_file AS file USING (reporting_year, file_sha256)
JOIN declared_smelter AS declared USING (file_sha256, source_sheet, source_row)
JOIN ref_smelter AS reference ON reference.metal = account.metal AND reference.smelter_cid = account.smelter_cid
WHERE account.outcome = 'consolidated' AND declared.facility_country_code <> reference.facility_country_code
