-- Company policy: the revisions of the CMRT the company accepts; no policy, no finding.
SELECT declaration.reporting_year, 'template_version_not_accepted' AS code, declaration.file_sha256, declaration.drop_path,
    'Declaration' AS source_sheet, 3 AS source_row, 'J3' AS source_cell, declaration.template_revision AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
ANTI JOIN accepted_version ON accepted_version.template_revision = declaration.template_revision
WHERE declaration.template_kind = 'cmrt' AND EXISTS (FROM accepted_version)
