-- Plausibility: a declaration names almost every facility that the look-up list of its own revision has for a metal; where
-- that list was not received, the newest one counts. A real list is long, but leaves facilities out: the share tells.
WITH list AS (
    SELECT list_name, list_date, metal, count(DISTINCT smelter_cid) AS facilities
    FROM ref_name
    WHERE list_rank = 1
    GROUP BY list_name, list_date, metal
),
chosen AS (
    SELECT revision.template_revision, list.metal, list.list_name, list.facilities
    FROM (SELECT DISTINCT template_revision FROM stg_declaration) AS revision
    CROSS JOIN list
    QUALIFY row_number() OVER (
        PARTITION BY revision.template_revision, list.metal
        ORDER BY list.list_name = 'smelter look-up ' || revision.template_revision DESC NULLS LAST,
            list.list_date DESC NULLS LAST, list.list_name
    ) = 1
),
identified AS (
    SELECT declared.file_sha256, declared.source_sheet, declared.source_row, declared.metal, match.smelter_cid
    FROM declared_smelter AS declared
    JOIN declared_key USING (file_sha256, source_sheet, source_row)
    JOIN smelter_match AS match USING (key_id)
)
SELECT declaration.reporting_year, 'look_up_list_pasted' AS code, declaration.file_sha256, declaration.drop_path,
    identified.source_sheet, min(identified.source_row) AS source_row, 'C' || min(identified.source_row) AS source_cell,
    chosen.metal || ': ' || count(DISTINCT listed.smelter_cid) || ' of the ' || chosen.facilities || ' facilities of the '
        || chosen.list_name AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM stg_declaration AS declaration
JOIN identified USING (file_sha256)
JOIN chosen
    ON chosen.template_revision IS NOT DISTINCT FROM declaration.template_revision AND chosen.metal = identified.metal
JOIN (SELECT DISTINCT list_name, metal, smelter_cid FROM ref_name WHERE list_rank = 1) AS listed
    ON listed.list_name = chosen.list_name
    AND listed.metal = chosen.metal
    AND listed.smelter_cid = identified.smelter_cid
CROSS JOIN parameter
GROUP BY declaration.reporting_year, declaration.file_sha256, declaration.drop_path, identified.source_sheet, chosen.metal,
    chosen.list_name, chosen.facilities, parameter.pasted_list_share, parameter.pasted_list_facilities
HAVING count(DISTINCT listed.smelter_cid) >= parameter.pasted_list_facilities
    AND count(DISTINCT listed.smelter_cid) >= parameter.pasted_list_share * chosen.facilities
