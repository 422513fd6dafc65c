-- Grain: one facility (reporting year, metal, CID) of Appendix A, supplier that declared it, part and product in scope,
-- and the basis (declaration scope) on which it is attributed; part and product are null where the way ends at the
-- supplier. A company-level declaration is about everything the supplier sells, and so may a user-defined one be: they
-- attribute with a caveat, that of a distributor too. A product-level one reaches the numbers it lists, and one of which a
-- person has said what it reaches these parts alone; see part_reach.
WITH declared AS (
    SELECT
        account.reporting_year,
        account.metal,
        account.smelter_cid,
        account.supplier_id,
        account.file_sha256,
        declaration.declaration_scope AS basis,
        supplier.distributor
    FROM smelter_accounting AS account
    JOIN stg_declaration AS declaration USING (reporting_year, file_sha256)
    JOIN supplier_scope AS supplier
        ON supplier.reporting_year = account.reporting_year AND supplier.supplier_id = account.supplier_id
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
    GROUP BY ALL
),
reached AS (
    SELECT DISTINCT reach.reporting_year, reach.file_sha256, reach.judged, supply.supplier_id AS part_supplier_id,
        supply.part_id, supply.product_id
    FROM part_reach AS reach
    JOIN stg_supply AS supply
        ON supply.reporting_year = reach.reporting_year
        AND supply.supplier_id = reach.supplier_id
        AND supply.part_key = reach.part_key
        AND supply.supplier_part_number IS NOT DISTINCT FROM reach.supplier_part_number
    WHERE reach.reach <> 'not_listed'
),
spoken AS (
    SELECT reporting_year, file_sha256, bool_or(judged) AS judged FROM part_reach GROUP BY reporting_year, file_sha256
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
            WHEN reached.product_id IS NULL AND spoken.judged
                THEN 'a person has said that the declaration reaches none of our parts'
            WHEN reached.product_id IS NULL AND declared.basis = 'product'
                THEN 'the product list of the declaration names none of our parts'
            WHEN reached.product_id IS NULL THEN 'this supplier is asked for no part of a product in scope'
            WHEN reached.judged THEN 'a person has said that the declaration reaches this part'
            WHEN declared.basis = 'company'
                THEN 'declared at company level, for everything the supplier sells: the part need not hold this metal'
            WHEN declared.basis = 'user_defined'
                THEN 'declared for a scope in the supplier''s words, which may not hold this part'
            WHEN declared.basis IS NULL THEN 'the declaration does not say its scope'
        END,
        CASE WHEN declared.distributor THEN 'declared by a distributor, which does not make the part' END
    ) AS caveat,
    count(DISTINCT declared.file_sha256) AS declarations
FROM declared
LEFT JOIN reached USING (reporting_year, file_sha256)
LEFT JOIN spoken USING (reporting_year, file_sha256)
GROUP BY ALL
ORDER BY ALL
