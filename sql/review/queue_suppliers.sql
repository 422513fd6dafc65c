-- Grain: one supplier that asks a question, in any year.
SELECT declared.supplier_id, max(supplier.supplier_name) AS supplier_name
FROM review_row AS declared
LEFT JOIN supplier_status AS supplier USING (reporting_year, supplier_id)
WHERE declared.question_id = $question
GROUP BY declared.supplier_id
ORDER BY declared.supplier_id
LIMIT 2000
