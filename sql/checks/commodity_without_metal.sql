-- Plausibility: a supplier's parts are of a commodity that can hardly be made without a metal, and its declaration says in
-- question 1 that the metal is not used. A company-level or user-defined declaration speaks of all parts of its entity, a
-- product-level one of the numbers it lists; where another declaration in force of that entity has the metal, nothing is
-- said. The finding stands at the answer, one a metal.
WITH part AS (
    SELECT DISTINCT line.reporting_year, supplier.entity_id, line.part_id, line.part_name, line.supplier_part_number,
        line.commodity
    FROM stg_bill_of_materials AS line
    JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
),
read AS (
    SELECT commodity, part_name,
        singular_words(concat_ws(' ', commodity, part_name)) AS words
    FROM (SELECT DISTINCT commodity, part_name FROM part)
),
holds AS (
    SELECT part.*, expected.metal, expected.reason
    FROM part
    JOIN read ON read.commodity IS NOT DISTINCT FROM part.commodity AND read.part_name IS NOT DISTINCT FROM part.part_name
    JOIN expected_metal AS expected
        ON len(singular_words(expected.commodity)) > 0 AND list_has_all(read.words, singular_words(expected.commodity))
),
declared AS (
    SELECT declaration.reporting_year, declaration.file_sha256, declaration.drop_path, declaration.declaration_scope,
        tie.supplier_id, current.entity_id
    FROM stg_declaration AS declaration
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    WHERE declaration.template_kind = 'cmrt' AND current.superseded_by IS NULL AND tie.supplier_id IS NOT NULL
),
listed AS (
    SELECT DISTINCT file_sha256, clean_name(product_number) AS number FROM declared_product WHERE product_number IS NOT NULL
),
used AS (
    SELECT DISTINCT declared.reporting_year, declared.entity_id, answer.metal
    FROM declared
    JOIN stg_metal_answer AS answer USING (file_sha256)
    WHERE answer.q1 = 'Yes'
),
doubt AS (
    SELECT declared.*, holds.metal, holds.reason,
        concat_ws(' ', coalesce(holds.supplier_part_number, holds.part_id), holds.part_name) AS part
    FROM declared
    JOIN holds USING (reporting_year, entity_id)
    LEFT JOIN listed
        ON listed.file_sha256 = declared.file_sha256
        AND listed.number IN (clean_name(holds.supplier_part_number), clean_name(holds.part_id))
    ANTI JOIN used
        ON used.reporting_year = declared.reporting_year
        AND used.entity_id = declared.entity_id
        AND used.metal = holds.metal
    WHERE declared.declaration_scope IS DISTINCT FROM 'product' OR listed.number IS NOT NULL
)
SELECT doubt.reporting_year, 'commodity_without_metal' AS code, doubt.file_sha256, doubt.drop_path, answer.source_sheet,
    answer.source_row, answer.source_cell,
    doubt.metal || ': ' || min(doubt.part)
        || CASE WHEN count(DISTINCT doubt.part) > 1 THEN ' and ' || (count(DISTINCT doubt.part) - 1) || ' more' ELSE '' END
        || ' (' || arg_min(doubt.reason, (doubt.part, doubt.reason)) || ')' AS value,
    doubt.supplier_id
FROM doubt
JOIN answer
    ON answer.file_sha256 = doubt.file_sha256
    AND answer.metal = doubt.metal
    AND answer.question = '1'
    AND answer.answer = 'No'
GROUP BY doubt.reporting_year, doubt.file_sha256, doubt.drop_path, doubt.supplier_id, doubt.metal, answer.source_sheet,
    answer.source_row, answer.source_cell
