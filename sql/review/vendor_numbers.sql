-- Grain: one vendor number of the supplier list of a year, to choose from.
SELECT supplier_id, supplier_name
FROM supplier_contact
WHERE reporting_year = $year
ORDER BY supplier_id
LIMIT 5000
