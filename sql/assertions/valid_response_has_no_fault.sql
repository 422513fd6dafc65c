-- What counts as a valid response without being one, told from findings and ledger and not by the columns the marts count
-- on; and rates that do not add up: received is valid plus received and not valid.
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
