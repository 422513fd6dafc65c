-- Plausibility: answers of one metal that cannot both be right. The finding stands at the later answer's cell.
WITH pair AS (
    SELECT file_sha256, metal, 'q7_yes_while_q6_below_100' AS code, '7' AS question, q6 AS value
    FROM stg_metal_answer WHERE q7 = 'Yes' AND q6 <> '100%'
    UNION ALL
    SELECT file_sha256, metal, 'q3_no_while_inquiry_incomplete', '3', coalesce('question 6: ' || q6, '')
        || coalesce(' question 7: ' || q7, '')
    FROM stg_metal_answer WHERE q3 = 'No' AND (q6 <> '100%' OR q7 = 'No')
    UNION ALL
    SELECT file_sha256, metal, 'q8_no', '8', q8 FROM stg_metal_answer WHERE q8 = 'No'
    UNION ALL
    SELECT DISTINCT answer.file_sha256, answer.metal, 'q3_no_while_origin_covered', '3', country.country_name
    FROM stg_metal_answer AS answer
    JOIN declared_origin AS origin USING (file_sha256, metal)
    JOIN country ON country.country_code = origin.origin_country_code AND country.covered
    WHERE answer.q3 = 'No'
    UNION ALL
    SELECT DISTINCT answer.file_sha256, answer.metal, 'q5_yes_while_row_not_recycled', '5', 'row ' || smelter.source_row
    FROM stg_metal_answer AS answer
    JOIN declared_smelter AS smelter USING (file_sha256, metal)
    WHERE answer.q5 = 'Yes' AND lower(smelter.recycled) = 'no'
)
SELECT declaration.reporting_year, pair.code, declaration.file_sha256, declaration.drop_path, answer.source_sheet,
    answer.source_row, answer.source_cell, pair.metal || ': ' || pair.value AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM pair
JOIN stg_declaration AS declaration USING (file_sha256)
JOIN answer ON answer.file_sha256 = pair.file_sha256 AND answer.metal = pair.metal AND answer.question = pair.question
