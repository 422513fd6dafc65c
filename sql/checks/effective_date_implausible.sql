-- Plausibility: the declaration is dated after the as-of date, or earlier than the company accepts: so many months before
-- the end of the reporting year. A date written as text is read, and said.
WITH dated AS (
    SELECT declaration.*,
        CAST(make_date(declaration.reporting_year + 1, 1, 1)
            - to_months(parameter.oldest_effective_date_months) AS DATE) AS oldest,
        parameter.as_of
    FROM stg_declaration AS declaration
    CROSS JOIN parameter
),
doubt AS (
    SELECT *, 'effective_date_in_future' AS code, CAST(effective_date AS VARCHAR) AS value
    FROM dated WHERE effective_date > as_of
    UNION ALL
    SELECT *, 'effective_date_too_old', CAST(effective_date AS VARCHAR) FROM dated WHERE effective_date < oldest
    UNION ALL
    SELECT *, 'effective_date_as_text', effective_date_reported || ', read as ' || effective_date
    FROM dated
    WHERE effective_date IS NOT NULL AND effective_date_reported <> CAST(effective_date AS VARCHAR)
)
SELECT reporting_year, code, file_sha256, drop_path, source_sheet,
    TRY_CAST(regexp_extract(source_cells ->> '$.effective_date', '\d+$') AS INTEGER) AS source_row,
    source_cells ->> '$.effective_date' AS source_cell, value, CAST(NULL AS VARCHAR) AS supplier_id
FROM doubt
