-- Grain: one year whose supplier list has a vendor number.
SELECT reporting_year, response, declarations, critical_findings
FROM supplier_status
WHERE supplier_id = $supplier
ORDER BY reporting_year DESC
