-- Grain: one measure of a year whose survey is still open: how many suppliers will have answered by its last day (the
-- cut-off, else the filing deadline) if they go on as they do. Two paces are taken from response_course, that of the last
-- 28 days and that since the first letter; with five answers or more in those days the recent one counts alone, else the
-- mean of both. Nothing is estimated in the first week after the first letter, before the first answer, or after the last day.
WITH course AS (
    SELECT
        reporting_year,
        day,
        asked,
        min(day) FILTER (WHERE surveyed > 0) OVER (PARTITION BY reporting_year) AS first_letter_on,
        unnest(['received', 'valid']) AS measure,
        unnest([received, valid]) AS suppliers
    FROM response_course
),
dated AS (
    SELECT
        course.*,
        parameter.as_of,
        coalesce(year.cut_off, year.filing_deadline) AS until,
        CASE WHEN year.cut_off IS NULL THEN 'filing_deadline' ELSE 'cut_off' END AS until_is,
        until - parameter.as_of AS days_left,
        parameter.as_of - course.first_letter_on AS days_since,
        CAST(least(days_since, 28) AS INTEGER) AS window_days
    FROM course
    CROSS JOIN parameter
    JOIN campaign_year AS year ON year.reporting_year = course.reporting_year
    WHERE course.day <= parameter.as_of
),
counted AS (
    SELECT
        reporting_year,
        measure,
        asked AS denominator,
        as_of,
        until,
        until_is,
        days_left,
        days_since,
        window_days,
        first_letter_on,
        arg_max(suppliers, day) AS now,
        greatest(now - coalesce(arg_max(suppliers, day) FILTER (WHERE day <= as_of - window_days), 0), 0) AS lately,
        greatest(now - coalesce(arg_max(suppliers, day) FILTER (WHERE day < first_letter_on), 0), 0) AS since_first
    FROM dated
    WHERE days_since >= 7 AND days_left >= 0
    GROUP BY ALL
),
paced AS (
    SELECT
        *,
        lately / window_days AS recent_pace,
        since_first / days_since AS whole_pace,
        CASE WHEN lately >= 5 THEN recent_pace ELSE (recent_pace + whole_pace) / 2 END AS pace
    FROM counted
    WHERE now > 0
)
SELECT
    reporting_year,
    measure,
    as_of,
    until,
    until_is,
    days_left,
    denominator,
    now,
    CAST(least(denominator, round(now + days_left * pace)) AS INTEGER) AS expected,
    CAST(least(denominator, round(now + days_left * least(recent_pace, whole_pace))) AS INTEGER) AS low,
    CAST(least(denominator, round(now + days_left * greatest(recent_pace, whole_pace))) AS INTEGER) AS high,
    window_days,
    'An estimate. ' || now || ' of ' || denominator || ' suppliers had '
        || CASE measure WHEN 'valid' THEN 'sent valid answers' ELSE 'answered' END || ' by ' || as_of || ': ' || lately
        || ' in the last ' || window_days || ' days, ' || since_first || ' in the ' || days_since
        || ' days since the first letter of ' || first_letter_on || '. At the slower of these two paces it will be ' || low
        || ' by ' || until || ', at the faster ' || high || '; ' || expected || ' is expected by '
        || CASE WHEN lately >= 5 THEN 'the recent pace' ELSE 'the mean of both' END || '.' AS basis
FROM paced
ORDER BY reporting_year, measure
