-- Grain: one entity of a year, with the reason of its next action in one sentence.
SELECT
    reporting_year,
    entity_id,
    CASE
        WHEN exempt THEN 'Exempt with a recorded reason: it is not asked.'
        WHEN NOT in_scope THEN 'It supplies no part of a product in scope: it is not asked.'
        WHEN next_action = 'settle_letter'
            THEN 'Nobody knows whether a letter of ' || uncertain_on || ' left: nothing else goes out until a person says.'
        WHEN next_action = 'mend_address' AND undeliverable IS NOT NULL
            THEN 'The address has to be mended: ' || undeliverable || '.'
        WHEN next_action = 'mend_address' THEN 'The supplier list has no address to write to.'
        WHEN next_action = 'closing' THEN 'No valid declaration, and the survey closes on ' || cut_off || '.'
        WHEN next_action = 'survey' THEN 'It has not been asked yet; on the supplier list since ' || listed_on || '.'
        WHEN asked AND phase = 'not_surveyed' AND listed_on IS NULL
            THEN 'The year has no supplier list of its own yet: its survey begins when one is dropped.'
        WHEN next_action = 'reminder' THEN 'No answer to the survey of ' || surveyed_on || '; reminder '
            || (reminders + 1) || ' of ' || reminder_rungs || '.'
        WHEN next_action = 'correction' AND corrections > 0 THEN 'Asked ' || CASE corrections WHEN 1 THEN 'once' ELSE corrections || ' times' END || ' since '
            || first_correction_on || ' to mend the answer of ' || answered_on || ', and nothing newer came.'
        WHEN next_action = 'correction' AND all_set_aside THEN 'A person set aside the only declaration it sent, on '
            || answered_on || ': a new one is needed.'
        WHEN next_action = 'correction' THEN 'The answer of ' || answered_on || ' leaves ' || open_items
            || CASE WHEN open_items = 1 THEN ' thing' ELSE ' things' END || ' to mend.'
        WHEN next_action = 'official_notice' AND refused_on IS NOT NULL THEN 'It refused on ' || refused_on || '.'
        WHEN next_action = 'official_notice' AND phase = 'silent' THEN 'No answer to the survey of ' || surveyed_on
            || ', reminded ' || CASE reminders WHEN 0 THEN 'never' WHEN 1 THEN 'once' ELSE reminders || ' times' END || '.'
        WHEN next_action = 'official_notice' THEN 'Asked ' || CASE corrections WHEN 1 THEN 'once' ELSE corrections || ' times' END || ' since ' || first_correction_on
            || ' to mend the answer of ' || answered_on || ', without a new one.'
        WHEN next_action = 'thank_you' THEN 'A valid declaration came on ' || answered_on || '.'
        WHEN closed_on IS NOT NULL THEN 'It was told on ' || closed_on || ' that the survey is closed.'
        WHEN phase = 'complete' AND has_to_mend THEN 'Complete; asked on ' || last_correction_on || ' to mend what is left.'
        WHEN phase = 'complete' THEN 'Complete: nothing is left to ask.'
        WHEN step_kind <> 'none' THEN 'The survey closed on ' || cut_off || '.'
        WHEN escalated THEN 'An official notice was sent on ' || escalated_on || ', and nothing follows it.'
        WHEN phase = 'answered' THEN 'The faults of its answer are ours to settle: nothing is asked of the supplier.'
        WHEN refused_on IS NOT NULL THEN 'It refused on ' || refused_on || ', and official notices are switched off.'
        ELSE 'Every reminder was sent, and official notices are switched off.'
    END AS next_reason
FROM ladder_next
ORDER BY reporting_year, entity_id
