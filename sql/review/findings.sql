-- Grain: one finding of a year that all filters let through. `unsettled` stands for the states that weigh.
SELECT finding.*, supplier.supplier_name,
    strip_accents(lower(coalesce(supplier.supplier_name, ''))) AS supplier_order,
    list_position(['critical', 'warning', 'info'], severity) AS severity_order
FROM finding
LEFT JOIN supplier_status AS supplier USING (reporting_year, supplier_id)
WHERE reporting_year = $year
    AND ($severity IS NULL OR severity = $severity)
    AND ($state IS NULL OR finding.state = $state OR $state = 'unsettled' AND finding.state IN ('open', 'sent', 'answered'))
    AND ($code IS NULL OR code = $code)
    AND ($supplier_id IS NULL OR supplier_id = $supplier_id)
    AND ($file IS NULL OR file_sha256 = $file)
    AND ($source IS NULL OR rule_source = $source)
    AND ($text IS NULL OR contains(
        strip_accents(lower(concat_ws(' ', supplier_name, supplier_id, drop_path, message, value, source_sheet, source_cell))),
        strip_accents(lower($text))
    ))
