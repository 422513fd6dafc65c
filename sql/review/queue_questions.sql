-- Grain: one question of those named, whatever the year, the most affected first.
SELECT *
FROM review_queue
WHERE list_contains($questions, question_id)
ORDER BY products DESC, suppliers DESC, declared_rows DESC, question_id
