-- Grain: one declared smelter row that leads, or might have led, to a facility, or the one row that is asked for; with its
-- file and its supplier.
SELECT
    account.*,
    status.received_at,
    status.tied_by,
    status.declaration_scope,
    status.effective_date,
    status.template_revision,
    status.company_name,
    status.superseded_by,
    supplier.supplier_name,
    CASE account.outcome WHEN 'consolidated' THEN 1 WHEN 'awaiting_review' THEN 2 ELSE 3 END AS outcome_rank
FROM smelter_accounting AS account
LEFT JOIN declaration_status AS status USING (reporting_year, file_sha256)
LEFT JOIN supplier_contact AS supplier
    ON supplier.reporting_year = account.reporting_year AND supplier.supplier_id = account.supplier_id
WHERE account.reporting_year = $year
    AND ($cid IS NULL OR account.smelter_cid = $cid)
    AND ($metal IS NULL OR account.metal = $metal)
    AND ($file IS NULL OR account.file_sha256 = $file)
    AND ($sheet IS NULL OR account.source_sheet = $sheet)
    AND ($row IS NULL OR account.source_row = $row)
