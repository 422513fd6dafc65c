-- Every reporting year that the marts speak of.
SELECT DISTINCT reporting_year FROM supplier_status
UNION
SELECT DISTINCT reporting_year FROM declaration_status
UNION
SELECT DISTINCT reporting_year FROM finding
