-- Grain: one day of the campaign on which something changed: the first letter, each arrival of a declaration, the as-of
-- date. Share of the suppliers asked that had answered by then, and validly by what is known of these answers today. One
-- entity counts once. Empty before the first answer.
WITH asked AS (
    SELECT count(DISTINCT entity_id) AS suppliers
    FROM supplier_category WHERE reporting_year = $year AND in_scope AND category <> 'exempt'
),
answered AS (
    SELECT supplier.entity_id, min(CAST(status.received_at[:10] AS DATE)) AS day,
        min(CAST(status.received_at[:10] AS DATE)) FILTER (WHERE status.valid) AS valid_day
    FROM declaration_status AS status
    JOIN supplier_category AS supplier USING (reporting_year, supplier_id)
    WHERE status.reporting_year = $year AND status.template_kind = 'cmrt' AND supplier.in_scope
        AND supplier.category <> 'exempt'
    GROUP BY supplier.entity_id
),
days AS (
    SELECT day FROM answered
    UNION
    SELECT valid_day FROM answered WHERE valid_day IS NOT NULL
    UNION
    SELECT min(first_on) FROM outreach
    WHERE reporting_year = $year AND first_on <= (SELECT min(day) FROM answered)
    HAVING min(first_on) IS NOT NULL
    UNION
    SELECT max(cut_off) FROM response_rate
    WHERE reporting_year = $year AND cut_off >= (SELECT max(day) FROM answered)
    HAVING max(cut_off) IS NOT NULL
)
SELECT
    days.day,
    (SELECT count(*) FROM answered WHERE answered.day <= days.day) / asked.suppliers AS received,
    (SELECT count(*) FROM answered WHERE answered.valid_day <= days.day) / asked.suppliers AS valid
FROM days
CROSS JOIN asked
WHERE asked.suppliers > 0 AND EXISTS (FROM answered)
ORDER BY days.day
