-- Grain: one part of ours that the entity of a vendor number is asked for.
SELECT part.part_id, min(part.part_name) AS part_name, min(part.supplier_part_number) AS supplier_part_number
FROM supplier_part AS part
JOIN supplier_contact AS other USING (reporting_year, supplier_id)
JOIN supplier_contact AS mine USING (reporting_year, entity_id)
WHERE part.reporting_year = $year AND mine.supplier_id = $supplier AND part.part_id IS NOT NULL
GROUP BY part.part_id
ORDER BY part.part_id
