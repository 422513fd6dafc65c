-- One row: metals, countries and statuses of the facilities of a year, as lists to choose from.
SELECT
    list_sort(list(DISTINCT metal) FILTER (WHERE metal IS NOT NULL)) AS metals,
    list_sort(list(DISTINCT facility_country) FILTER (WHERE facility_country IS NOT NULL)) AS countries,
    list_sort(list(DISTINCT smelter_status) FILTER (WHERE smelter_status IS NOT NULL)) AS statuses,
    list_sort(list(DISTINCT template_kind) FILTER (WHERE template_kind IS NOT NULL)) AS kinds
FROM smelter_by_metal
WHERE reporting_year = $year
