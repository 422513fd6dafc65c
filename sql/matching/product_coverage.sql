-- Grain: one product in scope: whether some supplier of its parts answered, and whether valid declarations reach every
-- part. A company-level declaration reaches all parts of its entity, a product-level one the numbers it lists; what a
-- user-defined scope reaches only a person can say, so it reaches none here. A part without a supplier, or of one that
-- the supplier list does not have, is reached by nobody. Only a CMRT answers the survey, and not one
-- that a person has set aside.
WITH part AS (
    SELECT supply.*, scope.entity_id, scope.exempt_reason
    FROM stg_supply AS supply
    LEFT JOIN supplier_scope AS scope USING (reporting_year, supplier_id)
    WHERE scope.exempt_reason IS NULL
),
answered AS (
    SELECT status.reporting_year, current.entity_id, status.file_sha256, status.declaration_scope, status.valid
    FROM declaration_status AS status
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    WHERE status.superseded_by IS NULL AND status.supplier_id IS NOT NULL AND status.template_kind = 'cmrt'
        AND NOT status.set_aside
),
listed AS (
    SELECT DISTINCT file_sha256, clean_name(product_number) AS number FROM declared_product WHERE product_number IS NOT NULL
),
reached AS (
    SELECT
        part.reporting_year,
        part.product_id,
        part.part_id,
        part.supplier_id,
        bool_or(answered.file_sha256 IS NOT NULL) AS answered,
        bool_or(coalesce(answered.valid AND (
            answered.declaration_scope = 'company'
            OR answered.declaration_scope = 'product' AND listed.number IS NOT NULL
        ), false)) AS reached
    FROM part
    LEFT JOIN answered USING (reporting_year, entity_id)
    LEFT JOIN listed
        ON listed.file_sha256 = answered.file_sha256
        AND listed.number IN (clean_name(part.supplier_part_number), clean_name(part.part_id))
    GROUP BY ALL
)
SELECT
    product.reporting_year,
    product.product_id,
    coalesce(bool_or(reached.answered), false) AS represented,
    coalesce(bool_and(reached.reached), false) AS fully_covered,
    count(reached.part_id) AS parts,
    count(reached.part_id) FILTER (WHERE reached.answered) AS answered_parts,
    count(reached.part_id) FILTER (WHERE reached.reached) AS reached_parts,
    any_value(product.product_name) AS product_name
FROM stg_product AS product
LEFT JOIN reached USING (reporting_year, product_id)
WHERE product.in_scope
GROUP BY product.reporting_year, product.product_id
ORDER BY product.reporting_year, product.product_id
