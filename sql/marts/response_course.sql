-- Grain: one day of a year's campaign on which a figure changed, and the cut-off day: the suppliers (entities) asked,
-- surveyed, that had answered, and all of whose answers were valid, each up to and on that day. An answer counts from the
-- day its file first came until one that replaces it; ties, set-aside declarations, findings and waivers are taken as known
-- today. On the cut-off day the figures are those of response_rate.
WITH entity AS (
    SELECT entity_response.*, year_cut_off.cut_off
    FROM entity_response
    JOIN year_cut_off USING (reporting_year)
    WHERE NOT exempt
),
answer AS (
    SELECT answer.*, entity.cut_off
    FROM survey_answer AS answer
    JOIN entity USING (reporting_year, entity_id)
    WHERE answer.received_on <= entity.cut_off AND answer.replaced_on IS DISTINCT FROM answer.received_on
),
-- What an entity's answers are worth can change only on the days on which one of them comes.
moment AS (
    SELECT DISTINCT reporting_year, entity_id, received_on AS day FROM answer
),
worth AS (
    SELECT
        moment.reporting_year,
        moment.entity_id,
        moment.day,
        CAST(coalesce(bool_and(answer.valid) FILTER (WHERE NOT answer.set_aside), false) AS INTEGER) AS valid
    FROM moment
    JOIN answer USING (reporting_year, entity_id)
    WHERE answer.received_on <= moment.day AND coalesce(answer.replaced_on > moment.day, true)
    GROUP BY moment.reporting_year, moment.entity_id, moment.day
),
change AS (
    SELECT reporting_year, surveyed_on AS day, 1 AS surveyed, 0 AS received, 0 AS valid FROM entity WHERE surveyed
    UNION ALL
    SELECT reporting_year, min(day), 0, 1, 0 FROM moment GROUP BY reporting_year, entity_id
    UNION ALL
    SELECT reporting_year, day, 0, 0, valid - lag(valid, 1, 0) OVER (PARTITION BY reporting_year, entity_id ORDER BY day)
    FROM worth
    UNION ALL
    SELECT DISTINCT reporting_year, cut_off, 0, 0, 0 FROM entity
),
course AS (
    SELECT reporting_year, day, sum(surveyed) AS surveyed, sum(received) AS received, sum(valid) AS valid
    FROM change
    GROUP BY reporting_year, day
),
asked AS (
    SELECT reporting_year, count(*) AS asked, any_value(cut_off) AS cut_off FROM entity GROUP BY reporting_year
)
SELECT
    course.reporting_year,
    course.day,
    asked.asked,
    sum(course.surveyed) OVER so_far AS surveyed,
    sum(course.received) OVER so_far AS received,
    sum(course.valid) OVER so_far AS valid
FROM course
JOIN asked USING (reporting_year)
WHERE course.surveyed <> 0 OR course.received <> 0 OR course.valid <> 0 OR course.day = asked.cut_off
WINDOW so_far AS (PARTITION BY course.reporting_year ORDER BY course.day)
ORDER BY course.reporting_year, course.day
