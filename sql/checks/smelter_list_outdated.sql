-- Plausibility: the smelter list was not made with the template it came in. Either it names facilities that the look-up
-- list of its revision no longer has, only older ones; or it is the list of an earlier declaration of that entity, made
-- on another revision.
WITH own_list AS (
    SELECT list_name, metal, max(list_date) AS list_date FROM ref_name WHERE list_rank = 1 GROUP BY list_name, metal
),
facility AS (
    SELECT DISTINCT account.reporting_year, account.file_sha256, account.drop_path, account.source_sheet,
        account.supplier_id, account.metal, account.smelter_cid, declaration.template_revision, declaration.template_kind,
        declaration.effective_date, current.entity_id,
        min(account.source_row) OVER (PARTITION BY account.reporting_year, account.file_sha256) AS first_row
    FROM smelter_accounting AS account
    JOIN stg_declaration AS declaration USING (reporting_year, file_sha256)
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    WHERE account.smelter_cid IS NOT NULL
),
gone AS (
    SELECT facility.*, own_list.list_name, present.smelter_cid IS NULL AND older.smelter_cid IS NOT NULL AS is_gone
    FROM facility
    JOIN own_list
        ON own_list.metal = facility.metal AND own_list.list_name = 'smelter look-up ' || facility.template_revision
    LEFT JOIN (SELECT DISTINCT list_name, metal, smelter_cid FROM ref_name) AS present
        ON present.list_name = own_list.list_name
        AND present.metal = facility.metal
        AND present.smelter_cid = facility.smelter_cid
    LEFT JOIN (
        SELECT metal, smelter_cid, min(list_date) AS list_date FROM ref_name WHERE list_rank = 1 GROUP BY ALL
    ) AS older
        ON older.metal = facility.metal
        AND older.smelter_cid = facility.smelter_cid
        AND older.list_date < own_list.list_date
),
whole AS (
    SELECT reporting_year, file_sha256, drop_path, source_sheet, supplier_id, template_kind, template_revision,
        effective_date, entity_id, first_row, count(*) AS facilities,
        string_agg(metal || smelter_cid, ' ' ORDER BY metal, smelter_cid) AS list
    FROM facility
    GROUP BY ALL
)
SELECT gone.reporting_year, 'smelter_list_outdated' AS code, gone.file_sha256, gone.drop_path, gone.source_sheet,
    gone.first_row AS source_row, 'C' || gone.first_row AS source_cell,
    gone.metal || ': ' || count(*) FILTER (WHERE gone.is_gone) || ' of ' || count(*)
        || ' facilities are no longer in the ' || gone.list_name || ', such as '
        || min(gone.smelter_cid) FILTER (WHERE gone.is_gone) AS value,
    CAST(NULL AS VARCHAR) AS subject,
    gone.supplier_id
FROM gone
CROSS JOIN parameter
GROUP BY gone.reporting_year, gone.file_sha256, gone.drop_path, gone.source_sheet, gone.first_row, gone.metal,
    gone.list_name, gone.supplier_id, parameter.outdated_list_share, parameter.outdated_list_facilities
HAVING count(*) FILTER (WHERE gone.is_gone) >= greatest(
    parameter.outdated_list_facilities, parameter.outdated_list_share * count(*))
UNION ALL
SELECT newer.reporting_year, 'smelter_list_unchanged', newer.file_sha256, newer.drop_path, newer.source_sheet,
    newer.first_row, 'C' || newer.first_row,
    newer.facilities || ' facilities, the same as in ' || arg_max(older.drop_path, (older.effective_date, older.drop_path))
        || ' of ' || max(older.effective_date) || ' (template ' || arg_max(older.template_revision,
            (older.effective_date, older.drop_path)) || ')',
    newer.facilities || ' facilities, the same as in the declaration of ' || max(older.effective_date),
    newer.supplier_id
FROM whole AS newer
CROSS JOIN parameter
JOIN whole AS older
    ON older.entity_id = newer.entity_id
    AND older.template_kind = newer.template_kind
    AND older.list = newer.list
    AND older.template_revision <> newer.template_revision
    AND older.effective_date <= newer.effective_date - to_months(parameter.unchanged_list_months)
WHERE newer.facilities >= parameter.unchanged_list_facilities
GROUP BY newer.reporting_year, newer.file_sha256, newer.drop_path, newer.source_sheet, newer.first_row, newer.facilities,
    newer.supplier_id
