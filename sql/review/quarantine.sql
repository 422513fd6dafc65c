-- Grain: one file of a year that could not be used, that all filters let through. What a newer readable file answers, or a
-- person has waived, is settled.
WITH refused AS (
    SELECT finding.*, supplier.supplier_name,
        code <> 'file_quarantined' OR finding.state IN ('waived', 'closed') AS settled
    FROM finding
    LEFT JOIN supplier_status AS supplier USING (reporting_year, supplier_id)
    WHERE reporting_year = $year AND code IN ('file_quarantined', 'file_quarantined_answered')
)
SELECT *
FROM refused
WHERE settled = ($show = 'settled')
    AND ($text IS NULL OR contains(
        strip_accents(lower(concat_ws(' ', supplier_name, supplier_id, drop_path, value))), strip_accents(lower($text))
    ))
