-- Template completeness: an EMRT or AMRT says for which minerals it speaks; one that says none answers nothing.
SELECT declaration.reporting_year, 'mineral_scope_empty' AS code, declaration.file_sha256, declaration.drop_path,
    declaration.source_sheet, CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    concat_ws(' ', upper(declaration.template_kind), declaration.template_revision) AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
ANTI JOIN answer USING (file_sha256)
WHERE declaration.template_kind IN ('emrt', 'amrt')
