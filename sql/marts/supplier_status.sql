-- Grain: one supplier (vendor number) of a reporting year. One declaration answers for every vendor number of its entity.
-- The survey is about conflict minerals: an EMRT or AMRT is no answer to it, and its findings are no fault of one. Findings
-- are those of declarations that count: none of them is closed. Whose only declaration was set aside has answered, and not
-- validly; beside others that count, one set aside says nothing.
WITH answered AS (
    SELECT
        status.reporting_year,
        current.entity_id,
        count(*) FILTER (WHERE NOT status.set_aside) AS declarations,
        count(*) FILTER (WHERE status.valid) AS valid_declarations,
        count(*) FILTER (WHERE status.set_aside) AS set_aside_declarations,
        max(status.effective_date) FILTER (WHERE NOT status.set_aside) AS effective_date,
        arg_max(status.template_revision, (status.effective_date, status.file_sha256))
            FILTER (WHERE NOT status.set_aside) AS template_revision
    FROM declaration_status AS status
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    WHERE status.superseded_by IS NULL AND status.supplier_id IS NOT NULL AND status.template_kind = 'cmrt'
    GROUP BY status.reporting_year, current.entity_id
),
rows_declared AS (
    SELECT account.reporting_year, current.entity_id, count(*) AS smelter_rows
    FROM smelter_accounting AS account
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    ANTI JOIN stg_set_aside USING (reporting_year, file_sha256)
    WHERE account.outcome <> 'superseded' AND account.template_kind = 'cmrt'
    GROUP BY account.reporting_year, current.entity_id
),
faults AS (
    SELECT
        finding.reporting_year,
        current.entity_id,
        count(*) FILTER (WHERE finding.severity = 'critical' AND finding.state <> 'waived') AS critical_findings,
        count(*) FILTER (WHERE finding.severity = 'warning' AND finding.state <> 'waived') AS warning_findings,
        count(*) FILTER (WHERE finding.state = 'waived') AS waived_findings
    FROM finding_state AS finding
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    WHERE finding.state <> 'closed' AND current.template_kind = 'cmrt'
    GROUP BY finding.reporting_year, current.entity_id
),
written AS (
    SELECT reporting_year, supplier_id, count(*) AS letters, max(sent_on) AS last_letter_on
    FROM stg_letter
    GROUP BY reporting_year, supplier_id
)
SELECT
    scope.reporting_year,
    scope.supplier_id,
    scope.supplier_name,
    CASE
        WHEN scope.exempt_reason IS NOT NULL THEN 'exempt'
        WHEN answered.declarations IS NULL THEN 'no_response'
        WHEN answered.declarations > 0 AND answered.valid_declarations = answered.declarations THEN 'complete'
        ELSE 'answered_incomplete'
    END AS state,
    scope.in_scope,
    scope.exempt_reason,
    coalesce(answered.declarations, 0) AS declarations,
    coalesce(answered.valid_declarations, 0) AS valid_declarations,
    coalesce(answered.set_aside_declarations, 0) AS set_aside_declarations,
    answered.effective_date,
    answered.template_revision,
    coalesce(rows_declared.smelter_rows, 0) AS smelter_rows,
    coalesce(faults.critical_findings, 0) AS critical_findings,
    coalesce(faults.warning_findings, 0) AS warning_findings,
    coalesce(faults.waived_findings, 0) AS waived_findings,
    coalesce(written.letters, 0) AS letters,
    written.last_letter_on,
    scope.products
FROM supplier_scope AS scope
LEFT JOIN answered USING (reporting_year, entity_id)
LEFT JOIN rows_declared USING (reporting_year, entity_id)
LEFT JOIN faults USING (reporting_year, entity_id)
LEFT JOIN written ON written.reporting_year = scope.reporting_year AND written.supplier_id = scope.supplier_id
ORDER BY scope.reporting_year, scope.supplier_id
