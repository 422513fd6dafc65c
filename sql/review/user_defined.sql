-- Grain: one CMRT of a year with a user-defined scope that counts; what it reaches nobody but a person can say.
SELECT
    status.file_sha256,
    status.drop_path,
    status.received_at,
    status.company_name,
    status.supplier_id,
    contact.supplier_name,
    scope.value AS described,
    scope.finding_id IS NOT NULL AS unjudged
FROM declaration_status AS status
JOIN supplier_contact AS contact USING (reporting_year, supplier_id)
LEFT JOIN finding AS scope
    ON scope.reporting_year = status.reporting_year AND scope.file_sha256 = status.file_sha256
    AND scope.code = 'user_defined_scope_unjudged' AND scope.state IN ('open', 'sent', 'answered')
WHERE status.reporting_year = $year AND status.declaration_scope = 'user_defined' AND status.template_kind = 'cmrt'
    AND status.superseded_by IS NULL AND NOT status.set_aside
