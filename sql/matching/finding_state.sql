-- Grain: one fault of finding_found with its state: open, sent, answered, waived or closed. A finding on a declaration
-- that was replaced or set aside is closed, whatever was said of it. What a person said of it counts next. What was said
-- last of the same fault (code, sheet, cell, subject) of a file that this one replaces counts when it is a waiver: a waiver
-- carries over, nothing else does, and not from a file of another vendor number or one set aside. A waiver holds up to its
-- last day and for the severity it was given for; what was said holds for the supplier it was said of. Else the finding is
-- open. Who was sent a finding and has sent another declaration of that scope since, which did not replace the faulty one,
-- has answered.
WITH first_seen AS (
    SELECT reporting_year, file_sha256, min(received_at) AS received_at FROM stg_receipt GROUP BY ALL
),
tied AS (
    SELECT declaration.reporting_year, declaration.file_sha256, declaration.template_kind, declaration.scope_key,
        declaration.drop_path, first_seen.received_at, tie.supplier_id, tie.entity_id
    FROM stg_declaration AS declaration
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
    JOIN first_seen USING (reporting_year, file_sha256)
    ANTI JOIN stg_set_aside AS aside
        ON aside.reporting_year = declaration.reporting_year AND aside.file_sha256 = declaration.file_sha256
    WHERE tie.supplier_id IS NOT NULL
),
placed AS (
    SELECT found.*, coalesce(tied.entity_id, supplier.entity_id) AS entity_id, tied.scope_key,
        tied.received_at, tied.supplier_id AS tied_to
    FROM finding_found AS found
    LEFT JOIN tied USING (reporting_year, file_sha256)
    LEFT JOIN stg_supplier AS supplier
        ON supplier.reporting_year = found.reporting_year AND supplier.supplier_id = found.supplier_id
),
said_before AS (
    SELECT placed.finding_id, said.* EXCLUDE (finding_id)
    FROM placed
    JOIN declaration_current AS replaced
        ON replaced.reporting_year = placed.reporting_year AND replaced.superseded_by = placed.file_sha256
    JOIN tied
        ON tied.reporting_year = replaced.reporting_year
        AND tied.file_sha256 = replaced.file_sha256
        AND tied.supplier_id = placed.tied_to
    JOIN stg_finding_state AS said
        ON said.reporting_year = tied.reporting_year
        AND said.file_sha256 = tied.file_sha256
        AND said.code = placed.code
        AND said.source_sheet IS NOT DISTINCT FROM placed.source_sheet
        AND coalesce(said.source_cell, 'row ' || said.source_row, '')
            = coalesce(placed.source_cell, 'row ' || placed.source_row, '')
        AND said.subject IS NOT DISTINCT FROM placed.subject
    WHERE tied.received_at < placed.received_at
    QUALIFY row_number() OVER (
        PARTITION BY placed.finding_id ORDER BY said.occurred_at DESC, tied.received_at DESC, said.event_id DESC
    ) = 1
),
said AS (
    SELECT finding_id, state, actor, occurred_at, note, until, severity, supplier_id FROM stg_finding_state
    UNION ALL
    SELECT finding_id, state, actor, occurred_at, concat_ws('; ', note, 'said of an earlier file'), until, severity,
        supplier_id
    FROM said_before
    ANTI JOIN stg_finding_state USING (finding_id)
    WHERE state = 'waived'
),
answer_since AS (
    SELECT placed.finding_id, min(newer.received_at) AS received_at,
        arg_min(newer.drop_path, (newer.received_at, newer.drop_path)) AS drop_path
    FROM placed
    JOIN said ON said.finding_id = placed.finding_id AND said.state = 'sent'
    JOIN tied AS newer
        ON newer.reporting_year = placed.reporting_year
        AND newer.entity_id = placed.entity_id
        AND newer.template_kind = coalesce(placed.template_kind, 'cmrt')
        AND newer.scope_key = coalesce(placed.scope_key, newer.scope_key)
        AND newer.received_at > said.occurred_at
    GROUP BY placed.finding_id
),
judged AS (
    SELECT
        placed.* EXCLUDE (entity_id, scope_key, received_at, tied_to),
        CASE
            WHEN current.superseded_by IS NOT NULL THEN 'replaced'
            WHEN aside.event_id IS NOT NULL THEN 'set_aside'
            WHEN said.state <> 'open' AND said.supplier_id <> coalesce(placed.supplier_id, '') THEN 'of_another'
            WHEN said.state = 'waived' AND said.until < parameter.as_of THEN 'lapsed'
            WHEN said.state = 'waived' AND severity_rank(placed.severity) < severity_rank(said.severity) THEN 'worse'
            WHEN said.state = 'sent' AND since.finding_id IS NOT NULL THEN 'answered_since'
            ELSE coalesce(said.state, 'open')
        END AS judgement,
        said.actor,
        said.occurred_at,
        said.note,
        said.until,
        said.state AS said_state,
        said.severity AS said_severity,
        said.supplier_id AS said_of,
        aside.set_aside_by,
        aside.set_aside_at,
        aside.reason,
        replacing.received_at AS replaced_at,
        replacing.drop_path AS replaced_by,
        since.received_at AS answered_at,
        since.drop_path AS answered_by
    FROM placed
    LEFT JOIN declaration_current AS current USING (reporting_year, file_sha256)
    LEFT JOIN stg_set_aside AS aside USING (reporting_year, file_sha256)
    LEFT JOIN stg_file AS replacing
        ON replacing.reporting_year = current.reporting_year AND replacing.file_sha256 = current.superseded_by
    LEFT JOIN said ON said.finding_id = placed.finding_id
    LEFT JOIN answer_since AS since ON since.finding_id = placed.finding_id
    CROSS JOIN parameter
)
SELECT
    * EXCLUDE (
        judgement, actor, occurred_at, note, until, set_aside_by, set_aside_at, reason, replaced_at, replaced_by,
        answered_at, answered_by, said_state, said_severity, said_of
    ),
    CASE judgement
        WHEN 'replaced' THEN 'closed'
        WHEN 'set_aside' THEN 'closed'
        WHEN 'lapsed' THEN 'open'
        WHEN 'worse' THEN 'open'
        WHEN 'of_another' THEN 'open'
        WHEN 'answered_since' THEN 'answered'
        ELSE judgement
    END AS state,
    CASE WHEN judgement = 'set_aside' THEN set_aside_by
        WHEN judgement NOT IN ('replaced', 'lapsed', 'worse', 'of_another', 'answered_since') THEN actor END AS state_by,
    CASE judgement
        WHEN 'replaced' THEN replaced_at
        WHEN 'set_aside' THEN set_aside_at
        WHEN 'answered_since' THEN answered_at
        WHEN 'lapsed' THEN NULL
        WHEN 'worse' THEN NULL
        WHEN 'of_another' THEN NULL
        ELSE occurred_at
    END AS state_at,
    CASE judgement
        WHEN 'replaced' THEN 'a newer declaration replaces this one: ' || replaced_by
        WHEN 'set_aside' THEN 'the whole declaration was set aside: ' || reason
        WHEN 'answered_since' THEN concat_ws('; ', note, 'sent by ' || actor || ' on ' || occurred_at[:10]
            || ', and another file came: ' || answered_by)
        WHEN 'lapsed' THEN 'the waiver by ' || actor || ' ended on ' || until || coalesce(': ' || note, '')
        WHEN 'worse' THEN 'the waiver by ' || actor || ' was given when this was ' || said_severity
            || coalesce(': ' || note, '')
        WHEN 'of_another' THEN said_state || ' by ' || actor || ' when the file was tied to ' || said_of
            || coalesce(': ' || note, '')
        ELSE note
    END AS state_note,
    CASE WHEN judgement IN ('waived', 'lapsed') THEN until END AS waived_until
FROM judged
ORDER BY finding_id
