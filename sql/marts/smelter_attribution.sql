-- Grain: one facility (reporting year, metal, CID) of Appendix A, supplier that declared it, part and product in scope,
-- and the basis (declaration scope) on which it is attributed; part and product are null where the way ends at the
-- supplier. A company-level or user-defined declaration is about everything the supplier sells, so that it attributes
-- with a caveat; a product-level one reaches the numbers it lists.
WITH declared AS (
    SELECT
        account.reporting_year,
        account.metal,
        account.smelter_cid,
        account.supplier_id,
        account.file_sha256,
        declaration.declaration_scope AS basis,
        declaration.scope_description,
        supplier.supplier_role,
        supplier.entity_id
    FROM smelter_accounting AS account
    JOIN stg_declaration AS declaration USING (reporting_year, file_sha256)
    JOIN stg_supplier AS supplier
        ON supplier.reporting_year = account.reporting_year AND supplier.supplier_id = account.supplier_id
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
    GROUP BY ALL
),
listed AS (
    SELECT DISTINCT file_sha256, clean_name(product_number) AS number FROM declared_product WHERE product_number IS NOT NULL
),
part AS (
    SELECT supply.*, supplier.entity_id
    FROM stg_supply AS supply
    JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
),
reached AS (
    SELECT DISTINCT declaration.file_sha256, part.reporting_year, part.entity_id, part.supplier_id AS part_supplier_id,
        part.part_id, part.product_id
    FROM part
    JOIN (SELECT DISTINCT reporting_year, file_sha256, entity_id, basis FROM declared) AS declaration
        USING (reporting_year, entity_id)
    LEFT JOIN listed
        ON listed.file_sha256 = declaration.file_sha256
        AND listed.number IN (clean_name(part.supplier_part_number), clean_name(part.part_id))
    WHERE declaration.basis IS DISTINCT FROM 'product' OR listed.number IS NOT NULL
)
SELECT
    declared.reporting_year,
    declared.metal,
    declared.smelter_cid,
    declared.supplier_id,
    reached.part_supplier_id,
    reached.part_id,
    reached.product_id,
    declared.basis,
    concat_ws('; ',
        CASE
            WHEN reached.product_id IS NULL AND declared.basis = 'product'
                THEN 'the product list of the declaration names none of our parts'
            WHEN reached.product_id IS NULL THEN 'no part of this supplier goes into a product in scope'
            WHEN declared.basis = 'company'
                THEN 'declared at company level, for everything the supplier sells: the part need not hold this metal'
            WHEN declared.basis = 'user_defined'
                THEN 'declared for a scope in the supplier''s words, which may not hold this part'
            WHEN declared.basis IS NULL THEN 'the declaration does not say its scope'
        END,
        CASE WHEN lower(declared.supplier_role) = 'distributor'
            THEN 'declared by a distributor, which does not make the part' END
    ) AS caveat,
    count(DISTINCT declared.file_sha256) AS declarations
FROM declared
LEFT JOIN reached USING (reporting_year, entity_id, file_sha256)
GROUP BY ALL
ORDER BY ALL
