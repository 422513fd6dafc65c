-- Grain: one day of the campaign on which something changed: the suppliers asked that had answered by then, and validly, as
-- numbers and as shares; see response_course. Empty before the first answer.
SELECT
    day,
    asked,
    surveyed,
    received AS answers,
    valid AS valid_answers,
    received / asked AS received,
    valid / asked AS valid
FROM response_course
WHERE reporting_year = $year
    AND (SELECT max(received) FROM response_course WHERE reporting_year = $year) > 0
ORDER BY day
