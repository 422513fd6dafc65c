-- Grain: one facility (metal, CID), described by the newest list that has it; look-up lists before status lists.
SELECT
    metal,
    smelter_cid,
    smelter_name_standard,
    facility_country,
    facility_country_code,
    list_name,
    list_date
FROM ref_name
QUALIFY row_number() OVER (
    PARTITION BY metal, smelter_cid
    ORDER BY list_rank, list_date DESC NULLS LAST, smelter_name_standard, file_sha256
) = 1
ORDER BY metal, smelter_cid
