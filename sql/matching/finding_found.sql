-- Grain: one fault (rule) at one place in one reporting year: what the reader saw, what the suites say, what the
-- cross-table rules say. Its id names rule and place, and the supplier only where there is no file: the same fault keeps
-- its id from refresh to refresh, whoever the file is tied to. What reader and suite both say of a cell counts once, with
-- the suite's severity. A code that no rule file lists is shown as it came; a place of two suppliers is nobody's. Where
-- the value speaks of our lists, the subject says the same without them, and stands for it in the id and to the supplier.
WITH said_better AS (
    SELECT said.file_sha256, said.source_sheet, said.source_row, said.source_cell,
        unnest(rule.reader_codes) AS reader_code
    FROM suite_finding AS said
    JOIN rule USING (code)
),
told AS (
    SELECT file.reporting_year, found.code, found.severity, found.message, file.file_sha256, file.drop_path,
        found.source_sheet, found.source_row, found.source_cell, found.value, NULL AS subject, NULL AS supplier_id
    FROM intake_finding AS found
    JOIN stg_file AS file USING (file_sha256)
    ANTI JOIN said_better
        ON said_better.file_sha256 = found.file_sha256
        AND said_better.reader_code = found.code
        AND said_better.source_sheet IS NOT DISTINCT FROM found.source_sheet
        AND CASE WHEN said_better.source_cell IS NULL
            THEN said_better.source_row IS NOT DISTINCT FROM found.source_row
            ELSE said_better.source_cell IS NOT DISTINCT FROM found.source_cell END
    UNION ALL
    SELECT file.reporting_year, found.code, NULL, NULL, file.file_sha256, file.drop_path,
        found.source_sheet, found.source_row, found.source_cell, found.value, NULL, NULL
    FROM suite_finding AS found
    JOIN stg_file AS file USING (file_sha256)
    UNION ALL
    SELECT reporting_year, code, NULL, NULL, file_sha256, drop_path, source_sheet, source_row, source_cell, value,
        subject, supplier_id
    FROM check_finding
),
found AS (
    SELECT
        reporting_year,
        code,
        file_sha256,
        source_sheet,
        source_row,
        source_cell,
        coalesce(subject, value) AS subject,
        CASE WHEN file_sha256 IS NULL THEN supplier_id END AS supplier_without_file,
        string_agg(DISTINCT value, '; ' ORDER BY value) AS value,
        min(drop_path) AS drop_path,
        CASE WHEN min(supplier_id) = max(supplier_id) THEN min(supplier_id) END AS supplier_id,
        arg_min(severity, severity_rank(severity)) AS severity,
        nullif(array_to_string(list_sort(list_distinct(list(message))), '; '), '') AS message
    FROM told
    GROUP BY ALL
)
SELECT
    md5(CAST(json_array(found.reporting_year, found.code, found.file_sha256, found.source_sheet, found.source_row,
        found.source_cell, found.subject, found.supplier_without_file) AS VARCHAR)) AS finding_id,
    found.reporting_year,
    found.code,
    coalesce(found.severity, rule.severity, 'warning') AS severity,
    coalesce(found.message, replace(rule.message, '{value}', coalesce(found.value, 'empty')), found.code) AS message,
    CASE WHEN contains(rule.supplier_message, '{subject}')
        THEN replace(rule.supplier_message, '{subject}', coalesce(found.subject, 'empty'))
        ELSE replace(rule.supplier_message, '{value}', coalesce(found.value, 'empty')) END AS supplier_message,
    coalesce(rule.rule_source, 'reader') AS rule_source,
    file.template_kind,
    coalesce(found.supplier_id, tie.supplier_id) AS supplier_id,
    found.file_sha256,
    found.drop_path,
    found.source_sheet,
    found.source_row,
    found.source_cell,
    found.value,
    found.subject
FROM found
LEFT JOIN rule USING (code)
LEFT JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
LEFT JOIN (
    SELECT reporting_year, file_sha256, kind AS template_kind FROM stg_file WHERE kind IN ('cmrt', 'emrt', 'amrt')
) AS file USING (reporting_year, file_sha256)
ORDER BY finding_id
