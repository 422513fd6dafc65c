-- Grain: one entity of a year that has sent something: its declarations that count (one that was set aside has answered,
-- and not validly), and files that could not be used. An EMRT or AMRT is no answer to the survey. An answer is of the day
-- its file first came: the same bytes sent again are no new answer.
WITH first_seen AS (
    SELECT reporting_year, file_sha256, min(received_at) AS received_at FROM stg_receipt GROUP BY ALL
),
declared AS (
    SELECT
        status.reporting_year,
        current.entity_id,
        count(*) FILTER (WHERE NOT status.set_aside) AS declarations,
        count(*) FILTER (WHERE status.valid) AS valid_declarations,
        count(*) FILTER (WHERE status.set_aside) AS set_aside_declarations,
        max(status.effective_date) FILTER (WHERE NOT status.set_aside) AS effective_date,
        arg_max(status.template_revision, (status.effective_date, status.file_sha256)) FILTER (WHERE NOT status.set_aside)
            AS template_revision,
        max(first_seen.received_at) AS answered_at
    FROM declaration_status AS status
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    JOIN first_seen USING (reporting_year, file_sha256)
    WHERE status.superseded_by IS NULL AND status.supplier_id IS NOT NULL AND status.template_kind = 'cmrt'
    GROUP BY status.reporting_year, current.entity_id
),
asked AS (
    SELECT
        item.reporting_year,
        supplier.entity_id,
        count(*) AS open_items,
        max(first_seen.received_at) FILTER (WHERE item.code IN ('file_quarantined', 'template_returned_blank'))
            AS unusable_at
    FROM open_item AS item
    JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
    LEFT JOIN first_seen USING (reporting_year, file_sha256)
    GROUP BY item.reporting_year, supplier.entity_id
)
SELECT
    reporting_year,
    entity_id,
    coalesce(declared.declarations, 0) AS declarations,
    coalesce(declared.valid_declarations, 0) AS valid_declarations,
    coalesce(declared.set_aside_declarations, 0) AS set_aside_declarations,
    declared.effective_date,
    declared.template_revision,
    coalesce(asked.open_items, 0) AS open_items,
    greatest(declared.answered_at, asked.unusable_at) AS answered_at,
    CASE
        WHEN declared.declarations IS NULL THEN 'no_response'
        WHEN declared.declarations > 0 AND declared.valid_declarations = declared.declarations THEN 'complete'
        ELSE 'answered_incomplete'
    END AS response
FROM declared
FULL OUTER JOIN asked USING (reporting_year, entity_id)
ORDER BY reporting_year, entity_id
