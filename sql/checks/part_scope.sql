-- Lines of the bill of materials of which some put a part out of scope and others do not. The finding stands at the first
-- line that does, one a part.
SELECT
    list_file.reporting_year, 'part_scope_contradicts' AS code, arg_min(line.file_sha256, place) AS file_sha256,
    arg_min(file.drop_path, place) AS drop_path, arg_min(line.source_sheet, place) AS source_sheet,
    arg_min(line.source_row, place) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    left(line.part_id, 100) || ', out of scope in ' || count(*) || ' of ' || any_value(part.lines) || ' lines' AS value,
    left(line.part_id, 100) AS subject, CAST(NULL AS VARCHAR) AS supplier_id
FROM (
    SELECT *, (file_sha256, source_sheet, source_row) AS place FROM bill_of_materials WHERE NOT in_scope
) AS line
JOIN stg_list_file AS list_file ON list_file.file_sha256 = line.file_sha256 AND list_file.kind = 'bill_of_materials'
JOIN stg_file AS file ON file.file_sha256 = line.file_sha256
JOIN (
    SELECT list_file.reporting_year, line.part_id, count(*) AS lines
    FROM bill_of_materials AS line
    JOIN stg_list_file AS list_file ON list_file.file_sha256 = line.file_sha256 AND list_file.kind = 'bill_of_materials'
    WHERE line.product_id IS NOT NULL
    GROUP BY list_file.reporting_year, line.part_id
    HAVING bool_or(coalesce(line.in_scope, true)) AND NOT bool_and(coalesce(line.in_scope, true))
) AS part ON part.reporting_year = list_file.reporting_year AND part.part_id = line.part_id
WHERE line.product_id IS NOT NULL
GROUP BY list_file.reporting_year, line.part_id
