-- Grain: one product of a reporting year, in scope or not, with the rule, the reason and the evidence; see stg_product.
SELECT
    reporting_year,
    product_id,
    product_name,
    product_family,
    in_scope,
    scope_rule,
    scope_reason,
    scope_evidence,
    made_from,
    made_until,
    acquired_on
FROM stg_product
ORDER BY reporting_year, product_id
