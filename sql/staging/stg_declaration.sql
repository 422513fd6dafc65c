-- Grain: one declaration (file) of a reporting year. The scope key tells two declarations of one supplier apart: only
-- the same scope (and for products the same list, for a user-defined scope the same description) is replaced. The list
-- of products and the description stand by themselves too: a declaration may have them and lack the scope.
WITH product_list AS (
    SELECT
        file_sha256,
        string_agg(
            coalesce(product_number, '') || '/' || coalesce(product_name, ''), ';' ORDER BY product_number, product_name
        ) AS products
    FROM (SELECT DISTINCT file_sha256, product_number, product_name FROM declared_product)
    GROUP BY file_sha256
)
SELECT
    stg_file.reporting_year,
    stg_file.received_at,
    stg_file.file_modified_at,
    stg_file.event_id AS receipt_id,
    stg_file.drop_path,
    declaration.*,
    product_list.products,
    clean_name(declaration.scope_description) AS description_clean,
    coalesce(declaration.declaration_scope, '') || ':' || CASE declaration.declaration_scope
        WHEN 'product' THEN coalesce(product_list.products, '')
        WHEN 'user_defined' THEN coalesce(clean_name(declaration.scope_description), '')
        ELSE ''
    END AS scope_key
FROM stg_file
JOIN declaration USING (file_sha256)
LEFT JOIN product_list USING (file_sha256)
ORDER BY stg_file.reporting_year, declaration.file_sha256
