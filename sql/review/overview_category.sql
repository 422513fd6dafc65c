-- Grain: one category, with the vendor numbers in scope that have it.
SELECT category, count(*) AS suppliers
FROM supplier_category
WHERE reporting_year = $year AND in_scope
GROUP BY category
ORDER BY
    list_position(
        [
            'all_identified_smelters_conformant', 'no_metal_in_scope', 'not_established', 'not_valid', 'no_response',
            'exempt'
        ],
        category
    ),
    category
