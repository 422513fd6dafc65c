-- A look-up list of one template that has lines for a metal another template asks about: those lines do not count.
SELECT parameter.reporting_year, 'reference_metal_foreign' AS code, reference.file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, min(reference.source_sheet) AS source_sheet,
    min(reference.source_row) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    reference.metal || ', ' || count(*) || ' line(s) of ' || any_value(list_date.file_name) AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM reference_smelter AS reference
JOIN landed_file USING (file_sha256)
JOIN list_date USING (file_sha256)
CROSS JOIN parameter
WHERE landed_file.kind IN ('cmrt', 'emrt', 'amrt')
    AND reference.metal IS NOT NULL
    AND is_conflict_mineral(reference.metal) <> (landed_file.kind = 'cmrt')
GROUP BY parameter.reporting_year, reference.file_sha256, reference.metal
