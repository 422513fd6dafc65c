-- Grain: one entity of a year, with its state on the ladder of letters and what comes next. First the step the ladder
-- itself names (step_*), then what the cut-off, an uncertain letter or a missing address makes of it. The day follows from
-- facts alone; only whether the survey is closed is told by the as-of date. A rung keeps its distance from the letter
-- before it: who was written to late is not written to again the next day.
WITH rung AS (
    SELECT
        letter_kind,
        rung,
        after_days,
        after_days - lag(after_days, 1, 0) OVER (PARTITION BY letter_kind ORDER BY rung) AS gap_days
    FROM campaign_rung
),
ladder AS (
    SELECT
        count(*) FILTER (WHERE letter_kind = 'reminder') AS reminder_rungs,
        count(*) FILTER (WHERE letter_kind = 'correction') AS correction_rungs,
        official_notice_days AS notice_days,
        greatest(notice_days - coalesce(max(after_days) FILTER (WHERE letter_kind = 'reminder'), 0), 1) AS reminder_gap,
        greatest(notice_days - coalesce(max(after_days) FILTER (WHERE letter_kind = 'correction'), 0), 1) AS correction_gap
    FROM campaign_rule
    LEFT JOIN rung ON true
    GROUP BY official_notice_days
),
placed AS (
    SELECT
        *,
        CASE
            WHEN exempt THEN 'exempt'
            WHEN response = 'complete' THEN 'complete'
            WHEN refused_on IS NOT NULL THEN 'refused'
            WHEN answered THEN 'answered'
            WHEN surveyed_on IS NULL THEN 'not_surveyed'
            ELSE 'silent'
        END AS phase,
        CASE
            WHEN phase IN ('exempt', 'complete', 'not_surveyed') THEN phase
            WHEN escalated THEN 'escalated'
            WHEN phase = 'refused' THEN 'refused'
            WHEN phase = 'answered' THEN CASE WHEN corrections > 0 THEN 'in_correction' ELSE 'answered_incomplete' END
            WHEN reminders > 0 THEN 'reminded'
            ELSE 'surveyed'
        END AS state,
        in_scope AND NOT exempt AS asked,
        answered AND (open_items > 0 OR all_set_aside) AS has_to_mend
    FROM ladder_fact
),
step AS (
    SELECT
        placed.*,
        ladder.reminder_rungs,
        CASE
            WHEN NOT asked OR closed_on IS NOT NULL OR phase = 'not_surveyed' AND listed_on IS NULL THEN 'none'
            WHEN phase = 'not_surveyed' THEN 'survey'
            WHEN has_to_mend AND corrections = 0 AND (phase = 'complete' OR phase = 'answered' AND NOT escalated)
                THEN 'correction'
            WHEN phase = 'complete' AND open_items = 0 AND campaign_rule.thank_you AND NOT thanked THEN 'thank_you'
            WHEN escalated OR phase = 'complete' OR phase = 'answered' AND NOT has_to_mend THEN 'none'
            WHEN rung.rung IS NOT NULL THEN rung.letter_kind
            WHEN ladder.notice_days IS NOT NULL THEN 'official_notice'
            ELSE 'none'
        END AS step_kind,
        CASE
            WHEN step_kind = 'survey' THEN listed_on
            WHEN step_kind = 'thank_you' OR step_kind = 'correction' AND corrections = 0 THEN answered_on
            WHEN step_kind = 'reminder' THEN greatest(surveyed_on + rung.after_days, last_asked_on + rung.gap_days)
            WHEN step_kind = 'correction' THEN greatest(first_correction_on + rung.after_days, last_asked_on + rung.gap_days)
            WHEN phase = 'refused' THEN refused_on
            WHEN phase = 'silent'
                THEN greatest(surveyed_on + ladder.notice_days, last_asked_on + ladder.reminder_gap)
            ELSE greatest(first_correction_on + ladder.notice_days, last_asked_on + ladder.correction_gap)
        END AS step_day,
        CASE WHEN step_kind <> 'none' THEN greatest(step_day, extended_until + 1) END AS step_on,
        coalesce(parameter.as_of > cut_off, false) AS is_closed,
        campaign_rule.closing_letters AND response <> 'complete' AND surveyed_on <= cut_off AND asked AND closed_on IS NULL
            AND (has_to_mend OR phase <> 'answered') AS may_close
    FROM placed
    CROSS JOIN parameter
    CROSS JOIN campaign_rule
    CROSS JOIN ladder
    LEFT JOIN rung ON rung.letter_kind = CASE phase WHEN 'silent' THEN 'reminder' WHEN 'answered' THEN 'correction' END
        AND rung.rung = CASE phase WHEN 'silent' THEN reminders + 1 ELSE corrections END
),
lettered AS (
    SELECT
        *,
        CASE
            WHEN may_close AND (is_closed OR step_kind = 'none' OR step_on > cut_off) THEN 'closing'
            WHEN step_kind IN ('survey', 'reminder', 'official_notice') AND (is_closed OR step_on > cut_off) THEN 'none'
            ELSE step_kind
        END AS letter_kind,
        CASE letter_kind WHEN 'closing' THEN greatest(cut_off, extended_until) + 1 ELSE step_on END AS letter_on
    FROM step
),
counted AS (
    SELECT reporting_year, entity_id, letter_kind, greatest(count(DISTINCT sent_on), max(number)) AS letters
    FROM letter_sent
    GROUP BY ALL
),
numbered AS (
    SELECT reporting_year, entity_then AS entity_id, letter_kind, max(number) AS number
    FROM letter_attempt
    WHERE outcome = 'sent'
    GROUP BY ALL
)
SELECT
    lettered.*,
    CASE
        WHEN NOT asked THEN 'none'
        WHEN uncertain_letters > 0 THEN 'settle_letter'
        WHEN lettered.letter_kind = 'none' THEN 'none'
        WHEN undeliverable IS NOT NULL OR written_to IS NULL THEN 'mend_address'
        ELSE lettered.letter_kind
    END AS next_action,
    CASE next_action
        WHEN 'none' THEN NULL
        WHEN 'settle_letter' THEN uncertain_on
        WHEN 'mend_address' THEN coalesce(undeliverable_on, letter_on)
        ELSE letter_on
    END AS next_action_on,
    CASE WHEN next_action = lettered.letter_kind AND next_action <> 'none'
        THEN 1 + greatest(coalesce(counted.letters, 0), coalesce(numbered.number, 0)) END AS next_number
FROM lettered
LEFT JOIN counted USING (reporting_year, entity_id, letter_kind)
LEFT JOIN numbered USING (reporting_year, entity_id, letter_kind)
ORDER BY reporting_year, entity_id
