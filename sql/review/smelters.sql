-- Grain: one facility (metal, CID) and template family that names it in a year. Products, status source and flags are those
-- of Appendix A, which speaks of the CMRT alone.
WITH flags AS (
    SELECT
        metal,
        smelter_cid,
        min(CASE severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END) AS flag_rank,
        arg_min(severity, CASE severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END) AS worst,
        string_agg(code, ', ' ORDER BY CASE severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, code) AS codes,
        count(*) FILTER (WHERE state = 'open') AS open_flags,
        count(*) AS flags
    FROM red_flag
    WHERE reporting_year = $year
        AND ($flagged IS NULL OR $flagged = 'any' OR severity = $flagged)
        AND ($flag_state IS NULL OR state = $flag_state)
    GROUP BY ALL
)
SELECT
    facility.metal,
    facility.smelter_cid,
    facility.template_kind,
    facility.smelter_name_standard,
    facility.facility_country,
    facility.smelter_status,
    facility.status_as_of,
    line.status_source,
    flags.worst,
    flags.codes,
    flags.flag_rank,
    coalesce(flags.flags, 0) AS flags,
    facility.suppliers,
    line.products,
    facility.declarations,
    facility.declared_rows
FROM smelter_by_metal AS facility
LEFT JOIN appendix_a AS line
    ON line.reporting_year = facility.reporting_year AND line.metal = facility.metal
    AND line.smelter_cid = facility.smelter_cid AND facility.template_kind = 'cmrt'
LEFT JOIN flags
    ON flags.metal = facility.metal AND flags.smelter_cid = facility.smelter_cid AND facility.template_kind = 'cmrt'
WHERE facility.reporting_year = $year
    AND ($metal IS NULL OR facility.metal = $metal)
    AND ($status IS NULL OR facility.smelter_status = $status)
    AND ($country IS NULL OR facility.facility_country = $country)
    AND ($kind IS NULL OR facility.template_kind = $kind)
    AND (($flagged IS NULL AND $flag_state IS NULL) OR flags.flags > 0)
    AND ($text IS NULL OR contains(
        strip_accents(lower(concat_ws(' ', facility.smelter_name_standard, facility.smelter_cid))),
        strip_accents(lower($text))
    ) OR (facility.metal, facility.smelter_cid) IN (
        SELECT metal, smelter_cid FROM reference_history
        WHERE contains(strip_accents(lower(smelter_name)), strip_accents(lower($text)))
    ))
