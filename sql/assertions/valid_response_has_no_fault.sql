-- What counts as a valid response without being one, told from findings and ledger and not by the columns the marts count
-- on, also where it counted before a newer one replaced it; and rates that do not add up: received is valid plus received
-- and not valid, and the course of the answers ends in the rates.
SELECT status.reporting_year, status.file_sha256, 'valid with an unsettled critical finding' AS fault
FROM declaration_status AS status
SEMI JOIN finding
    ON finding.reporting_year = status.reporting_year
    AND finding.file_sha256 = status.file_sha256
    AND finding.severity = 'critical'
    AND finding.state NOT IN ('waived', 'closed')
WHERE status.valid
UNION ALL
SELECT status.reporting_year, status.file_sha256, 'valid and set aside'
FROM declaration_status AS status
SEMI JOIN stg_set_aside USING (reporting_year, file_sha256)
WHERE status.valid
UNION ALL
SELECT answer.reporting_year, answer.file_sha256, 'counts as valid with a critical finding that nobody waived'
FROM survey_answer AS answer
SEMI JOIN (
    SELECT finding.reporting_year, finding.file_sha256
    FROM finding
    LEFT JOIN event
        ON event.kind = 'finding_state'
        AND event.payload ->> '$.state' = 'waived'
        AND event.payload ->> '$.code' = finding.code
    WHERE finding.severity = 'critical' AND event.event_id IS NULL
) AS unwaived USING (reporting_year, file_sha256)
WHERE answer.valid
UNION ALL
SELECT finding.reporting_year, finding.file_sha256, 'waived by nobody'
FROM finding
ANTI JOIN event
    ON event.kind = 'finding_state'
    AND event.actor = finding.state_by
    AND event.payload ->> '$.state' = 'waived'
    AND event.payload ->> '$.code' = finding.code
    AND CAST(event.payload ->> '$.until' AS DATE) IS NOT DISTINCT FROM finding.waived_until
WHERE finding.state = 'waived'
UNION ALL
SELECT reporting_year, NULL, 'the response rates do not add up'
FROM response_rate
WHERE basis = 'supplier' AND measure IN ('received', 'valid', 'received_not_valid')
GROUP BY reporting_year
HAVING sum(CASE WHEN measure = 'received' THEN numerator ELSE -numerator END) <> 0
UNION ALL
SELECT rate.reporting_year, NULL, 'the course of the answers does not end in the rate ' || rate.measure
FROM response_rate AS rate
JOIN (
    SELECT reporting_year, unnest(['surveyed', 'received', 'valid']) AS measure, unnest([surveyed, received, valid]) AS reached
    FROM response_course
    QUALIFY row_number() OVER (PARTITION BY reporting_year ORDER BY day DESC) = 1
) AS ending ON ending.reporting_year = rate.reporting_year AND ending.measure = rate.measure
WHERE rate.basis = 'supplier' AND rate.numerator <> ending.reached
