-- Grain: one product in scope: whether some supplier of its parts has answered, and whether valid answers reach every part,
-- both as of the cut-off of the rates; and why parts are not reached, each part under one reason. See part_coverage.
SELECT
    product.reporting_year,
    product.product_id,
    any_value(product.product_name) AS product_name,
    coalesce(bool_or(part.answered), false) AS represented,
    coalesce(bool_and(part.reached), false) AS fully_covered,
    count(part.reached) AS parts,
    count(*) FILTER (WHERE part.answered) AS answered_parts,
    count(*) FILTER (WHERE part.reached) AS reached_parts,
    count(*) FILTER (WHERE part.why_not_reached = 'nobody_to_ask') AS unasked_parts,
    count(*) FILTER (WHERE part.why_not_reached = 'no_answer') AS unanswered_parts,
    count(*) FILTER (WHERE part.why_not_reached = 'late') AS late_parts,
    count(*) FILTER (WHERE part.why_not_reached = 'not_valid') AS not_valid_parts,
    count(*) FILTER (WHERE part.why_not_reached = 'unjudged') AS unjudged_parts,
    count(*) FILTER (WHERE part.why_not_reached = 'distributor') AS distributor_parts,
    count(*) FILTER (WHERE part.why_not_reached = 'not_listed') AS not_listed_parts
FROM stg_product AS product
LEFT JOIN part_coverage AS part USING (reporting_year, product_id)
WHERE product.in_scope
GROUP BY product.reporting_year, product.product_id
ORDER BY product.reporting_year, product.product_id
