-- Current status lists that give one facility two statuses: it is reported as unknown until they agree.
SELECT parameter.reporting_year, 'status_contradicted' AS code, CAST(NULL AS VARCHAR) AS file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell,
    status.metal || ' ' || status.smelter_cid || ' in ' || status.status_source AS value,
    status.metal || ' ' || status.smelter_cid AS subject, CAST(NULL AS VARCHAR) AS supplier_id
FROM smelter_status_as_of AS status
CROSS JOIN parameter
WHERE status.moment = 'now' AND status.contradicted
