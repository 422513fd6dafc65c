-- Plausibility: a smelter row says that all its material is recycled or scrap, and names a country of mines as well.
SELECT declaration.reporting_year, 'recycled_while_mine_country' AS code, declaration.file_sha256, declaration.drop_path,
    smelter.source_sheet, smelter.source_row, 'P' || smelter.source_row AS source_cell,
    coalesce(smelter.metal || ': ', '') || string_agg(DISTINCT origin.origin_country, ', ' ORDER BY origin.origin_country)
        AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM declared_smelter AS smelter
JOIN declared_origin AS origin USING (file_sha256, source_sheet, source_row)
JOIN stg_declaration AS declaration USING (file_sha256)
WHERE lower(smelter.recycled) = 'yes' AND origin.origin_country_code IS NOT NULL
GROUP BY declaration.reporting_year, declaration.file_sha256, declaration.drop_path, smelter.source_sheet,
    smelter.source_row, smelter.metal
