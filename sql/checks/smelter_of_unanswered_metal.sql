-- Template completeness: smelters are listed for a metal whose question 1 is not answered. Said once for each metal, at the
-- first of its rows.
SELECT declaration.reporting_year, 'smelter_of_unanswered_metal' AS code, declaration.file_sha256, declaration.drop_path,
    smelter.source_sheet, min(smelter.source_row) AS source_row, 'B' || min(smelter.source_row) AS source_cell,
    smelter.metal || ', ' || count(*) || ' row(s)' AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
JOIN declared_smelter AS smelter USING (file_sha256)
JOIN answer
    ON answer.file_sha256 = smelter.file_sha256
    AND answer.metal = smelter.metal
    AND answer.question = '1'
    AND coalesce(answer.answer_reported, answer.answer) IS NULL
GROUP BY declaration.reporting_year, declaration.file_sha256, declaration.drop_path, smelter.source_sheet, smelter.metal
