-- Grain: one entity of a year that has a vendor number on the supplier list, with the facts its place on the ladder of
-- letters follows from. It is asked when a vendor number in scope is not exempt. What a person recorded that it said counts
-- until it answers, and a refusal not of one that is complete. A letter that came back for good, or was refused for good,
-- stands in the way until the address is another one or a later letter went through.
WITH entity AS (
    SELECT
        reporting_year,
        entity_id,
        bool_or(in_scope) AS in_scope,
        coalesce(bool_and(exempt_reason IS NOT NULL) FILTER (WHERE in_scope), bool_and(exempt_reason IS NOT NULL)) AS exempt,
        arg_min(supplier_id, (supplier_id <> entity_id, supplier_id)) FILTER (WHERE reachable) AS written_to,
        arg_min(mail_addresses(contact_email), (supplier_id <> entity_id, supplier_id)) FILTER (WHERE reachable) AS addresses
    FROM (
        SELECT *, len(mail_addresses(contact_email)) > 0 AND exempt_reason IS NULL AND (in_scope OR supplier_id = entity_id)
            AS reachable
        FROM supplier_scope
    )
    GROUP BY reporting_year, entity_id
),
list_day AS (
    -- The list of another year says who supplies, but begins no survey: a year begins when its own list comes.
    SELECT receipt.reporting_year, CAST(min(receipt.received_at)[:10] AS DATE) AS listed_on
    FROM stg_receipt AS receipt
    JOIN landed_file AS landed USING (file_sha256)
    WHERE landed.kind = 'supplier' AND landed.reason IS NULL AND receipt.aside IS NULL
    GROUP BY receipt.reporting_year
),
written AS (
    SELECT
        reporting_year,
        entity_id,
        min(sent_on) FILTER (WHERE letter_kind <> 'thank_you') AS surveyed_on,
        arg_min(due_on, sent_at) FILTER (WHERE letter_kind = 'survey' AND due_on IS NOT NULL) AS survey_due_on,
        count(DISTINCT sent_on) FILTER (WHERE letter_kind = 'reminder') AS reminders,
        max(sent_on) FILTER (WHERE letter_kind = 'reminder') AS last_reminder_on,
        max(sent_on) FILTER (WHERE letter_kind = 'official_notice') AS escalated_on,
        max(sent_at) FILTER (WHERE letter_kind = 'official_notice') AS notice_at,
        max(sent_on) FILTER (WHERE letter_kind = 'closing') AS closed_on,
        bool_or(letter_kind = 'thank_you') AS thanked,
        max(sent_on) FILTER (WHERE letter_kind NOT IN ('thank_you', 'closing')) AS last_asked_on
    FROM letter_sent
    GROUP BY reporting_year, entity_id
),
corrected AS (
    SELECT
        letters.reporting_year,
        letters.entity_id,
        count(*) AS corrections,
        min(letters.sent_on) AS first_correction_on,
        max(letters.sent_on) AS last_correction_on
    FROM letter_sent AS letters
    JOIN supplier_answer AS answer USING (reporting_year, entity_id)
    WHERE letters.letter_kind = 'correction' AND letters.sent_at > answer.answered_at
    GROUP BY letters.reporting_year, letters.entity_id
),
tried AS (
    SELECT
        reporting_year,
        entity_id,
        count(*) FILTER (WHERE outcome = 'uncertain') AS uncertain_letters,
        min(occurred_on) FILTER (WHERE outcome = 'uncertain') AS uncertain_on,
        arg_max(
            {'tried_on': occurred_on, 'dead': dead, 'why': CASE
                WHEN bounced THEN 'the ' || replace(letter_kind, '_', ' ') || ' of ' || occurred_on || ' to ' || recipient
                    || ' came back (' || bounce_status || ')'
                WHEN failed_for_good THEN 'the mail server refused the ' || replace(letter_kind, '_', ' ') || ' of '
                    || occurred_on || ' to ' || recipient || coalesce(': ' || reason, '')
            END},
            (occurred_at, letter_id, attempt)
        ) FILTER (WHERE outcome = 'sent' OR failed_for_good) AS newest
    FROM letter_attempt
    GROUP BY reporting_year, entity_id
),
logged AS (
    SELECT reporting_year, entity_id, max(sent_on) AS logged_on FROM letter_sent WHERE number IS NULL GROUP BY ALL
)
SELECT
    entity.*,
    list_day.listed_on,
    coalesce(answer.response, 'no_response') AS response,
    answer.answered_at IS NOT NULL AS answered,
    CAST(answer.answered_at[:10] AS DATE) AS answered_on,
    coalesce(answer.open_items, 0) AS open_items,
    answer.declarations = 0 AND answer.set_aside_declarations > 0 AS all_set_aside,
    written.surveyed_on,
    coalesce(written.survey_due_on, written.surveyed_on + campaign_rule.due_days) AS due_on,
    coalesce(written.reminders, 0) AS reminders,
    written.last_reminder_on,
    coalesce(corrected.corrections, 0) AS corrections,
    corrected.first_correction_on,
    corrected.last_correction_on,
    written.last_asked_on,
    written.escalated_on,
    written.closed_on,
    coalesce(written.thanked, false) AS thanked,
    CASE WHEN said.said = 'refused' AND answer.response IS DISTINCT FROM 'complete' AND said.said_at > coalesce(answer.answered_at, '')
        THEN CAST(said.said_at[:10] AS DATE) END AS refused_on,
    CASE WHEN said.said = 'extended' AND said.said_at > coalesce(answer.answered_at, '') THEN said.until END AS extended_until,
    coalesce(
        written.notice_at > greatest(coalesce(answer.answered_at, ''), CASE WHEN refused_on IS NOT NULL THEN said.said_at END),
        false
    ) AS escalated,
    coalesce(tried.uncertain_letters, 0) AS uncertain_letters,
    tried.uncertain_on,
    CASE
        WHEN list_has_all(tried.newest.dead, entity.addresses) AND coalesce(logged.logged_on <= tried.newest.tried_on, true)
            THEN tried.newest.why
    END AS undeliverable,
    CASE WHEN undeliverable IS NOT NULL THEN tried.newest.tried_on END AS undeliverable_on,
    campaign_year.cut_off
FROM entity
CROSS JOIN campaign_rule
JOIN campaign_year USING (reporting_year)
LEFT JOIN list_day USING (reporting_year)
LEFT JOIN supplier_answer AS answer USING (reporting_year, entity_id)
LEFT JOIN written USING (reporting_year, entity_id)
LEFT JOIN corrected USING (reporting_year, entity_id)
LEFT JOIN tried USING (reporting_year, entity_id)
LEFT JOIN logged USING (reporting_year, entity_id)
LEFT JOIN stg_supplier_said AS said USING (reporting_year, entity_id)
ORDER BY entity.reporting_year, entity.entity_id
