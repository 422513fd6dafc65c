-- Grain: one decision ever taken, the oldest first.
SELECT * FROM decision_recorded ORDER BY decided_at, event_id
