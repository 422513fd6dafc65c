-- Grain: one measure of the response rates of a year, by supplier and by product: no two have one name.
SELECT basis, measure, numerator, denominator, exempt, rate, cut_off
FROM response_rate
WHERE reporting_year = $year AND basis IN ('supplier', 'product')
