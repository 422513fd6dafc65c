-- Template completeness: each metal in scope (see stg_metal_answer) needs at least one smelter row.
SELECT declaration.reporting_year, 'metal_without_smelter' AS code, declaration.file_sha256, declaration.drop_path,
    'Smelter List' AS source_sheet, CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    answer.metal AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
JOIN stg_metal_answer AS answer USING (file_sha256)
ANTI JOIN declared_smelter AS smelter ON smelter.file_sha256 = answer.file_sha256 AND smelter.metal = answer.metal
WHERE answer.in_scope
