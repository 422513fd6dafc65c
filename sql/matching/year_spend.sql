-- Grain: one reporting year in which some spend is given with vendor numbers that are asked: its currency (null unless it is
-- one), the spend in it with exempt vendor numbers, and in plain words why there is no rate by spend.
WITH given AS (
    SELECT
        reporting_year,
        exempt_reason IS NOT NULL AS exempt,
        CAST(annual_spend AS DECIMAL(18, 2)) AS spend,
        CASE WHEN regexp_full_match(spend_currency, '[A-Z]{3}') THEN spend_currency END AS currency
    FROM supplier_scope
    WHERE in_scope AND annual_spend IS NOT NULL
),
told AS (
    SELECT
        reporting_year,
        count(DISTINCT coalesce(currency, '')) AS currencies,
        min(currency) AS currency,
        string_agg(DISTINCT coalesce(currency, 'no currency'), ', ' ORDER BY coalesce(currency, 'no currency')) AS words
    FROM given
    WHERE NOT exempt
    GROUP BY reporting_year
)
SELECT
    told.reporting_year,
    CASE WHEN told.currencies = 1 THEN told.currency END AS currency,
    coalesce(sum(given.spend), 0) AS exempt_spend,
    CASE WHEN told.currencies > 1 OR told.currency IS NULL
        THEN 'no rate by spend: it is given in ' || any_value(told.words) END AS problem
FROM told
LEFT JOIN given
    ON given.reporting_year = told.reporting_year AND given.exempt AND given.currency = told.currency AND told.currencies = 1
GROUP BY told.reporting_year, told.currencies, told.currency
ORDER BY told.reporting_year
