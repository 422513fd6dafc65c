-- Grain: one facility (metal, CID) of the reference and moment ('now': the as-of date, 'year_before'), with its status.
-- Of each status list (files whose names share their letters) the newest issue (file) up to that date counts; rows of one
-- file may bear dates of their own. A facility that stood in an older issue and in no newest one is delisted, which says
-- nothing about the reason.
WITH moment AS (
    SELECT 'now' AS moment, as_of FROM parameter
    UNION ALL
    SELECT 'year_before', CAST(as_of - INTERVAL 1 YEAR AS DATE) FROM parameter
),
issue AS (
    SELECT
        moment.moment,
        status.metal,
        status.smelter_cid,
        status.smelter_name_standard,
        status.facility_country,
        status.smelter_status,
        coalesce(status.status_as_of, list_date.list_as_of) AS status_as_of,
        max(coalesce(status.status_as_of, list_date.list_as_of)) OVER (
            PARTITION BY moment.moment, status.metal, status.file_sha256
        ) AS issued,
        regexp_replace(lower(list_date.file_name), '[^\p{L}]|csv$|xlsx$', '', 'g') AS list_name,
        list_date.file_name
    FROM smelter_status AS status
    JOIN list_date USING (file_sha256)
    CROSS JOIN moment
    WHERE coalesce(status.status_as_of, list_date.list_as_of) <= moment.as_of
),
newest_issue AS (
    SELECT moment, metal, list_name, max(issued) AS newest, arg_max(file_name, (issued, file_name)) AS newest_file
    FROM issue
    GROUP BY moment, metal, list_name
),
spoken AS (
    SELECT issue.*, issue.issued = newest_issue.newest AS current_issue, newest_issue.newest, newest_issue.newest_file
    FROM issue
    JOIN newest_issue USING (moment, metal, list_name)
    QUALIFY row_number() OVER (
        PARTITION BY moment, metal, smelter_cid
        ORDER BY issue.issued = newest_issue.newest DESC, issue.status_as_of DESC, issue.smelter_status, issue.file_name
    ) = 1
),
listed AS (
    SELECT moment, metal, max(newest) AS newest FROM newest_issue GROUP BY moment, metal
),
facility AS (
    SELECT moment.moment, ref_smelter.metal, ref_smelter.smelter_cid FROM ref_smelter CROSS JOIN moment
    UNION
    SELECT moment, metal, smelter_cid FROM spoken
)
SELECT
    facility.moment,
    facility.metal,
    facility.smelter_cid,
    CASE
        WHEN spoken.current_issue THEN spoken.smelter_status
        WHEN spoken.smelter_cid IS NOT NULL THEN 'delisted'
        WHEN listed.metal IS NOT NULL THEN 'listed_only'
        ELSE 'unknown'
    END AS smelter_status,
    CASE WHEN spoken.current_issue THEN spoken.status_as_of ELSE coalesce(spoken.newest, listed.newest) END AS status_as_of,
    -- Of a delisted facility: the issue that is silent about it.
    CASE WHEN spoken.current_issue THEN spoken.file_name ELSE spoken.newest_file END AS status_source
FROM facility
LEFT JOIN spoken USING (moment, metal, smelter_cid)
LEFT JOIN listed ON listed.moment = facility.moment AND listed.metal = facility.metal
ORDER BY moment, metal, smelter_cid
