-- Grain: one product in scope of a year, with how far declarations reach its parts.
SELECT *, parts - reached_parts AS missing_parts
FROM product_coverage
WHERE reporting_year = $year
    AND ($coverage IS NULL OR CASE $coverage
        WHEN 'fully_covered' THEN fully_covered
        WHEN 'not_fully_covered' THEN NOT fully_covered
        WHEN 'represented' THEN represented
        ELSE NOT represented
    END)
    AND ($text IS NULL OR contains(
        strip_accents(lower(concat_ws(' ', product_id, product_name))), strip_accents(lower($text))
    ))
