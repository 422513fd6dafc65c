-- Grain: one line of the bill of materials (product, part, supplier, manufacturer) of a reporting year. A part without a
-- supplier stays: nobody answers for it, and its product must not seem covered. A part is out of scope only where every
-- line of it says so, each with a reason and evidence: lines that contradict each other leave it in scope.
WITH line AS (
    SELECT
        list_file.reporting_year,
        line.*,
        coalesce(line.in_scope, true) OR line.scope_reason IS NULL OR line.scope_evidence IS NULL AS line_in_scope,
        -- A line without a part number is a part of its own.
        CASE WHEN line.part_id IS NULL THEN concat_ws(':', line.file_sha256, line.source_sheet, line.source_row) END AS own
    FROM bill_of_materials AS line
    JOIN stg_list_file AS list_file ON list_file.file_sha256 = line.file_sha256 AND list_file.kind = 'bill_of_materials'
    WHERE line.product_id IS NOT NULL
),
judged AS (
    SELECT *, bool_or(line_in_scope) OVER (PARTITION BY reporting_year, part_id, own) AS part_in_scope
    FROM line
)
SELECT DISTINCT
    reporting_year,
    product_id,
    part_id,
    part_name,
    supplier_id,
    manufacturer_id,
    supplier_part_number,
    commodity,
    part_in_scope AS in_scope,
    scope_reason,
    scope_evidence
FROM judged
ORDER BY ALL
