-- Grain: one declared smelter row, and the key under which its facility was matched.
SELECT declared.file_sha256, declared.source_sheet, declared.source_row, key.key_id
FROM declared_smelter AS declared
JOIN match_key AS key
    ON key.metal IS NOT DISTINCT FROM declared.metal
    AND key.smelter_lookup IS NOT DISTINCT FROM declared.smelter_lookup
    AND key.smelter_name_reported IS NOT DISTINCT FROM declared.smelter_name_reported
    AND key.facility_country IS NOT DISTINCT FROM declared.facility_country
    AND key.facility_country_code IS NOT DISTINCT FROM declared.facility_country_code
    AND key.smelter_id_reported IS NOT DISTINCT FROM declared.smelter_id_reported
ORDER BY declared.file_sha256, declared.source_sheet, declared.source_row
