-- Grain: one code and metal of the red flags of a year.
SELECT DISTINCT code, metal FROM red_flag WHERE reporting_year = $year ORDER BY code, metal
