-- Grain: one CMRT that is tied to a supplier and one part that its entity is asked for (vendor number, our part, the
-- supplier's number): whether it speaks of that part (reached), or why not. What a person has said of the declaration comes
-- first, as long as it is tied as it was then. A company-level one speaks of all parts of its entity but those of a
-- distributor, which does not make them; a product-level one of the numbers it lists, the supplier's or ours; of a
-- user-defined scope only a person can tell.
WITH part AS (
    SELECT DISTINCT
        supply.reporting_year, supply.supplier_id, supply.part_key, supply.part_id, supply.supplier_part_number,
        scope.entity_id, scope.distributor
    FROM stg_supply AS supply
    JOIN supplier_scope AS scope USING (reporting_year, supplier_id)
),
declared AS (
    SELECT declaration.reporting_year, declaration.file_sha256, declaration.declaration_scope, tie.entity_id, reach.reach,
        reach.part_ids
    FROM stg_declaration AS declaration
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
    LEFT JOIN stg_reach AS reach
        ON reach.reporting_year = declaration.reporting_year
        AND reach.file_sha256 = declaration.file_sha256
        AND coalesce(reach.supplier_id = tie.supplier_id, reach.supplier_id IS NULL)
    WHERE declaration.template_kind = 'cmrt' AND tie.supplier_id IS NOT NULL
),
listed AS (
    SELECT DISTINCT file_sha256, clean_name(unnest([product_number, requester_product_number])) AS number
    FROM declared_product
),
named AS (
    SELECT DISTINCT part.reporting_year, declared.file_sha256, part.supplier_id, part.part_key, part.supplier_part_number
    FROM (
        SELECT *, unnest([clean_name(part_id), clean_name(supplier_part_number)]) AS number FROM part
    ) AS part
    JOIN declared USING (reporting_year, entity_id)
    JOIN listed ON listed.file_sha256 = declared.file_sha256 AND listed.number = part.number
    WHERE declared.declaration_scope = 'product'
)
SELECT
    part.reporting_year,
    declared.file_sha256,
    part.supplier_id,
    part.part_key,
    part.supplier_part_number,
    CASE
        WHEN declared.reach = 'all_parts' THEN 'reached'
        WHEN declared.reach = 'listed_parts' AND list_contains(declared.part_ids, part.part_id) THEN 'reached'
        WHEN declared.reach IS NOT NULL THEN 'not_listed'
        WHEN declared.declaration_scope = 'company' AND part.distributor THEN 'distributor'
        WHEN declared.declaration_scope = 'company' OR named.file_sha256 IS NOT NULL THEN 'reached'
        WHEN declared.declaration_scope = 'user_defined' THEN 'unjudged'
        WHEN declared.declaration_scope IS NULL THEN 'no_scope'
        ELSE 'not_listed'
    END AS reach,
    declared.reach IS NOT NULL AS judged
FROM part
JOIN declared USING (reporting_year, entity_id)
LEFT JOIN named
    ON named.reporting_year = part.reporting_year
    AND named.file_sha256 = declared.file_sha256
    AND named.supplier_id = part.supplier_id
    AND named.part_key = part.part_key
    AND named.supplier_part_number IS NOT DISTINCT FROM part.supplier_part_number
ORDER BY ALL
