-- Grain: one measure of a reporting year. Suppliers are counted as entities: a group with many vendor numbers once, in
-- scope when one of them is. A letter to any of them counts: the parent may answer without supplying a part itself.
-- The cut-off is the as-of date, or the day the last counted declaration came or letter left where that is later.
-- A product without any part on the bill of materials is in the denominator and reaches neither measure.
-- Received is valid plus received_not_valid, whose detail says why: a declaration has a critical finding, or the only
-- ones were set aside. Valid says how many are so because a person waived a critical finding.
WITH waived AS (
    SELECT DISTINCT status.reporting_year, current.entity_id
    FROM declaration_status AS status
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    WHERE status.valid AND status.waived_findings > 0 AND status.template_kind = 'cmrt'
),
entity AS (
    SELECT
        scope.reporting_year,
        scope.entity_id,
        bool_and(scope.exempt_reason IS NOT NULL) FILTER (WHERE scope.in_scope) AS exempt,
        bool_or(status.letters > 0) AS surveyed,
        bool_or(status.declarations > 0 OR status.set_aside_declarations > 0) AS received,
        bool_or(status.declarations > 0) AS counting,
        bool_or(status.state = 'complete') AS valid
    FROM supplier_scope AS scope
    JOIN supplier_status AS status USING (reporting_year, supplier_id)
    GROUP BY scope.reporting_year, scope.entity_id
    HAVING bool_or(scope.in_scope)
),
supplier_count AS (
    SELECT
        entity.reporting_year,
        count(*) FILTER (WHERE NOT exempt) AS asked,
        count(*) FILTER (WHERE exempt) AS exempt,
        count(*) FILTER (WHERE surveyed AND NOT exempt) AS surveyed,
        count(*) FILTER (WHERE received AND NOT exempt) AS received,
        count(*) FILTER (WHERE valid AND NOT exempt) AS valid,
        count(*) FILTER (WHERE valid AND waived.entity_id IS NOT NULL AND NOT exempt) AS valid_by_waiver,
        count(*) FILTER (WHERE counting AND NOT valid AND NOT exempt) AS critical,
        count(*) FILTER (WHERE received AND NOT counting AND NOT exempt) AS set_aside
    FROM entity
    LEFT JOIN waived USING (reporting_year, entity_id)
    GROUP BY entity.reporting_year
),
counted AS (
    SELECT
        reporting_year,
        'supplier' AS basis,
        unnest(['surveyed', 'received', 'valid', 'received_not_valid']) AS measure,
        unnest([surveyed, received, valid, received - valid]) AS numerator,
        asked AS denominator,
        exempt,
        unnest([
            NULL,
            NULL,
            CASE WHEN valid_by_waiver > 0 THEN 'with a waived critical finding: ' || valid_by_waiver END,
            nullif(concat_ws('; ',
                CASE WHEN critical > 0 THEN 'with critical findings: ' || critical END,
                CASE WHEN set_aside > 0 THEN 'set aside by a person: ' || set_aside END
            ), '')
        ]) AS detail
    FROM supplier_count
    UNION ALL
    SELECT
        reporting_year,
        'product',
        unnest(['represented', 'fully_covered']),
        unnest([count(*) FILTER (WHERE represented), count(*) FILTER (WHERE fully_covered)]),
        count(*),
        0,
        NULL
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
    greatest(parameter.as_of, last_day.last_day) AS cut_off,
    counted.detail
FROM counted
CROSS JOIN parameter
LEFT JOIN last_day ON last_day.reporting_year = counted.reporting_year
ORDER BY counted.reporting_year, counted.basis DESC, counted.numerator / nullif(counted.denominator, 0) DESC, counted.measure
