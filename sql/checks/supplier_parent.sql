-- Parents of the supplier list that name nobody: they lead in a circle, or to a vendor number the list does not have.
SELECT reporting_year, 'supplier_parents_in_circle' AS code, CAST(NULL AS VARCHAR) AS file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell, supplier_id || ', parent ' || parent_supplier_id AS value, supplier_id
FROM stg_supplier
WHERE parents_in_circle
UNION ALL
SELECT child.reporting_year, 'supplier_parent_unknown', NULL, NULL, NULL, NULL, NULL,
    child.supplier_id || ', parent ' || child.parent_supplier_id, child.supplier_id
FROM stg_supplier AS child
ANTI JOIN stg_supplier AS parent
    ON parent.reporting_year = child.reporting_year AND parent.supplier_id = child.parent_supplier_id
WHERE child.parent_supplier_id IS NOT NULL
