-- Grain: one reporting year: each year a declaration was received for, and the campaign's own.
SELECT reporting_year FROM stg_file WHERE kind IN ('cmrt', 'emrt', 'amrt') AND NOT blank
UNION
SELECT reporting_year FROM parameter
ORDER BY reporting_year
