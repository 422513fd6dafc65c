-- Grain: one declaration of a reporting year: whose it is, whether it counts, and whether it is a valid response. A
-- critical finding that is neither waived nor closed keeps it from that; one that a person waived does not, and is said.
WITH critical AS (
    SELECT
        reporting_year,
        file_sha256,
        count(*) FILTER (WHERE state IN ('open', 'sent', 'answered')) AS unsettled,
        count(*) FILTER (WHERE state = 'waived') AS waived
    FROM finding_state
    WHERE severity = 'critical' AND file_sha256 IS NOT NULL
    GROUP BY reporting_year, file_sha256
)
SELECT
    declaration.reporting_year,
    declaration.file_sha256,
    declaration.drop_path,
    declaration.received_at,
    declaration.template_kind,
    declaration.company_name,
    tie.supplier_id,
    tie.tied_by,
    declaration.declaration_scope,
    declaration.template_revision,
    declaration.effective_date,
    current.superseded_by,
    coalesce(critical.unsettled, 0) AS critical_findings,
    coalesce(critical.waived, 0) AS waived_findings,
    aside.event_id IS NOT NULL AS set_aside,
    aside.set_aside_by || ': ' || aside.reason AS set_aside_reason,
    CASE
        WHEN current.superseded_by IS NOT NULL THEN 'superseded'
        WHEN tie.supplier_id IS NULL THEN 'untied'
        WHEN aside.event_id IS NOT NULL THEN 'set_aside'
        WHEN critical.unsettled > 0 THEN 'critical_findings'
    END AS not_valid_because,
    not_valid_because IS NULL AS valid
FROM stg_declaration AS declaration
JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
JOIN declaration_current AS current USING (reporting_year, file_sha256)
LEFT JOIN critical USING (reporting_year, file_sha256)
LEFT JOIN stg_set_aside AS aside USING (reporting_year, file_sha256)
ORDER BY declaration.reporting_year, declaration.file_sha256
