-- Grain: one measure of a reporting year, as of the cut-off (year_cut_off): what came later is in no numerator, it is said
-- in detail and counted in late.
-- supplier: entities asked, a group with many vendor numbers once. Received is valid plus received_not_valid, whose detail
-- says why: an answer has a critical finding, or the only ones were set aside. Valid says how many are so by a waiver.
-- product: products in scope; one without any part is in the denominator and reaches neither measure.
-- part: our part numbers in scope, each once, without those that only exempt suppliers deliver. Represented: one of its
-- suppliers has answered; reached: valid answers reach it from every supplier.
-- spend: what is bought in a year from the vendor numbers asked, rounded, where all of it is given in one currency.
WITH supplier_row AS (
    SELECT
        entity.reporting_year,
        'supplier' AS basis,
        'suppliers' AS unit,
        unnest(['surveyed', 'received', 'valid', 'received_not_valid']) AS measure,
        unnest([
            count(*) FILTER (WHERE surveyed AND asked),
            count(*) FILTER (WHERE received AND asked),
            count(*) FILTER (WHERE valid AND asked),
            count(*) FILTER (WHERE received AND NOT valid AND asked)
        ]) AS numerator,
        count(*) FILTER (WHERE asked) AS denominator,
        count(*) FILTER (WHERE exempt) AS exempt,
        unnest([
            count(*) FILTER (WHERE surveyed_on IS NOT NULL AND NOT surveyed AND asked),
            count(*) FILTER (WHERE received_now AND NOT received AND asked),
            count(*) FILTER (WHERE valid_now AND NOT valid AND asked),
            0
        ]) AS late,
        unnest([
            NULL,
            any_value(spend.problem),
            'with a waived critical finding: ' || nullif(count(*) FILTER (WHERE valid_by_waiver AND asked), 0),
            nullif(concat_ws('; ',
                'with critical findings: ' || nullif(count(*) FILTER (WHERE heard AND NOT valid AND asked), 0),
                'set aside by a person: ' || nullif(count(*) FILTER (WHERE received AND NOT heard AND asked), 0)
            ), '')
        ]) AS detail
    FROM (SELECT *, NOT exempt AS asked FROM entity_response) AS entity
    LEFT JOIN year_spend AS spend ON spend.reporting_year = entity.reporting_year
    GROUP BY entity.reporting_year
),
product_row AS (
    SELECT
        product.reporting_year,
        'product' AS basis,
        'products' AS unit,
        unnest(['represented', 'fully_covered']) AS measure,
        unnest([count(*) FILTER (WHERE product.represented), count(*) FILTER (WHERE product.fully_covered)]) AS numerator,
        count(*) AS denominator,
        0 AS exempt,
        unnest([
            count(*) FILTER (WHERE NOT product.represented AND part.answered_now),
            count(*) FILTER (WHERE NOT product.fully_covered AND part.reached_now)
        ]) AS late
    FROM product_coverage AS product
    LEFT JOIN (
        SELECT reporting_year, product_id, bool_or(answered_now) AS answered_now, bool_and(reached_now) AS reached_now
        FROM part_coverage
        GROUP BY reporting_year, product_id
    ) AS part USING (reporting_year, product_id)
    GROUP BY product.reporting_year
),
part AS (
    SELECT reporting_year, part_key,
        bool_or(answered) AS answered, bool_or(answered_now) AS answered_now,
        bool_and(reached) AS reached, bool_and(reached_now) AS reached_now
    FROM part_coverage
    GROUP BY reporting_year, part_key
),
every_part AS (
    SELECT reporting_year, count(DISTINCT part_key) AS parts
    FROM stg_supply
    GROUP BY reporting_year
),
part_row AS (
    SELECT
        every_part.reporting_year,
        'part' AS basis,
        'parts' AS unit,
        unnest(['represented', 'reached']) AS measure,
        unnest([count(*) FILTER (WHERE part.answered), count(*) FILTER (WHERE part.reached)]) AS numerator,
        count(part.part_key) AS denominator,
        any_value(every_part.parts) - count(part.part_key) AS exempt,
        unnest([
            count(*) FILTER (WHERE part.answered_now AND NOT part.answered),
            count(*) FILTER (WHERE part.reached_now AND NOT part.reached)
        ]) AS late
    FROM every_part
    LEFT JOIN part USING (reporting_year)
    GROUP BY every_part.reporting_year
),
spend_row AS (
    SELECT
        entity.reporting_year,
        'spend' AS basis,
        any_value(year.currency) AS unit,
        unnest(['received', 'valid']) AS measure,
        unnest([
            round(coalesce(sum(spend) FILTER (WHERE received AND NOT entity.exempt), 0)),
            round(coalesce(sum(spend) FILTER (WHERE valid AND NOT entity.exempt), 0))
        ]) AS numerator,
        round(coalesce(sum(spend) FILTER (WHERE NOT entity.exempt), 0)) AS denominator,
        round(any_value(year.exempt_spend)) AS exempt,
        unnest([
            round(coalesce(sum(spend) FILTER (WHERE received_now AND NOT received AND NOT entity.exempt), 0)),
            round(coalesce(sum(spend) FILTER (WHERE valid_now AND NOT valid AND NOT entity.exempt), 0))
        ]) AS late,
        'suppliers without a spend figure: ' || nullif(count(*) FILTER (WHERE spend IS NULL AND NOT entity.exempt), 0) AS detail
    FROM entity_response AS entity
    JOIN year_spend AS year USING (reporting_year)
    WHERE year.currency IS NOT NULL
    GROUP BY entity.reporting_year
),
counted AS (
    FROM supplier_row
    UNION ALL BY NAME FROM product_row
    UNION ALL BY NAME FROM part_row
    UNION ALL BY NAME FROM spend_row
)
SELECT
    counted.reporting_year,
    counted.basis,
    counted.measure,
    counted.unit,
    CAST(counted.numerator AS BIGINT) AS numerator,
    CAST(counted.denominator AS BIGINT) AS denominator,
    CAST(counted.exempt AS BIGINT) AS exempt,
    counted.numerator / nullif(counted.denominator, 0) AS rate,
    year_cut_off.cut_off,
    CAST(counted.late AS BIGINT) AS late,
    nullif(concat_ws('; ',
        counted.detail,
        replace(counted.measure, '_', ' ') || ' after the cut-off: ' || nullif(CAST(counted.late AS BIGINT), 0)
    ), '') AS detail
FROM counted
JOIN year_cut_off USING (reporting_year)
ORDER BY
    counted.reporting_year, list_position(['supplier', 'product', 'part', 'spend'], counted.basis),
    counted.numerator / nullif(counted.denominator, 0) DESC, counted.measure
