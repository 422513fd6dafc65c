-- Grain: one line of a look-up list that may be believed. Of several files of one revision only what all of them say
-- counts: one that was altered can take a name away, never add one.
WITH revision AS (
    SELECT list_version, count(DISTINCT file_sha256) AS files FROM stg_reference_line GROUP BY list_version
)
SELECT line.*
FROM stg_reference_line AS line
JOIN revision ON revision.list_version IS NOT DISTINCT FROM line.list_version
QUALIFY
    line.list_version IS NULL
    OR len(list(DISTINCT line.file_sha256) OVER (
        PARTITION BY line.list_version, line.metal, line.smelter_alias, line.smelter_name_standard, line.smelter_cid,
            line.old_smelter_id, line.facility_country
    )) = revision.files
ORDER BY line.file_sha256, line.source_sheet, line.source_row
