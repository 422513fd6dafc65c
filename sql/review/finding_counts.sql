-- Grain: one severity and state, with the findings of a year.
SELECT severity, state, count(*) AS findings FROM finding WHERE reporting_year = $year GROUP BY severity, state
