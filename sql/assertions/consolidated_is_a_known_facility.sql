-- A consolidated row names a facility that the reference has under that very metal.
SELECT account.reporting_year, account.file_sha256, account.source_row, account.metal, account.smelter_cid
FROM smelter_accounting AS account
ANTI JOIN ref_smelter AS reference USING (metal, smelter_cid)
WHERE account.outcome = 'consolidated'
