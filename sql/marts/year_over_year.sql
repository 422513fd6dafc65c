-- Grain: one facility (metal, CID) in Appendix A of a year or of the year before, for years with a year before.
WITH year AS (
    SELECT DISTINCT this.reporting_year
    FROM appendix_a AS this
    JOIN appendix_a AS before ON before.reporting_year = this.reporting_year - 1
),
this_year AS (
    SELECT appendix_a.* FROM appendix_a JOIN year USING (reporting_year)
),
year_before AS (
    SELECT year.reporting_year, appendix_a.* EXCLUDE (reporting_year)
    FROM appendix_a
    JOIN year ON appendix_a.reporting_year = year.reporting_year - 1
),
both_years AS (
    SELECT
        reporting_year,
        metal,
        smelter_cid,
        coalesce(this_year.smelter_name_standard, year_before.smelter_name_standard) AS smelter_name_standard,
        this_year.smelter_cid IS NOT NULL AS is_now,
        year_before.smelter_cid IS NOT NULL AS was_before,
        this_year.smelter_status AS status_now,
        this_year.suppliers AS suppliers_now,
        year_before.suppliers AS suppliers_before
    FROM this_year
    FULL OUTER JOIN year_before USING (reporting_year, metal, smelter_cid)
),
compared AS (
    SELECT
        both_years.*,
        CASE WHEN both_years.was_before THEN earlier.smelter_status END AS status_before,
        CASE
            WHEN NOT both_years.was_before THEN 'new'
            WHEN NOT both_years.is_now THEN 'gone'
            -- Without a status list of either moment there is nothing to compare.
            WHEN 'unknown' IN (earlier.smelter_status, both_years.status_now) THEN 'unchanged'
            WHEN earlier.smelter_status <> both_years.status_now THEN 'status_changed'
            ELSE 'unchanged'
        END AS change
    FROM both_years
    LEFT JOIN smelter_status_as_of AS earlier
        ON earlier.metal = both_years.metal
        AND earlier.smelter_cid = both_years.smelter_cid
        AND earlier.moment = 'year_before'
)
SELECT
    reporting_year,
    metal,
    smelter_cid,
    smelter_name_standard,
    change,
    status_before,
    status_now,
    CASE change
        WHEN 'new' THEN 'declared by ' || suppliers_now || ' supplier(s), by none the year before'
        WHEN 'gone' THEN 'declared by ' || suppliers_before || ' supplier(s) the year before, by none now'
        WHEN 'status_changed' THEN 'status was ' || status_before || ', is ' || status_now
        ELSE 'declared in both years' || CASE WHEN 'unknown' IN (status_before, status_now)
            THEN '; there is no status of both to compare' ELSE '' END
    END AS reason
FROM compared
ORDER BY reporting_year, metal, smelter_cid
