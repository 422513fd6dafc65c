-- Grain: one stage of the campaign of a year, with the suppliers that have come so far: entities in scope and not exempt.
-- Who was surveyed, has answered and is valid is counted as in the response rates, up to the cut-off; the rest is where the
-- ladder of letters stands now.
WITH counted AS (
    SELECT
        ladder.reporting_year,
        unnest(['asked', 'surveyed', 'reminded', 'escalated', 'received', 'valid', 'refused', 'uncertain', 'undeliverable'])
            AS stage,
        unnest(range(1, 10)) AS position,
        unnest([
            count(*),
            count(*) FILTER (WHERE entity.surveyed),
            count(ladder.last_reminder_on),
            count(ladder.escalated_on),
            count(*) FILTER (WHERE entity.received),
            count(*) FILTER (WHERE entity.valid),
            count(ladder.refused_on),
            count(*) FILTER (WHERE ladder.uncertain_letters > 0),
            count(ladder.undeliverable)
        ]) AS suppliers,
        count(*) AS asked
    FROM ladder_next AS ladder
    JOIN entity_response AS entity USING (reporting_year, entity_id)
    WHERE ladder.asked
    GROUP BY ladder.reporting_year
)
SELECT reporting_year, position, stage, suppliers, suppliers / asked AS share
FROM counted
ORDER BY reporting_year, position
