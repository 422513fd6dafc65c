-- Grain: one metal and status, with the facilities of a year's report.
SELECT metal, smelter_status, count(*) AS smelters
FROM appendix_a
WHERE reporting_year = $year
GROUP BY metal, smelter_status
ORDER BY metal, smelter_status
