-- Grain: one thing that keeps a supplier's entity from the category "all identified smelters conformant", at its place: a
-- declaration that is not valid, an answer, or a declared smelter row. Conformant by RMAP and cross-recognised by it are
-- one for this. A question that the template's revision does not ask has not been answered as the rule needs it.
WITH counting AS (
    SELECT status.*, current.entity_id,
        bool_and(status.set_aside) OVER (PARTITION BY status.reporting_year, current.entity_id) AS all_set_aside
    FROM declaration_status AS status
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    WHERE status.superseded_by IS NULL AND status.supplier_id IS NOT NULL AND status.template_kind = 'cmrt'
),
metal_asked AS (
    SELECT counting.*, mineral.metal, answer.q1, answer.in_scope
    FROM counting
    CROSS JOIN (SELECT unnest(['Gold', 'Tantalum', 'Tin', 'Tungsten']) AS metal) AS mineral
    LEFT JOIN stg_metal_answer AS answer ON answer.file_sha256 = counting.file_sha256 AND answer.metal = mineral.metal
    WHERE NOT counting.set_aside
),
needed(question, needed, code) AS (
    VALUES ('6', '100%', 'question_6_not_100'), ('7', 'Yes', 'question_7_not_yes'), ('8', 'Yes', 'question_8_not_yes')
),
questioned AS (
    SELECT *, CASE WHEN q1 = 'Yes' THEN '2' ELSE '1' END AS question, CAST(NULL AS VARCHAR) AS needed,
        'metal_left_open' AS code
    FROM metal_asked
    WHERE in_scope IS NULL
    UNION ALL BY NAME
    SELECT metal_asked.*, needed.question, needed.needed, needed.code
    FROM metal_asked
    CROSS JOIN needed
    WHERE metal_asked.in_scope
),
unmet AS (
    SELECT
        questioned.*,
        answer.source_sheet,
        answer.source_row,
        answer.source_cell,
        'question ' || questioned.question || CASE
            WHEN answer.file_sha256 IS NULL THEN ' is not asked'
            ELSE ': ' || coalesce(answer.answer, answer.answer_reported, 'no answer')
        END AS detail
    FROM questioned
    LEFT JOIN answer
        ON answer.file_sha256 = questioned.file_sha256
        AND answer.metal = questioned.metal
        AND answer.question = questioned.question
    WHERE questioned.needed IS NULL OR answer.answer IS DISTINCT FROM questioned.needed
),
declared AS (
    SELECT
        counting.*,
        account.metal,
        account.smelter_cid,
        account.source_sheet,
        account.source_row,
        'C' || account.source_row AS source_cell,
        account.outcome,
        account.reason,
        coalesce(account.smelter_name_reported, account.smelter_id_reported, 'no name') AS name,
        line.smelter_name_standard,
        line.smelter_status,
        line.status_as_of,
        line.assessment_due_on < parameter.as_of AS assessment_overdue,
        line.assessment_due_on
    FROM counting
    JOIN smelter_accounting AS account USING (reporting_year, file_sha256)
    LEFT JOIN appendix_a AS line
        ON line.reporting_year = account.reporting_year
        AND line.metal = account.metal
        AND line.smelter_cid = account.smelter_cid
    CROSS JOIN parameter
    WHERE NOT counting.set_aside
),
row_break AS (
    SELECT *, 'smelter_not_conformant' AS code,
        smelter_cid || ' ' || smelter_name_standard || ': ' || replace(smelter_status, '_', ' ')
            || coalesce(' as of ' || status_as_of, '') AS detail
    FROM declared
    WHERE outcome = 'consolidated' AND smelter_status NOT IN ('conformant', 'cross_recognized')
    UNION ALL BY NAME
    SELECT *, 'smelter_assessment_overdue' AS code,
        smelter_cid || ' ' || smelter_name_standard || ': its next assessment was due by ' || assessment_due_on AS detail
    FROM declared
    WHERE outcome = 'consolidated' AND smelter_status IN ('conformant', 'cross_recognized') AND assessment_overdue
    UNION ALL BY NAME
    SELECT *, CASE outcome WHEN 'rejected' THEN 'smelter_rejected' WHEN 'metal_out_of_scope' THEN 'smelter_of_metal_not_used'
            ELSE 'smelter_not_identified' END AS code,
        name || ' (' || reason || ')' AS detail
    FROM declared
    WHERE outcome IN ('awaiting_review', 'not_yet_identified', 'rejected', 'metal_out_of_scope')
),
none_identified AS (
    SELECT metal_asked.*, 'no_smelter_identified' AS code, 'in scope, and no smelter is identified' AS detail
    FROM metal_asked
    ANTI JOIN declared
        ON declared.reporting_year = metal_asked.reporting_year
        AND declared.file_sha256 = metal_asked.file_sha256
        AND declared.metal = metal_asked.metal
        AND declared.outcome = 'consolidated'
    WHERE metal_asked.in_scope
),
not_valid AS (
    SELECT *, 'declaration_not_valid' AS code,
        CASE not_valid_because
            WHEN 'set_aside' THEN 'set aside by ' || set_aside_reason
            ELSE critical_findings || ' open critical finding(s)'
        END AS detail
    FROM counting
    WHERE NOT valid AND (NOT set_aside OR all_set_aside)
),
broken AS (
    FROM not_valid
    UNION ALL BY NAME FROM unmet
    UNION ALL BY NAME FROM row_break
    UNION ALL BY NAME FROM none_identified
)
SELECT
    reporting_year,
    entity_id,
    supplier_id,
    code,
    metal,
    detail,
    smelter_cid,
    file_sha256,
    drop_path,
    source_sheet,
    source_row,
    source_cell
FROM broken
ORDER BY reporting_year, entity_id, file_sha256, source_sheet NULLS FIRST, source_row NULLS FIRST, code, metal, source_cell,
    smelter_cid, detail
