-- Grain: one person and metal that a decision names.
SELECT DISTINCT actor, metal FROM decision_recorded ORDER BY actor, metal
