-- No declared row ends anywhere without a sentence that says why.
SELECT reporting_year, file_sha256, source_sheet, source_row, outcome
FROM smelter_accounting
WHERE coalesce(trim(reason), '') = ''
