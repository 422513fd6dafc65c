-- Grain: one supplier (vendor number) of a reporting year. One declaration answers for every vendor number of its entity,
-- and letters are written to the entity: what stands from `written_to` on, and the state, are the entity's (ladder_next).
-- Findings are those of declarations that count: none of them is closed. Beside declarations that count, one that was set
-- aside says nothing.
WITH rows_declared AS (
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
    scope.entity_id,
    CASE WHEN scope.exempt_reason IS NOT NULL THEN 'exempt' ELSE ladder.response END AS response,
    ladder.state,
    scope.in_scope,
    scope.exempt_reason,
    coalesce(answer.declarations, 0) AS declarations,
    coalesce(answer.valid_declarations, 0) AS valid_declarations,
    coalesce(answer.set_aside_declarations, 0) AS set_aside_declarations,
    answer.effective_date,
    answer.template_revision,
    coalesce(rows_declared.smelter_rows, 0) AS smelter_rows,
    coalesce(faults.critical_findings, 0) AS critical_findings,
    coalesce(faults.warning_findings, 0) AS warning_findings,
    coalesce(faults.waived_findings, 0) AS waived_findings,
    coalesce(written.letters, 0) AS letters,
    written.last_letter_on,
    scope.products,
    ladder.written_to,
    ladder.surveyed_on,
    ladder.due_on,
    ladder.reminders,
    ladder.last_reminder_on,
    ladder.answered_on,
    ladder.corrections,
    ladder.last_correction_on,
    ladder.refused_on,
    ladder.extended_until,
    ladder.escalated_on,
    ladder.uncertain_letters,
    ladder.undeliverable,
    ladder.next_action,
    ladder.next_number,
    ladder.next_action_on,
    reason.next_reason
FROM supplier_scope AS scope
JOIN ladder_next AS ladder USING (reporting_year, entity_id)
JOIN ladder_reason AS reason USING (reporting_year, entity_id)
LEFT JOIN supplier_answer AS answer USING (reporting_year, entity_id)
LEFT JOIN rows_declared USING (reporting_year, entity_id)
LEFT JOIN faults USING (reporting_year, entity_id)
LEFT JOIN written ON written.reporting_year = scope.reporting_year AND written.supplier_id = scope.supplier_id
ORDER BY scope.reporting_year, scope.supplier_id
