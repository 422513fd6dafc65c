-- Grain: one thing a supplier is asked to mend, in the supplier's words, numbered in the order of file, sheet and cell
-- (row before column: A9, A10, B10, AA10). Findings of a CMRT that counts, and files that could not be used; open or sent,
-- with something to ask, and not for information only. A critical one that was answered is asked all the same: it keeps the
-- declaration from being valid. An EMRT or AMRT is no answer to the survey. An empty template is asked about until a
-- declaration of that entity comes later.
WITH counting AS (
    SELECT reporting_year, file_sha256
    FROM declaration_status
    WHERE superseded_by IS NULL AND template_kind = 'cmrt'
),
filled_since AS (
    SELECT returned.reporting_year, returned.finding_id
    FROM finding_open AS returned
    JOIN stg_file AS file USING (reporting_year, file_sha256)
    JOIN stg_supplier AS supplier
        ON supplier.reporting_year = returned.reporting_year AND supplier.supplier_id = returned.supplier_id
    JOIN declaration_current AS current
        ON current.reporting_year = returned.reporting_year AND current.entity_id = supplier.entity_id
    JOIN declaration_status AS status
        ON status.reporting_year = current.reporting_year AND status.file_sha256 = current.file_sha256
    WHERE returned.code = 'template_returned_blank' AND status.received_at > file.received_at
        AND status.template_kind = 'cmrt' AND NOT status.set_aside
),
asked AS (
    SELECT
        finding.*,
        coalesce(TRY_CAST(regexp_extract(finding.source_cell, '\d+') AS INTEGER), finding.source_row) AS cell_row,
        regexp_extract(finding.source_cell, '^[A-Z]+') AS cell_column
    FROM finding_open AS finding
    LEFT JOIN counting USING (reporting_year, file_sha256)
    ANTI JOIN filled_since
        ON filled_since.reporting_year = finding.reporting_year AND filled_since.finding_id = finding.finding_id
    WHERE
        (finding.state IN ('open', 'sent') OR finding.state = 'answered' AND finding.severity = 'critical')
        AND finding.supplier_id IS NOT NULL
        AND finding.supplier_message IS NOT NULL
        AND finding.severity <> 'info'
        AND coalesce(finding.template_kind, 'cmrt') = 'cmrt'
        AND (counting.file_sha256 IS NOT NULL OR finding.code IN ('file_quarantined', 'template_returned_blank'))
)
SELECT
    reporting_year,
    supplier_id,
    row_number() OVER (
        PARTITION BY reporting_year, supplier_id
        ORDER BY drop_path, file_sha256, source_sheet NULLS FIRST, cell_row NULLS FIRST, length(cell_column) NULLS FIRST,
            cell_column, code, value, finding_id
    ) AS item_number,
    finding_id,
    code,
    severity,
    state,
    supplier_message,
    file_sha256,
    drop_path,
    source_sheet,
    source_row,
    source_cell
FROM asked
ORDER BY reporting_year, supplier_id, item_number
