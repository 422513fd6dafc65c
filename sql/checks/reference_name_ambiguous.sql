-- One look-up list gives one name of a metal to several facilities: the name alone identifies none of them.
SELECT parameter.reporting_year, 'reference_name_ambiguous' AS code, line.file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, min(line.source_sheet) AS source_sheet, min(line.source_row) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell,
    line.metal || ': ' || min(line.smelter_alias) || ' ('
        || string_agg(DISTINCT line.smelter_cid, ', ' ORDER BY line.smelter_cid) || ')' AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_reference AS line
CROSS JOIN parameter
WHERE line.metal IS NOT NULL AND line.smelter_alias IS NOT NULL
GROUP BY parameter.reporting_year, line.file_sha256, line.metal, clean_name(line.smelter_alias)
HAVING count(DISTINCT line.smelter_cid) > 1
