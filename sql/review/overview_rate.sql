-- Grain: one measure of the response rates of a year.
SELECT basis, measure, numerator, denominator, exempt, rate, cut_off FROM response_rate WHERE reporting_year = $year
