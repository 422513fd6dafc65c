-- Grain: one metal and kind of reason of the questions of a year.
SELECT DISTINCT metal, unnest(string_split(reason_kinds, ', ')) AS reason_kind
FROM review_queue
WHERE list_contains(string_split(reporting_years, ', '), CAST($year AS VARCHAR))
ORDER BY ALL
