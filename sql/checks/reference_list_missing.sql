-- Declarations have come, but no list that says which facility a name or number means: every smelter waits for a person.
-- For CMRTs of a year said once; for the minerals of EMRT and AMRT once for each mineral.
SELECT DISTINCT declaration.reporting_year, 'reference_list_missing' AS code, CAST(NULL AS VARCHAR) AS file_sha256,
    CAST(NULL AS VARCHAR) AS drop_path, CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell, CAST(declaration.reporting_year AS VARCHAR) AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
WHERE declaration.template_kind = 'cmrt' AND NOT EXISTS (FROM ref_smelter WHERE is_conflict_mineral(metal))
UNION ALL
SELECT DISTINCT account.reporting_year, 'mineral_list_missing', NULL, NULL, NULL, NULL, NULL, account.metal, NULL
FROM smelter_accounting AS account
ANTI JOIN ref_smelter AS reference ON reference.metal = account.metal
WHERE account.template_kind <> 'cmrt' AND account.outcome = 'awaiting_review' AND account.metal IS NOT NULL
