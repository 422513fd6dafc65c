-- Grain: one kind of letter of a reporting year. Suppliers are counted as in the response rates: as entities.
SELECT
    letter.reporting_year,
    letter.letter_kind,
    count(*) AS letters,
    count(DISTINCT coalesce(supplier.entity_id, letter.supplier_id)) AS suppliers,
    min(letter.sent_on) AS first_on,
    max(letter.sent_on) AS last_on
FROM stg_letter AS letter
LEFT JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
GROUP BY letter.reporting_year, letter.letter_kind
ORDER BY letter.reporting_year, letter.letter_kind
