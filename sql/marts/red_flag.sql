-- Grain: one flag (code) on a facility of Appendix A, with all that stands behind it in one sentence. A delisted facility
-- is not called non-conformant: the reason is unknown. A list that is silent about a facility clears nothing. A person
-- acknowledges a flag, or accepts it for a reason and a time; it stands in every run all the same. What was said of a
-- sanctioned facility was said of those lists and parties: another list or party gives the flag another id, and it is open.
WITH status_flag AS (
    SELECT
        reporting_year,
        metal,
        smelter_cid,
        CASE smelter_status
            WHEN 'not_eligible' THEN 'smelter_not_eligible'
            WHEN 'delisted' THEN 'smelter_delisted'
            WHEN 'listed_only' THEN 'smelter_not_assessed'
            WHEN 'unknown' THEN 'smelter_status_unknown'
        END AS code,
        CASE smelter_status
            WHEN 'not_eligible' THEN 'not eligible for the assessment programme as of ' || status_as_of
            WHEN 'delisted' THEN 'stood in an earlier status list and not in the one of ' || status_as_of
                || '; the reason is not known'
            WHEN 'listed_only' THEN 'on the look-up list, in no status list up to ' || status_as_of
            ELSE coalesce(
                'the status list of ' || status_as_of || ' gives it a status word that is not known',
                'no status list for this metal has been received')
        END AS detail
    FROM appendix_a
    WHERE smelter_status IN ('not_eligible', 'delisted', 'listed_only', 'unknown')
),
overdue AS (
    SELECT line.reporting_year, line.metal, line.smelter_cid, 'smelter_assessment_overdue' AS code,
        'its next assessment was due by ' || assessment_due_on || ' according to ' || status_source AS detail
    FROM appendix_a AS line
    CROSS JOIN parameter
    WHERE smelter_status IN ('conformant', 'cross_recognized') AND assessment_due_on < parameter.as_of
),
sanction_flag AS (
    SELECT
        line.reporting_year,
        line.metal,
        line.smelter_cid,
        match.code,
        list_sort(list_distinct(list(match.list_key || ': ' || coalesce(clean_name(match.party_name), match.smelter_cid))))
            AS listings,
        string_agg(
            'listed in ' || match.list_name || ' (' || match.file_name || ' of ' || match.list_date || ') as "'
                || coalesce(match.party_name, match.smelter_cid) || '"' || coalesce(', ' || match.facility_country, '')
                || ', by ' || match.matched_by,
            '; ' ORDER BY match.list_name, match.list_date, match.party_name, match.facility_country, match.file_name
        ) AS detail
    FROM appendix_a AS line
    JOIN sanction_match AS match USING (metal, smelter_cid)
    GROUP BY ALL
),
placed AS (
    SELECT line.reporting_year, line.metal, line.smelter_cid, 'facility_in_cahra' AS code,
        'the facility stands in ' AS what, reference.facility_country_code AS country_code
    FROM appendix_a AS line
    JOIN ref_smelter AS reference USING (metal, smelter_cid)
    UNION
    SELECT reporting_year, metal, smelter_cid, 'origin_in_cahra', origin_source || ': ', origin_country_code
    FROM facility_origin
),
cahra_flag AS (
    SELECT
        placed.reporting_year,
        placed.metal,
        placed.smelter_cid,
        placed.code,
        string_agg(
            placed.what || country.country_name || ', a conflict-affected or high-risk area'
                || coalesce(' in part (' || area.regions || ')', '') || ' by ' || area.list_name || ' of ' || area.list_date,
            '; ' ORDER BY placed.what, country.country_name, area.list_name, area.list_date
        ) AS detail
    FROM placed
    JOIN cahra_current AS area USING (country_code)
    JOIN country USING (country_code)
    GROUP BY ALL
),
flag AS (
    FROM status_flag
    UNION ALL BY NAME FROM overdue
    UNION ALL BY NAME FROM sanction_flag
    UNION ALL BY NAME FROM cahra_flag
),
weighed AS (
    SELECT
        md5(CAST(
            CASE WHEN flag.listings IS NULL THEN json_array(flag.reporting_year, flag.code, flag.metal, flag.smelter_cid)
                ELSE json_array(flag.reporting_year, flag.code, flag.metal, flag.smelter_cid, flag.listings) END AS VARCHAR
        )) AS red_flag_id,
        flag.* EXCLUDE (listings),
        CASE
            WHEN flag.code IN ('sanctioned', 'smelter_not_eligible') THEN 'critical'
            WHEN flag.code IN ('smelter_not_assessed', 'smelter_status_unknown') THEN 'info'
            ELSE 'warning'
        END AS severity,
        line.smelter_name_standard,
        line.suppliers
    FROM flag
    JOIN appendix_a AS line USING (reporting_year, metal, smelter_cid)
)
SELECT
    weighed.reporting_year,
    weighed.red_flag_id,
    weighed.code,
    weighed.severity,
    weighed.metal,
    weighed.smelter_cid,
    weighed.smelter_name_standard,
    weighed.detail,
    weighed.suppliers,
    said.owner,
    CASE WHEN said.state = 'accepted' AND said.until < parameter.as_of THEN 'open' ELSE coalesce(said.state, 'open') END
        AS state,
    said.actor AS state_by,
    said.occurred_at AS state_at,
    said.note AS state_note,
    said.until AS accepted_until
FROM weighed
CROSS JOIN parameter
LEFT JOIN stg_red_flag_state AS said USING (red_flag_id)
ORDER BY weighed.reporting_year, weighed.metal, weighed.smelter_cid, weighed.code
