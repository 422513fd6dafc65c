-- Grain: one line of a look-up list that may be believed. The list says which facility a name means, so that it must not
-- come from somebody who is asked: a blank template that came under a supplier's number is no reference. Of several
-- files of one revision only what all of them say counts: one that was altered can take a name away, never add one.
WITH own AS (
    SELECT reference.*
    FROM reference_smelter AS reference
    ANTI JOIN path_supplier USING (file_sha256)
),
revision AS (
    SELECT list_version, count(DISTINCT file_sha256) AS files FROM own GROUP BY list_version
)
SELECT own.*
FROM own
JOIN revision ON revision.list_version IS NOT DISTINCT FROM own.list_version
QUALIFY
    own.list_version IS NULL
    OR len(list(DISTINCT own.file_sha256) OVER (
        PARTITION BY own.list_version, own.metal, own.smelter_alias, own.smelter_name_standard, own.smelter_cid,
            own.facility_country
    )) = revision.files
ORDER BY own.file_sha256, own.source_sheet, own.source_row
