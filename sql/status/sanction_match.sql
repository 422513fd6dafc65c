-- Grain: one facility (metal, CID) of the reference and party of a current sanctions list that it is ('sanctioned': same
-- number, or same name and no other country or number) or may be ('sanction_name_similar': a person looks). A facility
-- without a row here is "not listed in FILE of DATE", which is not a clearance.
WITH facility_name AS (
    SELECT DISTINCT metal, smelter_cid, unnest([smelter_name, smelter_name_standard]) AS name FROM ref_name
),
facility AS (
    SELECT
        name.metal,
        name.smelter_cid,
        clean_name(name.name) AS name_clean,
        normalize_name(name.name) AS name_normalized,
        smelter.facility_country_code
    FROM facility_name AS name
    JOIN ref_smelter AS smelter USING (metal, smelter_cid)
),
compared AS (
    SELECT smelter.metal, smelter.smelter_cid, party.* EXCLUDE (smelter_cid), 'number ' || party.smelter_cid AS matched_by, true AS certain
    FROM sanction_current AS party
    JOIN ref_smelter AS smelter USING (smelter_cid)
    UNION ALL BY NAME
    SELECT facility.metal, facility.smelter_cid, party.* EXCLUDE (smelter_cid), 'name' AS matched_by,
        coalesce(party.facility_country_code = facility.facility_country_code, true)
            AND coalesce(party.smelter_cid = facility.smelter_cid, true) AS certain
    FROM sanction_current AS party
    JOIN facility USING (name_clean)
    UNION ALL BY NAME
    SELECT facility.metal, facility.smelter_cid, party.* EXCLUDE (smelter_cid), 'similar name' AS matched_by,
        false AS certain
    FROM sanction_current AS party
    JOIN facility USING (name_normalized)
)
SELECT
    metal,
    smelter_cid,
    CASE WHEN certain THEN 'sanctioned' ELSE 'sanction_name_similar' END AS code,
    party_name,
    facility_country,
    list_name,
    list_key,
    source,
    list_date,
    file_name,
    matched_by
FROM compared
QUALIFY row_number() OVER (
    PARTITION BY metal, smelter_cid, list_name, party_name, facility_country, list_date, file_name
    ORDER BY certain DESC, matched_by DESC
) = 1
ORDER BY metal, smelter_cid, code, list_name, party_name, facility_country, file_name
