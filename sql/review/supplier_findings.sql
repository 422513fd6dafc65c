-- Grain: one finding of a year about a supplier or a declaration of its entity, whatever its state.
WITH entity AS (
    SELECT other.supplier_id
    FROM supplier_contact AS mine
    JOIN supplier_contact AS other USING (reporting_year, entity_id)
    WHERE mine.reporting_year = $year AND mine.supplier_id = $supplier
)
SELECT
    finding.*,
    CASE finding.severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END AS severity_rank,
    finding.state IN ('open', 'sent', 'answered') AS unsettled
FROM finding
WHERE finding.reporting_year = $year
    AND (
        finding.supplier_id IN (FROM entity)
        OR finding.file_sha256 IN (
            SELECT file_sha256 FROM declaration_status WHERE reporting_year = $year AND supplier_id IN (FROM entity)
        )
    )
