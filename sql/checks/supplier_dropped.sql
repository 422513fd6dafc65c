-- A later supplier list replaces an earlier one of the year; whom it no longer names is said, not forgotten.
WITH gone AS (
    SELECT DISTINCT file.reporting_year, supplier.supplier_id
    FROM supplier
    JOIN stg_file AS file USING (file_sha256)
    SEMI JOIN stg_year AS year ON year.reporting_year = file.reporting_year
    ANTI JOIN stg_supplier AS present
        ON present.reporting_year = file.reporting_year AND present.supplier_id = supplier.supplier_id
    WHERE supplier.supplier_id IS NOT NULL
)
SELECT reporting_year, 'supplier_dropped_from_list' AS code, CAST(NULL AS VARCHAR) AS file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell,
    count(*) || ': ' || left(string_agg(supplier_id, ', ' ORDER BY supplier_id), 150) AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM gone
GROUP BY reporting_year
