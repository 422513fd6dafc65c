-- Template completeness: a product-level declaration lists at least one product number.
SELECT declaration.reporting_year, 'product_list_empty' AS code, declaration.file_sha256, declaration.drop_path,
    'Product List' AS source_sheet, 6 AS source_row, 'B6' AS source_cell, CAST(NULL AS VARCHAR) AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
ANTI JOIN (SELECT file_sha256 FROM declared_product WHERE product_number IS NOT NULL) AS listed USING (file_sha256)
WHERE declaration.declaration_scope = 'product'
