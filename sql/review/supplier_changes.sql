-- Grain: one change between two declarations of a year.
SELECT change.*, newer.drop_path
FROM declaration_change AS change
JOIN declaration_status AS newer USING (reporting_year, file_sha256)
JOIN supplier_contact AS tied ON tied.reporting_year = newer.reporting_year AND tied.supplier_id = newer.supplier_id
JOIN supplier_contact AS mine ON mine.reporting_year = tied.reporting_year AND mine.entity_id = tied.entity_id
WHERE change.reporting_year = $year AND mine.supplier_id = $supplier
