-- Look-up lists that are not believed as they stand: sent under a supplier's number, or unlike another of that revision.
SELECT file.reporting_year, 'template_returned_blank' AS code, file.file_sha256, file.drop_path,
    CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    file.file_name AS value, path.supplier_id
FROM stg_file AS file
JOIN path_supplier AS path USING (reporting_year, file_sha256)
WHERE file.kind IN ('cmrt', 'emrt', 'amrt') AND file.blank
UNION ALL
SELECT parameter.reporting_year, 'reference_lists_differ', NULL, NULL, NULL, NULL, NULL,
    'revision ' || unlike.list_version || ': ' || count(*) || ' line(s)', NULL
FROM (
    SELECT list_version, metal, smelter_alias, smelter_name_standard, smelter_cid, old_smelter_id, facility_country
    FROM stg_reference_line
    WHERE list_version IS NOT NULL
    EXCEPT
    SELECT list_version, metal, smelter_alias, smelter_name_standard, smelter_cid, old_smelter_id, facility_country
    FROM stg_reference
) AS unlike
CROSS JOIN parameter
GROUP BY parameter.reporting_year, unlike.list_version
