-- Grain: one product of a year, in scope or not and why, with how far declarations reach the parts of one in scope.
SELECT
    product_id,
    coalesce(scope.product_name, coverage.product_name) AS product_name,
    scope.product_family,
    coalesce(scope.in_scope, true) AS in_scope,
    scope.scope_rule,
    scope.scope_reason,
    scope.scope_evidence,
    scope.made_from,
    scope.made_until,
    scope.acquired_on,
    coverage.* EXCLUDE (reporting_year, product_id, product_name),
    parts - reached_parts AS missing_parts
FROM (FROM product_scope WHERE reporting_year = $year) AS scope
FULL JOIN (FROM product_coverage WHERE reporting_year = $year) AS coverage USING (product_id)
WHERE ($scope IS NULL OR in_scope = ($scope = 'in_scope'))
    AND ($rule IS NULL OR scope_rule = $rule)
    AND ($coverage IS NULL OR CASE $coverage
        WHEN 'fully_covered' THEN fully_covered
        WHEN 'not_fully_covered' THEN NOT fully_covered
        WHEN 'represented' THEN represented
        ELSE NOT represented
    END)
    AND ($text IS NULL OR contains(
        strip_accents(lower(concat_ws(' ', product_id, coalesce(scope.product_name, coverage.product_name), product_family))),
        strip_accents(lower($text))
    ))
