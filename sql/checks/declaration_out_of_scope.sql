-- A declaration of a supplier whose parts go into no product in scope: its smelters are in Appendix A all the same.
SELECT declaration.reporting_year, 'declaration_of_no_covered_product' AS code, declaration.file_sha256,
    declaration.drop_path, CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell, scope.supplier_name AS value, scope.supplier_id
FROM stg_declaration AS declaration
JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
JOIN supplier_scope AS scope
    ON scope.reporting_year = declaration.reporting_year AND scope.supplier_id = tie.supplier_id
LEFT JOIN supplier_product AS product
    ON product.reporting_year = scope.reporting_year AND product.supplier_id = scope.supplier_id
WHERE declaration.template_kind = 'cmrt' AND NOT scope.in_scope AND product.supplier_id IS NULL
