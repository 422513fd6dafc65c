-- Grain: one supplier (vendor number) of a reporting year, with the category its entity's declarations in force give it by
-- company policy: all identified smelters conformant as of the as-of date needs valid declarations, question 6 = 100% and
-- questions 7 and 8 = Yes for every metal in scope, nothing unidentified, and every smelter conformant (see
-- supplier_category_break). Beside it the answers to the questions about the company's programme in the newest
-- declaration: H asks for a duty to file, no practice, so that it counts for completeness alone.
WITH counting AS (
    SELECT status.*, current.entity_id
    FROM declaration_status AS status
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    WHERE status.superseded_by IS NULL AND status.supplier_id IS NOT NULL AND status.template_kind = 'cmrt'
),
answered AS (
    SELECT
        reporting_year,
        entity_id,
        count(*) FILTER (WHERE NOT set_aside) AS declarations,
        coalesce(bool_and(valid) FILTER (WHERE NOT set_aside), false) AS valid,
        string_agg(DISTINCT coalesce(declaration_scope, 'none stated'), ', '
            ORDER BY coalesce(declaration_scope, 'none stated')) FILTER (WHERE NOT set_aside) AS declaration_scopes,
        arg_max(file_sha256, (coalesce(effective_date, DATE '1900-01-01'), received_at, file_sha256))
            FILTER (WHERE NOT set_aside) AS newest
    FROM counting
    GROUP BY ALL
),
used AS (
    SELECT counting.reporting_year, counting.entity_id, count(DISTINCT answer.metal) AS metals_in_scope
    FROM counting
    JOIN stg_metal_answer AS answer USING (file_sha256)
    WHERE answer.in_scope AND is_conflict_mineral(answer.metal) AND NOT counting.set_aside
    GROUP BY ALL
),
facility AS (
    SELECT DISTINCT counting.reporting_year, counting.entity_id, account.metal, account.smelter_cid
    FROM counting
    JOIN smelter_accounting AS account USING (reporting_year, file_sha256)
    WHERE account.outcome = 'consolidated'
),
smelter AS (
    SELECT
        facility.reporting_year,
        facility.entity_id,
        count(*) AS smelters,
        count(*) FILTER (WHERE line.smelter_status IN ('conformant', 'cross_recognized')) AS conformant_smelters,
        min(line.status_as_of) AS status_as_of
    FROM facility
    JOIN appendix_a AS line USING (reporting_year, metal, smelter_cid)
    GROUP BY ALL
),
broken AS (
    SELECT reporting_year, entity_id, count(*) AS breaks FROM supplier_category_break GROUP BY ALL
),
programme AS (
    SELECT
        answered.reporting_year,
        answered.entity_id,
        count(*) AS asked,
        count(said.answer) AS replied,
        count(*) FILTER (WHERE said.question <> 'H') AS scored,
        count(*) FILTER (WHERE said.question <> 'H' AND said.answer LIKE 'Yes%') AS yes
    FROM answered
    JOIN company_answer AS said ON said.file_sha256 = answered.newest
    WHERE said.question IS NOT NULL AND (said.answer_required OR said.answer_reported IS NOT NULL)
    GROUP BY ALL
)
SELECT
    scope.reporting_year,
    scope.supplier_id,
    scope.entity_id,
    scope.supplier_name,
    scope.in_scope,
    CASE
        WHEN scope.exempt_reason IS NOT NULL THEN 'exempt'
        WHEN answered.declarations IS NULL THEN 'no_response'
        WHEN NOT answered.valid THEN 'not_valid'
        WHEN broken.breaks > 0 THEN 'not_established'
        WHEN used.metals_in_scope IS NULL THEN 'no_metal_in_scope'
        ELSE 'all_identified_smelters_conformant'
    END AS category,
    parameter.as_of,
    smelter.status_as_of,
    coalesce(answered.declarations, 0) AS declarations,
    answered.declaration_scopes,
    coalesce(broken.breaks, 0) AS breaks,
    coalesce(smelter.smelters, 0) AS smelters,
    coalesce(smelter.conformant_smelters, 0) AS conformant_smelters,
    1 - smelter.conformant_smelters / smelter.smelters AS not_conformant_share,
    programme.yes AS programme_yes,
    programme.scored AS programme_asked,
    programme.yes / nullif(programme.scored, 0) AS programme_score,
    programme.replied / programme.asked AS programme_completeness
FROM supplier_scope AS scope
LEFT JOIN answered USING (reporting_year, entity_id)
LEFT JOIN used USING (reporting_year, entity_id)
LEFT JOIN smelter USING (reporting_year, entity_id)
LEFT JOIN broken USING (reporting_year, entity_id)
LEFT JOIN programme USING (reporting_year, entity_id)
CROSS JOIN parameter
ORDER BY scope.reporting_year, scope.supplier_id
