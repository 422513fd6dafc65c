-- Grain: one reporting year and file that holds (part of) its supplier, product or bill-of-materials list.
-- Lists received in the same run form one list together; a later run replaces them. A year without a list of its own
-- takes the nearest earlier one, else the nearest later one.
WITH candidate AS (
    SELECT
        stg_year.reporting_year,
        stg_file.kind,
        stg_file.file_sha256,
        stg_file.received_at,
        CASE
            WHEN stg_file.reporting_year = stg_year.reporting_year THEN 0
            WHEN stg_file.reporting_year < stg_year.reporting_year THEN stg_year.reporting_year - stg_file.reporting_year
            ELSE 1000 + stg_file.reporting_year - stg_year.reporting_year
        END AS distance
    FROM stg_year
    CROSS JOIN stg_file
    WHERE stg_file.kind IN ('supplier', 'product', 'bill_of_materials') AND stg_file.reason IS NULL
)
SELECT reporting_year, kind, file_sha256
FROM candidate
QUALIFY dense_rank() OVER (PARTITION BY reporting_year, kind ORDER BY distance, received_at DESC) = 1
ORDER BY reporting_year, kind, file_sha256
