-- Grain: one declared row that waits for a question, of any year.
SELECT declared.*, supplier.supplier_name
FROM review_row AS declared
LEFT JOIN supplier_status AS supplier USING (reporting_year, supplier_id)
WHERE declared.question_id = $question
