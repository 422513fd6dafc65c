-- Plausibility: the declaration is dated after the as-of date, or before the year it is to speak for.
SELECT declaration.reporting_year,
    CASE WHEN declaration.effective_date > parameter.as_of THEN 'effective_date_in_future'
        ELSE 'effective_date_before_reporting_year' END AS code,
    declaration.file_sha256, declaration.drop_path, declaration.source_sheet,
    TRY_CAST(regexp_extract(declaration.source_cells ->> '$.effective_date', '\d+$') AS INTEGER) AS source_row,
    declaration.source_cells ->> '$.effective_date' AS source_cell,
    CAST(declaration.effective_date AS VARCHAR) AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
CROSS JOIN parameter
WHERE declaration.effective_date > parameter.as_of OR year(declaration.effective_date) < declaration.reporting_year
