-- Grain: one measure of a reporting year. Suppliers are counted as entities: a group with many vendor numbers once, in
-- scope when one of them is. A letter to any of them counts: the parent may answer without supplying a part itself.
-- The cut-off is the as-of date, or the day the last counted declaration came or letter left where that is later.
-- A product without any part on the bill of materials is in the denominator and reaches neither measure.
WITH entity AS (
    SELECT
        scope.reporting_year,
        scope.entity_id,
        bool_and(scope.exempt_reason IS NOT NULL) FILTER (WHERE scope.in_scope) AS exempt,
        bool_or(status.letters > 0) AS surveyed,
        bool_or(status.declarations > 0) AS received,
        bool_or(status.state = 'complete') AS valid
    FROM supplier_scope AS scope
    JOIN supplier_status AS status USING (reporting_year, supplier_id)
    GROUP BY scope.reporting_year, scope.entity_id
    HAVING bool_or(scope.in_scope)
),
counted AS (
    SELECT
        reporting_year,
        'supplier' AS basis,
        unnest(['surveyed', 'received', 'valid']) AS measure,
        unnest([
            count(*) FILTER (WHERE surveyed AND NOT exempt),
            count(*) FILTER (WHERE received AND NOT exempt),
            count(*) FILTER (WHERE valid AND NOT exempt)
        ]) AS numerator,
        count(*) FILTER (WHERE NOT exempt) AS denominator,
        count(*) FILTER (WHERE exempt) AS exempt
    FROM entity
    GROUP BY reporting_year
    UNION ALL
    SELECT
        reporting_year,
        'product',
        unnest(['represented', 'fully_covered']),
        unnest([count(*) FILTER (WHERE represented), count(*) FILTER (WHERE fully_covered)]),
        count(*),
        0
    FROM product_coverage
    GROUP BY reporting_year
),
last_day AS (
    SELECT reporting_year, max(day) AS last_day
    FROM (
        SELECT reporting_year, CAST(received_at[:10] AS DATE) AS day
        FROM declaration_status
        WHERE superseded_by IS NULL AND supplier_id IS NOT NULL AND template_kind = 'cmrt'
        UNION ALL
        SELECT reporting_year, sent_on FROM stg_letter
    )
    GROUP BY reporting_year
)
SELECT
    counted.reporting_year,
    counted.basis,
    counted.measure,
    counted.numerator,
    counted.denominator,
    counted.exempt,
    counted.numerator / nullif(counted.denominator, 0) AS rate,
    greatest(parameter.as_of, last_day.last_day) AS cut_off
FROM counted
CROSS JOIN parameter
LEFT JOIN last_day ON last_day.reporting_year = counted.reporting_year
ORDER BY counted.reporting_year, counted.basis DESC, counted.numerator / nullif(counted.denominator, 0) DESC, counted.measure
