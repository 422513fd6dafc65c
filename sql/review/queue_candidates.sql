-- Grain: one facility that a question of those named may mean, best first.
SELECT * FROM review_candidate WHERE list_contains($questions, question_id) ORDER BY question_id, candidate_rank
