-- Grain: one red flag of a facility, the worst first.
SELECT * FROM red_flag WHERE reporting_year = $year AND metal = $metal AND smelter_cid = $cid
ORDER BY CASE severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, code
