-- One row: a facility (metal, CID) with its line of Appendix A where the year's report has one; none for one that neither a
-- list nor a declaration knows.
WITH known AS (
    SELECT
        arg_max(smelter_name, (coalesce(last_list_date, DATE '0001-01-01'), smelter_name)) AS listed_name,
        arg_max(facility_country, (coalesce(last_list_date, DATE '0001-01-01'), smelter_name)) AS listed_country,
        count(*) AS names
    FROM reference_history WHERE metal = $metal AND smelter_cid = $cid
),
assessed AS (
    SELECT count(*) AS issues, max_by(smelter_name_standard, (status_as_of, status_source)) AS status_name,
        min(status_now) AS status_now
    FROM smelter_status_history WHERE metal = $metal AND smelter_cid = $cid
),
declared AS (
    SELECT count(*) AS all_rows, count(*) FILTER (WHERE reporting_year = $year) AS year_rows
    FROM smelter_accounting WHERE metal = $metal AND smelter_cid = $cid
),
line AS (
    SELECT * FROM appendix_a WHERE reporting_year = $year AND metal = $metal AND smelter_cid = $cid
),
other AS (
    SELECT * FROM smelter_by_metal
    WHERE reporting_year = $year AND metal = $metal AND smelter_cid = $cid AND template_kind <> 'cmrt'
    ORDER BY template_kind LIMIT 1
)
SELECT
    $metal AS metal,
    $cid AS smelter_cid,
    coalesce(line.smelter_name_standard, other.smelter_name_standard, known.listed_name, assessed.status_name) AS name,
    coalesce(line.facility_country, other.facility_country, known.listed_country) AS country,
    coalesce(line.smelter_status, other.smelter_status, assessed.status_now) AS smelter_status,
    coalesce(line.status_as_of, other.status_as_of) AS status_as_of,
    line.status_source,
    line.last_assessed_on,
    line.assessment_cycle,
    line.assessment_due_on,
    line.smelter_cid IS NOT NULL AS in_appendix_a,
    coalesce(line.suppliers, other.suppliers, 0) AS suppliers,
    coalesce(line.products, 0) AS products,
    coalesce(line.declarations, other.declarations, 0) AS declarations,
    coalesce(line.declared_rows, other.declared_rows, 0) AS consolidated_rows,
    declared.year_rows
FROM known
CROSS JOIN assessed
CROSS JOIN declared
LEFT JOIN line ON true
LEFT JOIN other ON true
WHERE known.names + assessed.issues + declared.all_rows > 0
