-- Grain: one metal that rows of a year are accounted under.
SELECT DISTINCT metal FROM smelter_accounting WHERE reporting_year = $year AND metal IS NOT NULL ORDER BY metal
