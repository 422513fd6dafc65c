-- Grain: one question decided, with the answer in force.
SELECT * FROM stg_decision ORDER BY event_id
