-- One row: what waits for a person in a year.
SELECT
    (SELECT count(*) FROM review_queue WHERE list_contains(string_split(reporting_years, ', '), CAST($year AS VARCHAR)))
        AS to_review,
    (SELECT count(DISTINCT file_sha256) FROM finding WHERE reporting_year = $year AND code = 'file_quarantined'
        AND state IN ('open', 'sent', 'answered')) AS quarantined,
    (SELECT count(*) FROM red_flag WHERE reporting_year = $year AND severity = 'critical' AND state = 'open') AS red_flags,
    (SELECT count(*) FROM supplier_status WHERE reporting_year = $year AND in_scope AND response = 'no_response') AS silent,
    (SELECT count(*) FROM smelter_accounting WHERE reporting_year = $year) AS declared_rows
