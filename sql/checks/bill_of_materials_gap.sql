-- The bill of materials names a supplier or manufacturer the supplier list does not have, or a product the catalogue does
-- not have.
SELECT DISTINCT line.reporting_year, 'part_supplier_unknown' AS code, CAST(NULL AS VARCHAR) AS file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell, line.supplier_id AS value, line.supplier_id
FROM stg_bill_of_materials AS line
ANTI JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
WHERE line.supplier_id IS NOT NULL
UNION ALL
SELECT DISTINCT line.reporting_year, 'part_manufacturer_unknown', NULL, NULL, NULL, NULL, NULL, line.manufacturer_id,
    line.manufacturer_id
FROM stg_bill_of_materials AS line
ANTI JOIN stg_supplier AS supplier
    ON supplier.reporting_year = line.reporting_year AND supplier.supplier_id = line.manufacturer_id
WHERE line.manufacturer_id IS NOT NULL
UNION ALL
SELECT reporting_year, 'product_not_in_catalogue', NULL, NULL, NULL, NULL, NULL, product_id, NULL
FROM stg_product
WHERE scope_reason = 'named by the bill of materials but not by the product catalogue'
