-- Declared smelter rows that need a person, or tell the supplier something: one finding a row.
SELECT account.reporting_year,
    CASE account.outcome
        WHEN 'awaiting_review' THEN 'smelter_awaiting_review'
        WHEN 'not_yet_identified' THEN 'smelter_not_yet_identified'
        WHEN 'duplicate' THEN 'smelter_declared_twice'
        WHEN 'metal_out_of_scope' THEN 'smelter_for_metal_out_of_scope'
    END AS code,
    account.file_sha256, file.drop_path, account.source_sheet, account.source_row,
    'C' || account.source_row AS source_cell,
    coalesce(account.metal || ': ', '') || coalesce(account.smelter_name_reported, account.smelter_id_reported, 'no name')
        || ' (' || account.reason || ')' AS value,
    account.supplier_id
FROM smelter_accounting AS account
JOIN stg_file AS file USING (reporting_year, file_sha256)
WHERE account.outcome IN ('awaiting_review', 'not_yet_identified', 'duplicate', 'metal_out_of_scope')
