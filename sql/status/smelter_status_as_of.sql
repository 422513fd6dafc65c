-- Grain: one facility (metal, CID) of the reference and moment ('now': the as-of date, 'year_before'), with its status.
-- Of each status list (see status_line) the newest issue up to that date counts. A list whose newest issue is more than
-- a month older than another list's is out of date: a new name must not keep old results alive. A facility that stood in
-- an older issue and in no current one is delisted, which says nothing about the reason. Current lists that contradict
-- each other leave the status unknown.
WITH moment AS (
    SELECT 'now' AS moment, as_of FROM parameter
    UNION ALL
    SELECT 'year_before', CAST(as_of - INTERVAL 1 YEAR AS DATE) FROM parameter
),
issue AS (
    SELECT
        moment.moment,
        line.* EXCLUDE (issued),
        max(line.status_as_of) OVER (PARTITION BY moment.moment, line.metal, line.file_sha256) AS issued
    FROM status_line AS line
    JOIN moment ON line.status_as_of <= moment.as_of
),
newest_issue AS (
    SELECT
        moment,
        metal,
        list_name,
        max(issued) AS newest,
        max(issued) >= max(max(issued)) OVER (PARTITION BY moment, metal) - INTERVAL 31 DAY AS in_date
    FROM issue
    GROUP BY moment, metal, list_name
),
ranked AS (
    SELECT issue.*, issue.issued = newest_issue.newest AND newest_issue.in_date AS current_issue
    FROM issue
    JOIN newest_issue USING (moment, metal, list_name)
),
spoken AS (
    SELECT
        moment,
        metal,
        smelter_cid,
        bool_or(current_issue) AS current_issue,
        count(DISTINCT smelter_status) FILTER (WHERE current_issue) > 1 AS contradicted,
        min(smelter_status) FILTER (WHERE current_issue) AS smelter_status,
        max(status_as_of) FILTER (WHERE current_issue) AS status_as_of,
        string_agg(DISTINCT file_name, ', ' ORDER BY file_name) FILTER (WHERE current_issue) AS file_name,
        max(last_assessed_on) FILTER (WHERE current_issue) AS last_assessed_on,
        string_agg(DISTINCT assessment_cycle, ' | ' ORDER BY assessment_cycle) FILTER (WHERE current_issue)
            AS assessment_cycle,
        min(assessment_due_on) FILTER (WHERE current_issue) AS assessment_due_on
    FROM ranked
    GROUP BY moment, metal, smelter_cid
),
listed AS (
    SELECT moment, metal, max(issued) AS newest, arg_max(file_name, (issued, file_name)) AS newest_file
    FROM issue
    GROUP BY moment, metal
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
        WHEN spoken.contradicted THEN 'unknown'
        WHEN spoken.current_issue THEN spoken.smelter_status
        WHEN spoken.smelter_cid IS NOT NULL THEN 'delisted'
        WHEN listed.metal IS NOT NULL THEN 'listed_only'
        ELSE 'unknown'
    END AS smelter_status,
    CASE WHEN spoken.current_issue THEN spoken.status_as_of ELSE listed.newest END AS status_as_of,
    -- Of a delisted facility: the newest list, which is silent about it.
    CASE
        WHEN spoken.current_issue THEN spoken.file_name
        WHEN spoken.smelter_cid IS NOT NULL THEN listed.newest_file
    END AS status_source,
    coalesce(spoken.contradicted, false) AS contradicted,
    spoken.last_assessed_on,
    spoken.assessment_cycle,
    spoken.assessment_due_on
FROM facility
LEFT JOIN spoken USING (moment, metal, smelter_cid)
LEFT JOIN listed ON listed.moment = facility.moment AND listed.metal = facility.metal
ORDER BY moment, metal, smelter_cid
