-- Look-up lists that are not believed as they stand: sent under a supplier's number or by e-mail, or unlike another of that
-- revision. One that came in a mail beside a declaration is only what our letter had attached.
WITH came_back AS (
    SELECT reporting_year, file_sha256 FROM path_supplier ANTI JOIN mail_attachment USING (reporting_year, file_sha256)
    UNION
    SELECT reporting_year, file_sha256
    FROM mail_attachment
    ANTI JOIN (
        SELECT reporting_year, mail_sha256 FROM mail_attachment WHERE declares
    ) AS answer USING (reporting_year, mail_sha256)
)
SELECT file.reporting_year, 'template_returned_blank' AS code, file.file_sha256, file.drop_path,
    CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    file.file_name AS value, tie.supplier_id
FROM stg_file AS file
SEMI JOIN came_back USING (reporting_year, file_sha256)
LEFT JOIN file_supplier AS tie USING (reporting_year, file_sha256)
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
