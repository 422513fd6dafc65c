-- Grain: one outcome of the declared rows of a year.
SELECT outcome, count(*) AS declared_rows FROM smelter_accounting WHERE reporting_year = $year GROUP BY ALL ORDER BY outcome
