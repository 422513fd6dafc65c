-- Grain: one decision of those named, with the declared rows of all years that it settles in this run.
SELECT decision_id, count(*) AS declared_rows
FROM smelter_accounting
WHERE list_contains($decisions, decision_id)
GROUP BY decision_id
