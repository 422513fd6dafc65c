-- Grain: one declaration of a year that is tied to no supplier, with what each rule says of it where they say anything.
SELECT
    status.file_sha256,
    status.drop_path,
    status.received_at,
    status.template_kind,
    status.company_name,
    status.declaration_scope,
    status.effective_date,
    rules.said
FROM declaration_status AS status
LEFT JOIN (
    SELECT
        file_sha256,
        string_agg(CASE code WHEN 'supplier_tie_disagrees' THEN 'The rules disagree (' || value || ')' ELSE value END, '; ')
            AS said
    FROM finding
    WHERE reporting_year = $year
        AND (code = 'supplier_tie_disagrees' OR code = 'supplier_untied' AND value IS DISTINCT FROM subject)
    GROUP BY file_sha256
) AS rules USING (file_sha256)
WHERE status.reporting_year = $year AND status.supplier_id IS NULL
