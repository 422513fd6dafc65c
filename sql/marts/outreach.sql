-- Grain: one kind of letter of a reporting year.
SELECT
    reporting_year,
    letter_kind,
    count(*) AS letters,
    count(DISTINCT supplier_id) AS suppliers,
    min(sent_on) AS first_on,
    max(sent_on) AS last_on
FROM stg_letter
GROUP BY reporting_year, letter_kind
ORDER BY reporting_year, letter_kind
