-- Grain: one entity of a year that is asked, with its place on the ladder and what comes next, that all filters let through.
-- It is shown under the vendor number that letters go to, else under its own.
WITH entity AS (
    SELECT
        entity_id,
        arg_min(supplier_id, (supplier_id IS DISTINCT FROM written_to, supplier_id <> entity_id, supplier_id)) AS supplier_id,
        arg_min(supplier_name, (supplier_id IS DISTINCT FROM written_to, supplier_id <> entity_id, supplier_id))
            AS supplier_name,
        count(*) AS vendor_numbers,
        any_value(state) AS state,
        any_value(next_action) AS next_action,
        any_value(next_number) AS next_number,
        any_value(next_action_on) AS next_action_on,
        any_value(next_reason) AS next_reason,
        any_value(surveyed_on) AS surveyed_on,
        any_value(due_on) AS due_on,
        any_value(reminders) AS reminders,
        any_value(answered_on) AS answered_on,
        any_value(corrections) AS corrections,
        any_value(extended_until) AS extended_until,
        any_value(undeliverable) AS undeliverable,
        strip_accents(lower(string_agg(concat_ws(' ', supplier_name, supplier_id), ' '))) AS searched
    FROM supplier_status
    WHERE reporting_year = $year
    GROUP BY entity_id
    HAVING bool_or(in_scope AND exempt_reason IS NULL)
)
SELECT *, coalesce(next_action_on <= CAST($today AS DATE), false) AS due
FROM entity
WHERE ($text IS NULL OR contains(searched, strip_accents(lower($text))))
    AND ($action IS NULL OR next_action = $action)
    AND ($state IS NULL OR state = $state)
    AND ($when IS NULL OR due = ($when = 'due_now'))
    AND ($entities IS NULL OR list_contains(CAST($entities AS VARCHAR[]), entity_id))
