-- Lines of an earlier filing that no list ties to one facility: they cannot be compared with the year after.
SELECT reporting_year + 1 AS reporting_year, 'prior_facility_unresolved' AS code, file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, '' AS source_sheet, source_row, CAST(NULL AS VARCHAR) AS source_cell,
    metal || ': ' || smelter_name_reported || ' (' || source || ', ' || reporting_year || ')' AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM prior_facility
WHERE smelter_cid IS NULL
