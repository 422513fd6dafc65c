-- Grain: one critical fault of a declaration that a newer one has replaced, which no waiver in force covers: what kept it
-- from being valid while it counted. finding_state closes all findings of such a declaration; here they are judged as if
-- it still stood, by the same rules: what was said of the fault itself counts first, else a waiver of the same fault of a
-- file that the declaration replaced.
WITH first_seen AS (
    SELECT reporting_year, file_sha256, min(received_at) AS received_at FROM stg_receipt GROUP BY ALL
),
fault AS (
    SELECT found.*, first_seen.received_at
    FROM finding_found AS found
    JOIN first_seen USING (reporting_year, file_sha256)
    SEMI JOIN declaration_replacement USING (reporting_year, file_sha256)
    WHERE found.severity = 'critical'
),
said AS (
    SELECT fault.finding_id, fault.supplier_id, 1 AS nearness, said.* EXCLUDE (finding_id, supplier_id),
        said.supplier_id AS said_of
    FROM fault
    JOIN stg_finding_state AS said USING (finding_id)
    UNION ALL BY NAME
    SELECT fault.finding_id, fault.supplier_id, 2 AS nearness, said.* EXCLUDE (finding_id, supplier_id),
        said.supplier_id AS said_of
    FROM fault
    JOIN declaration_replacement AS pair
        ON pair.reporting_year = fault.reporting_year AND pair.replaced_by = fault.file_sha256
    JOIN first_seen AS older
        ON older.reporting_year = pair.reporting_year
        AND older.file_sha256 = pair.file_sha256
        AND older.received_at < fault.received_at
    JOIN stg_finding_state AS said
        ON said.reporting_year = pair.reporting_year
        AND said.file_sha256 = pair.file_sha256
        AND said.code = fault.code
        AND said.source_sheet IS NOT DISTINCT FROM fault.source_sheet
        AND coalesce(said.source_cell, 'row ' || said.source_row, '')
            = coalesce(fault.source_cell, 'row ' || fault.source_row, '')
        AND said.subject IS NOT DISTINCT FROM fault.subject
    ANTI JOIN stg_set_aside AS aside
        ON aside.reporting_year = pair.reporting_year AND aside.file_sha256 = pair.file_sha256
),
waived AS (
    SELECT last_said.finding_id
    FROM (
        SELECT * FROM said
        QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY nearness, occurred_at DESC, event_id DESC) = 1
    ) AS last_said
    CROSS JOIN parameter
    WHERE last_said.state = 'waived'
        AND coalesce(last_said.until >= parameter.as_of, true)
        AND coalesce(last_said.severity = 'critical', true)
        AND coalesce(last_said.said_of = last_said.supplier_id, last_said.said_of IS NULL)
)
SELECT finding_id, reporting_year, file_sha256, code
FROM fault
ANTI JOIN waived USING (finding_id)
ORDER BY finding_id
