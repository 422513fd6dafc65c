-- Grain: one facility (metal, CID), status list and issue of it that shows the facility, or is the first to show it no
-- more ('delisted', which says nothing about the reason), up to the as-of date. `status_now` is what the current lists
-- say together: a facility that was conformant then need not be so now.
WITH issue AS (
    SELECT metal, list_name, issued, min(file_name) AS file_name FROM status_line GROUP BY metal, list_name, issued
),
shown AS (
    SELECT
        metal,
        smelter_cid,
        list_name,
        issued,
        arg_max(smelter_name_standard, (status_as_of, source_row)) AS smelter_name_standard,
        CASE WHEN count(DISTINCT smelter_status) = 1 THEN min(smelter_status) ELSE 'unknown' END AS smelter_status,
        max(last_assessed_on) AS last_assessed_on,
        string_agg(DISTINCT assessment_cycle, ' | ' ORDER BY assessment_cycle) AS assessment_cycle,
        min(assessment_due_on) AS assessment_due_on
    FROM status_line
    WHERE smelter_cid IS NOT NULL
    GROUP BY metal, smelter_cid, list_name, issued
),
placed AS (
    SELECT
        issue.*,
        lead(issue.issued) OVER (PARTITION BY issue.metal, issue.list_name ORDER BY issue.issued) AS next_issued
    FROM issue
),
said AS (
    SELECT shown.*, placed.file_name FROM shown JOIN placed USING (metal, list_name, issued)
    UNION ALL BY NAME
    SELECT
        shown.metal,
        shown.smelter_cid,
        shown.list_name,
        following.issued,
        shown.smelter_name_standard,
        'delisted' AS smelter_status,
        following.file_name
    FROM shown
    JOIN placed USING (metal, list_name, issued)
    JOIN issue AS following
        ON following.metal = shown.metal
        AND following.list_name = shown.list_name
        AND following.issued = placed.next_issued
    ANTI JOIN shown AS again
        ON again.metal = shown.metal
        AND again.smelter_cid = shown.smelter_cid
        AND again.list_name = shown.list_name
        AND again.issued = placed.next_issued
)
SELECT
    said.metal,
    said.smelter_cid,
    said.smelter_name_standard,
    said.file_name AS status_source,
    said.issued AS status_as_of,
    said.smelter_status,
    lag(said.smelter_status) OVER (
        PARTITION BY said.metal, said.smelter_cid, said.list_name ORDER BY said.issued
    ) AS status_before,
    said.last_assessed_on,
    said.assessment_cycle,
    said.assessment_due_on,
    status.smelter_status AS status_now,
    said.smelter_status = 'conformant' AND status.smelter_status <> 'conformant' AS conformant_then_not_now
FROM said
JOIN smelter_status_as_of AS status
    ON status.metal = said.metal AND status.smelter_cid = said.smelter_cid AND status.moment = 'now'
ORDER BY said.metal, said.smelter_cid, said.issued, said.file_name
