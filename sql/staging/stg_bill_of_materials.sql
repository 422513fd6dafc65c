-- Grain: one line of the bill of materials (product, part, supplier) of a reporting year. A part without a supplier stays:
-- nobody answers for it, and its product must not seem covered.
SELECT DISTINCT
    list_file.reporting_year,
    line.product_id,
    line.part_id,
    line.part_name,
    line.supplier_id,
    line.supplier_part_number,
    line.commodity
FROM bill_of_materials AS line
JOIN stg_list_file AS list_file ON list_file.file_sha256 = line.file_sha256 AND list_file.kind = 'bill_of_materials'
WHERE line.product_id IS NOT NULL
ORDER BY ALL
