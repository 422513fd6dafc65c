-- Grain: one name a dated list gives to a facility (metal, CID). Every list ever received counts, up to the as-of date;
-- a list without a date counts as the oldest. A list of before 2014 knows no CID: its names mean the facility that its old
-- number translates to, and speak last.
WITH translated AS (
    SELECT metal, old_smelter_id, min(smelter_cid) AS smelter_cid
    FROM stg_old_smelter_id
    GROUP BY metal, old_smelter_id
    HAVING count(DISTINCT smelter_cid) = 1
),
named AS (
    SELECT
        reference.metal,
        reference.smelter_alias AS smelter_name,
        reference.smelter_name_standard,
        reference.smelter_cid,
        reference.facility_country,
        reference.facility_country_code,
        'smelter look-up ' || coalesce(reference.list_version, 'without revision') AS list_name,
        reference.list_date,
        1 AS list_rank,
        reference.file_sha256
    FROM stg_reference AS reference
    UNION ALL
    SELECT
        status.metal,
        status.smelter_name_standard,
        status.smelter_name_standard,
        status.smelter_cid,
        status.facility_country,
        NULL,
        'status list',
        coalesce(status.status_as_of, list_date.list_as_of),
        2,
        status.file_sha256
    FROM smelter_status AS status
    LEFT JOIN list_date USING (file_sha256)
    UNION ALL
    SELECT
        old.metal,
        old.smelter_name_standard,
        old.smelter_name_standard,
        old.smelter_cid,
        old.facility_country,
        NULL,
        'list of old identification numbers',
        list_date.list_as_of,
        3,
        old.file_sha256
    FROM old_smelter_id AS old
    LEFT JOIN list_date USING (file_sha256)
    UNION ALL
    SELECT
        reference.metal,
        reference.smelter_alias,
        reference.smelter_name_standard,
        translated.smelter_cid,
        reference.facility_country,
        reference.facility_country_code,
        'standard names ' || coalesce(reference.list_version, 'without revision'),
        reference.list_date,
        4,
        reference.file_sha256
    FROM stg_reference AS reference
    JOIN translated
        ON translated.metal = reference.metal AND translated.old_smelter_id = upper(trim(reference.old_smelter_id))
    WHERE reference.smelter_cid IS NULL
)
SELECT named.*
FROM named
CROSS JOIN parameter
WHERE
    regexp_full_match(named.smelter_cid, 'CID\d{6}')
    AND named.smelter_name IS NOT NULL
    AND (named.list_date IS NULL OR named.list_date <= parameter.as_of)
ORDER BY ALL
