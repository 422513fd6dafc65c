-- Plausibility: a metal in scope for which every smelter row says that the smelter is not yet identified. The finding
-- stands at the first of them.
SELECT account.reporting_year, 'metal_without_identified_smelter' AS code, file_sha256, account.drop_path,
    source_sheet, min(source_row) AS source_row, 'C' || min(source_row) AS source_cell,
    metal AS value, account.supplier_id
FROM smelter_accounting AS account
JOIN stg_metal_answer AS answer USING (file_sha256, metal)
JOIN declared_key USING (file_sha256, source_sheet, source_row)
JOIN match_key AS key USING (key_id)
WHERE answer.in_scope AND account.outcome <> 'superseded'
GROUP BY account.reporting_year, file_sha256, account.drop_path, source_sheet, metal,
    account.supplier_id
HAVING bool_and(key.not_yet_identified) AND bool_and(account.outcome IN ('not_yet_identified', 'duplicate'))
