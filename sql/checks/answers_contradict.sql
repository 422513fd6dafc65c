-- Plausibility: answers about one metal in scope that cannot both be right, or that say themselves that the inquiry is not
-- done. The finding stands at the later answer's cell.
WITH asked AS (
    SELECT declaration.reporting_year, answer.*
    FROM stg_metal_answer AS answer
    JOIN stg_declaration AS declaration USING (file_sha256)
    WHERE answer.in_scope IS DISTINCT FROM false
),
pair AS (
    SELECT reporting_year, file_sha256, metal, 'q7_yes_while_q6_below_100' AS code, '7' AS question, q6 AS value,
        CAST(NULL AS VARCHAR) AS subject
    FROM asked WHERE q7 = 'Yes' AND q6 <> '100%'
    UNION ALL
    SELECT reporting_year, file_sha256, metal, 'q3_no_while_inquiry_incomplete', '3', concat_ws(', ',
        CASE WHEN q6 <> '100%' THEN 'question 6: ' || q6 END, CASE WHEN q7 = 'No' THEN 'question 7: No' END), NULL
    FROM asked WHERE q3 = 'No' AND (q6 <> '100%' OR q7 = 'No')
    UNION ALL
    SELECT reporting_year, file_sha256, metal, 'q6_half_or_less', '6', q6, NULL
    FROM asked WHERE q6 IN ('50% or less', 'None', 'Did not survey')
    UNION ALL
    SELECT reporting_year, file_sha256, metal, 'q7_no', '7', q7, NULL FROM asked WHERE q7 = 'No'
    UNION ALL
    SELECT reporting_year, file_sha256, metal, 'q8_no', '8', q8, NULL FROM asked WHERE q8 = 'No'
    UNION ALL
    SELECT DISTINCT asked.reporting_year, asked.file_sha256, asked.metal, 'q3_no_while_origin_covered', '3',
        country.country_name, NULL
    FROM asked
    JOIN declared_origin AS origin USING (file_sha256, metal)
    JOIN country ON country.country_code = origin.origin_country_code AND country.covered
    WHERE asked.q3 = 'No'
    UNION ALL
    -- Only where the list names the whole country: of a part of it a country says nothing.
    SELECT DISTINCT asked.reporting_year, asked.file_sha256, asked.metal, 'q4_no_while_origin_in_cahra', '4',
        country.country_name || ' (' || area.list_name || ', ' || area.list_date || ')', country.country_name
    FROM asked
    JOIN declared_origin AS origin USING (file_sha256, metal)
    JOIN cahra_current AS area ON area.country_code = origin.origin_country_code AND area.regions IS NULL
    JOIN country ON country.country_code = area.country_code
    WHERE asked.q4 = 'No'
    UNION ALL
    SELECT asked.reporting_year, asked.file_sha256, asked.metal, 'q5_yes_while_row_not_recycled', '5',
        'row ' || string_agg(CAST(smelter.source_row AS VARCHAR), ', ' ORDER BY smelter.source_row), NULL
    FROM asked
    JOIN declared_smelter AS smelter USING (file_sha256, metal)
    WHERE asked.q5 = 'Yes' AND lower(smelter.recycled) = 'no'
    GROUP BY asked.reporting_year, asked.file_sha256, asked.metal
    UNION ALL
    SELECT asked.reporting_year, asked.file_sha256, asked.metal, 'q7_yes_while_unidentified', '7',
        'row ' || string_agg(CAST(account.source_row AS VARCHAR), ', ' ORDER BY account.source_row), NULL
    FROM asked
    JOIN smelter_accounting AS account USING (reporting_year, file_sha256, metal)
    WHERE asked.q7 = 'Yes' AND account.outcome = 'not_yet_identified'
    GROUP BY asked.reporting_year, asked.file_sha256, asked.metal
)
SELECT DISTINCT declaration.reporting_year, pair.code, declaration.file_sha256, declaration.drop_path, answer.source_sheet,
    answer.source_row, answer.source_cell, pair.metal || ': ' || left(pair.value, 150) AS value,
    pair.metal || ': ' || left(pair.subject, 150) AS subject, CAST(NULL AS VARCHAR) AS supplier_id
FROM pair
JOIN stg_declaration AS declaration USING (reporting_year, file_sha256)
JOIN answer ON answer.file_sha256 = pair.file_sha256 AND answer.metal = pair.metal AND answer.question = pair.question
