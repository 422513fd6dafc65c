-- One row: a supplier (vendor number) of a year, with its category and contact; none for a number the list does not have.
SELECT
    status.*,
    category.* EXCLUDE (reporting_year, supplier_id, supplier_name, entity_id, in_scope, declarations),
    contact.* EXCLUDE (reporting_year, supplier_id, supplier_name, entity_id)
FROM supplier_status AS status
LEFT JOIN supplier_category AS category USING (reporting_year, supplier_id)
LEFT JOIN supplier_contact AS contact USING (reporting_year, supplier_id)
WHERE status.reporting_year = $year AND status.supplier_id = $supplier
