-- Grain: one red flag of a year that all filters let through.
SELECT *, list_position(['critical', 'warning', 'info'], severity) AS severity_order,
    strip_accents(lower(coalesce(smelter_name_standard, ''))) AS smelter_order
FROM red_flag
WHERE reporting_year = $year
    AND ($severity IS NULL OR severity = $severity)
    AND ($state IS NULL OR state = $state)
    AND ($code IS NULL OR code = $code)
    AND ($metal IS NULL OR metal = $metal)
    AND ($text IS NULL OR contains(
        strip_accents(lower(concat_ws(' ', smelter_name_standard, smelter_cid, detail, owner))), strip_accents(lower($text))
    ))
