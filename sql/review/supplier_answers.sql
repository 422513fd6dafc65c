-- Grain: one declaration of a year and metal, with the answers to the eight questions.
SELECT answer.*, status.drop_path
FROM metal_answer AS answer
JOIN declaration_status AS status USING (reporting_year, file_sha256)
JOIN supplier_contact AS tied ON tied.reporting_year = answer.reporting_year AND tied.supplier_id = answer.supplier_id
JOIN supplier_contact AS mine ON mine.reporting_year = tied.reporting_year AND mine.entity_id = tied.entity_id
WHERE answer.reporting_year = $year AND mine.supplier_id = $supplier
ORDER BY status.drop_path, answer.file_sha256, answer.metal
