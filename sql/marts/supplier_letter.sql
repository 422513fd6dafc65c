-- Grain: one kind of letter, supplier (vendor number) and day, with how many reached it; see stg_letter for what counts.
SELECT reporting_year, supplier_id, sent_on, letter_kind, count(*) AS letters
FROM stg_letter
GROUP BY ALL
ORDER BY reporting_year, supplier_id, sent_on, letter_kind
