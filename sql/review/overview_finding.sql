-- Grain: one severity, with the findings of a year that nobody has settled.
SELECT severity, count(*) AS findings
FROM finding
WHERE reporting_year = $year AND state IN ('open', 'sent', 'answered')
GROUP BY severity
