-- Grain: one product of a reporting year, in scope or not, and by which rule. Every product is assumed to contain
-- conflict minerals until someone says why not, and on what evidence: without either it stays in scope, and the suite
-- says so. A product that the bill of materials names and the catalogue does not is in scope too.
-- Rule 13p-1 asks about products whose manufacture was completed in the calendar year (Form SD, Item 1.01).
-- Form SD, Item 1.01, Instruction 3: the products of an acquired company that did not have to report before may wait for
-- the first calendar year that begins no sooner than eight months after the acquisition took effect.
WITH catalogue AS (
    SELECT
        list_file.reporting_year,
        product.* REPLACE (coalesce(product.in_scope, true) AS in_scope),
        make_date(list_file.reporting_year, 1, 1) AS first_day,
        make_date(list_file.reporting_year, 12, 31) AS last_day,
        CAST(product.acquired_on + INTERVAL 8 MONTH AS DATE) AS deferred_before
    FROM product
    JOIN stg_list_file AS list_file ON list_file.file_sha256 = product.file_sha256 AND list_file.kind = 'product'
    WHERE product.product_id IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY list_file.reporting_year, product.product_id
        ORDER BY product.file_sha256, product.source_sheet, product.source_row
    ) = 1
),
judged AS (
    SELECT
        *,
        CASE
            WHEN NOT in_scope AND scope_reason IS NOT NULL AND scope_evidence IS NOT NULL THEN 'no_conflict_minerals'
            WHEN made_until >= made_from IS NOT false AND (made_from > last_day OR made_until < first_day)
                THEN 'not_made_in_year'
            WHEN acquired_reporting = 'no' AND first_day < deferred_before THEN 'acquired_deferred'
            WHEN in_scope AND scope_reason IS NOT NULL THEN 'stated'
            ELSE 'assumed'
        END AS scope_rule
    FROM catalogue
)
SELECT
    reporting_year,
    product_id,
    product_name,
    product_family,
    scope_rule IN ('stated', 'assumed') AS in_scope,
    scope_rule,
    CASE
        WHEN scope_rule = 'not_made_in_year' THEN concat_ws('; ',
            concat_ws(' ', 'made', 'from ' || made_from, 'until ' || made_until) || ', not in ' || reporting_year, scope_reason)
        WHEN scope_rule = 'acquired_deferred' THEN concat_ws('; ',
            'of a company acquired on ' || acquired_on || ' that did not have to report before: deferred to the report on '
                || (year(deferred_before - 1) + 1), scope_reason)
        WHEN scope_rule = 'assumed' AND NOT in_scope THEN concat_ws('; ',
            'said to be out of scope without reason and evidence', scope_reason)
        ELSE scope_reason
    END AS scope_reason,
    scope_evidence,
    made_from,
    made_until,
    acquired_on,
    acquired_reporting,
    deferred_before,
    file_sha256,
    source_sheet,
    source_row
FROM judged
UNION ALL BY NAME
SELECT DISTINCT
    line.reporting_year,
    line.product_id,
    true AS in_scope,
    'assumed' AS scope_rule,
    'named by the bill of materials but not by the product catalogue' AS scope_reason
FROM stg_bill_of_materials AS line
ANTI JOIN catalogue USING (reporting_year, product_id)
ORDER BY reporting_year, product_id
