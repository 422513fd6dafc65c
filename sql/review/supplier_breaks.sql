-- Grain: one fault that keeps a supplier's entity from its category.
SELECT fault.*
FROM supplier_category_break AS fault
JOIN supplier_category AS mine USING (reporting_year, entity_id)
WHERE fault.reporting_year = $year AND mine.supplier_id = $supplier
