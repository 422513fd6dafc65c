-- Grain: one supplier (vendor number) of a year that all filters let through; a filter that is null lets everything.
WITH asked AS (
    SELECT
        status.*,
        category.category,
        category.smelters,
        status.in_scope AND status.response = 'no_response' AS silent,
        status.in_scope AND status.response = 'no_response'
            AND status.last_letter_on + CAST($follow_up_days AS INTEGER) < category.as_of AS overdue
    FROM supplier_status AS status
    LEFT JOIN supplier_category AS category USING (reporting_year, supplier_id)
    WHERE status.reporting_year = $year
)
SELECT
    supplier_id, supplier_name, state, response, category, in_scope, exempt_reason, declarations, template_revision, effective_date,
    critical_findings, warning_findings, products, smelters, letters, last_letter_on, overdue
FROM asked
WHERE ($text IS NULL OR contains(
        strip_accents(lower(concat_ws(' ', supplier_name, supplier_id))), strip_accents(lower($text))
    ))
    AND ($state IS NULL OR $state IN (state, response)
        OR $state = 'answered' AND response IN ('complete', 'answered_incomplete'))
    AND ($category IS NULL OR category = $category)
    AND ($critical IS NULL OR critical_findings > 0)
    AND ($waiting IS NULL OR CASE $waiting WHEN 'silent' THEN silent ELSE overdue END)
    AND ($scope IS NULL OR in_scope = ($scope = 'in_scope'))
    AND ($product IS NULL OR supplier_id IN (
        SELECT supplier_id FROM supplier_part WHERE reporting_year = $year AND product_id = $product
    ))
