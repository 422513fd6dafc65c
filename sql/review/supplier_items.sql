-- Grain: one thing that the next letter asks a supplier to mend, in the letter's order.
SELECT * FROM open_item WHERE reporting_year = $year AND supplier_id = $supplier
