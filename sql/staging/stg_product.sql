-- Grain: one product of a reporting year, in scope or not. A product the bill of materials names but the catalogue does
-- not is in scope: every product is assumed to contain conflict minerals until someone says why not.
WITH catalogue AS (
    SELECT
        list_file.reporting_year,
        product.product_id,
        product.product_name,
        product.product_family,
        coalesce(product.in_scope, true) AS in_scope,
        product.scope_reason
    FROM product
    JOIN stg_list_file AS list_file ON list_file.file_sha256 = product.file_sha256 AND list_file.kind = 'product'
    WHERE product.product_id IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY list_file.reporting_year, product.product_id
        ORDER BY product.file_sha256, product.source_sheet, product.source_row
    ) = 1
),
uncatalogued AS (
    SELECT DISTINCT reporting_year, product_id
    FROM stg_bill_of_materials
    ANTI JOIN catalogue USING (reporting_year, product_id)
)
SELECT * FROM catalogue
UNION ALL
SELECT
    reporting_year,
    product_id,
    CAST(NULL AS VARCHAR),
    CAST(NULL AS VARCHAR),
    true,
    'named by the bill of materials but not by the product catalogue'
FROM uncatalogued
ORDER BY reporting_year, product_id
