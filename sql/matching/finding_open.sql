-- Grain: one finding at one place in one reporting year: what the reader saw, what the suites say, what the cross-table
-- rules say. Its id names rule and place, so that the same fault keeps its id from refresh to refresh. What reader and
-- suite both say of a cell counts once, with the suite's severity. A code that no rule file lists is shown as it came.
WITH said_better AS (
    SELECT said.file_sha256, said.source_sheet, said.source_row, said.source_cell,
        unnest(rule.reader_codes) AS reader_code
    FROM suite_finding AS said
    JOIN rule USING (code)
),
found AS (
    SELECT file.reporting_year, found.code, found.severity, found.message, file.file_sha256, file.drop_path,
        found.source_sheet, found.source_row, found.source_cell, found.value, NULL AS supplier_id
    FROM intake_finding AS found
    JOIN stg_file AS file USING (file_sha256)
    ANTI JOIN said_better
        ON said_better.file_sha256 = found.file_sha256
        AND said_better.reader_code = found.code
        AND said_better.source_sheet IS NOT DISTINCT FROM found.source_sheet
        AND said_better.source_row IS NOT DISTINCT FROM found.source_row
        AND coalesce(said_better.source_cell, found.source_cell, '') = coalesce(found.source_cell, '')
    UNION
    SELECT file.reporting_year, found.code, NULL, NULL, file.file_sha256, file.drop_path,
        found.source_sheet, found.source_row, found.source_cell, found.value, NULL
    FROM suite_finding AS found
    JOIN stg_file AS file USING (file_sha256)
    UNION
    SELECT reporting_year, code, NULL, NULL, file_sha256, drop_path, source_sheet, source_row, source_cell, value,
        supplier_id
    FROM check_finding
)
SELECT
    md5(concat_ws('|', found.reporting_year, found.code, found.file_sha256, found.source_sheet, found.source_row,
        found.source_cell, found.value, found.supplier_id)) AS finding_id,
    found.reporting_year,
    found.code,
    coalesce(found.severity, rule.severity, 'warning') AS severity,
    coalesce(found.message, replace(rule.message, '{value}', coalesce(found.value, 'empty')), found.code) AS message,
    replace(rule.supplier_message, '{value}', coalesce(found.value, 'empty')) AS supplier_message,
    coalesce(rule.rule_source, 'reader') AS rule_source,
    file.template_kind,
    coalesce(found.supplier_id, tie.supplier_id) AS supplier_id,
    found.file_sha256,
    found.drop_path,
    found.source_sheet,
    found.source_row,
    found.source_cell,
    found.value
FROM found
LEFT JOIN rule USING (code)
LEFT JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
LEFT JOIN (
    SELECT reporting_year, file_sha256, kind AS template_kind FROM stg_file WHERE kind IN ('cmrt', 'emrt', 'amrt')
) AS file USING (reporting_year, file_sha256)
ORDER BY reporting_year, drop_path, source_sheet, source_row, source_cell, code, value, finding_id
