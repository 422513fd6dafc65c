-- Grain: one line of an Appendix A filed for an earlier year, before there were declarations of that year. The newest
-- import of a year replaces older ones. A number that was filed stays as it was filed; a line without one gets that of the
-- one facility the lists give its name to, and none where they name several, none, or one in another country.
WITH report AS (
    SELECT
        event_id,
        CAST(payload ->> '$.reporting_year' AS INTEGER) AS reporting_year,
        payload ->> '$.file_sha256' AS file_sha256,
        payload ->> '$.source' AS source,
        payload -> '$.lines' AS lines
    FROM event
    WHERE kind = 'prior_report'
    QUALIFY row_number() OVER (
        PARTITION BY payload ->> '$.reporting_year' ORDER BY occurred_at DESC, event_id DESC
    ) = 1
),
line AS (
    SELECT
        report.* EXCLUDE (lines),
        unnest(from_json(lines, '[{"source_row": "INTEGER", "metal": "VARCHAR", "smelter_name_reported": "VARCHAR",
            "facility_country": "VARCHAR", "facility_country_code": "VARCHAR", "smelter_cid": "VARCHAR"}]'), max_depth := 2)
    FROM report
)
SELECT
    line.reporting_year,
    line.metal,
    coalesce(line.smelter_cid, facility.smelter_cid) AS smelter_cid,
    line.smelter_name_reported,
    line.facility_country,
    line.source,
    line.source_row,
    line.file_sha256,
    line.event_id
FROM line
LEFT JOIN ref_alias AS alias ON alias.metal = line.metal AND alias.name_clean = clean_name(line.smelter_name_reported)
LEFT JOIN ref_normalized AS normalized
    ON normalized.metal = line.metal AND normalized.name_normalized = normalize_name(line.smelter_name_reported)
LEFT JOIN ref_smelter AS facility
    ON facility.metal = line.metal
    AND facility.smelter_cid = CASE WHEN alias.name_clean IS NULL THEN normalized.smelter_cid ELSE alias.smelter_cid END
    AND coalesce(facility.facility_country_code = line.facility_country_code, true)
ORDER BY line.reporting_year, line.source_row, line.metal, line.smelter_name_reported
