-- Grain: one kind of letter and day, of any year, newest first.
SELECT reporting_year, sent_on, letter_kind, letters
FROM supplier_letter
WHERE supplier_id = $supplier
ORDER BY sent_on DESC, reporting_year DESC, letter_kind
