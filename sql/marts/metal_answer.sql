-- Grain: one metal of one declaration that counts, is tied to a supplier and not set aside; the answers of a CMRT alone.
SELECT
    status.reporting_year,
    status.file_sha256,
    status.supplier_id,
    answer.metal,
    answer.q1, answer.q2, answer.q3, answer.q4, answer.q5, answer.q6, answer.q7, answer.q8,
    answer.in_scope,
    status.valid
FROM declaration_status AS status
JOIN stg_metal_answer AS answer USING (file_sha256)
WHERE status.superseded_by IS NULL AND status.supplier_id IS NOT NULL AND NOT status.set_aside
    AND status.template_kind = 'cmrt'
    AND is_conflict_mineral(answer.metal)
ORDER BY status.reporting_year, status.file_sha256, answer.metal
