-- Grain: one code and source of a rule that findings of a year name.
SELECT DISTINCT code, rule_source FROM finding WHERE reporting_year = $year ORDER BY code, rule_source
