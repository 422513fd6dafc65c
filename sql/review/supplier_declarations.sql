-- Grain: one declaration of any year that is tied to a vendor number of the entity the supplier belongs to in that year.
SELECT status.*
FROM declaration_status AS status
JOIN supplier_contact AS tied USING (reporting_year, supplier_id)
JOIN supplier_contact AS mine USING (reporting_year, entity_id)
WHERE mine.supplier_id = $supplier
ORDER BY status.reporting_year DESC, status.effective_date DESC, status.received_at DESC, status.file_sha256
