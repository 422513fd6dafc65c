-- Grain: one decision of the ledger that an outcome of the supplier's declared rows rests on.
SELECT DISTINCT account.decision_id
FROM smelter_accounting AS account
JOIN supplier_contact AS tied USING (reporting_year, supplier_id)
JOIN supplier_contact AS mine USING (reporting_year, entity_id)
WHERE mine.supplier_id = $supplier AND account.decision_id IS NOT NULL
