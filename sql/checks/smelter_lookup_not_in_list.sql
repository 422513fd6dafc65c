-- Template completeness: metal and look-up of a row are a line of the template's own list. Said only where that list has
-- been received, of rows that are identified all the same: the others wait for a person, who is told why. A name that a
-- list of another revision has is not said here: that tells an outdated smelter list.
WITH known AS (
    SELECT DISTINCT list_version, metal, clean_name(smelter_alias) AS name_clean FROM stg_reference
),
identified AS (
    SELECT account.*,
        CASE WHEN account.template_kind = 'cmrt' THEN declaration.template_revision
            ELSE upper(account.template_kind) || ' ' || declaration.template_revision END AS list_version
    FROM smelter_accounting AS account
    JOIN stg_declaration AS declaration USING (reporting_year, file_sha256)
    WHERE account.outcome = 'consolidated'
)
SELECT identified.reporting_year, 'smelter_lookup_not_in_list' AS code, identified.file_sha256, identified.drop_path,
    identified.source_sheet, identified.source_row, 'C' || identified.source_row AS source_cell,
    identified.metal_declared || ': ' || declared.smelter_lookup AS value, identified.supplier_id
FROM identified
JOIN declared_smelter AS declared USING (file_sha256, source_sheet, source_row)
SEMI JOIN known AS list ON list.list_version = identified.list_version AND list.metal = identified.metal_declared
ANTI JOIN known AS line
    ON line.metal = identified.metal_declared
    AND line.name_clean = clean_name(declared.smelter_lookup)
WHERE declared.smelter_lookup IS NOT NULL
    AND clean_name(declared.smelter_lookup) NOT IN ('smelter not listed', 'smelter not yet identified')
