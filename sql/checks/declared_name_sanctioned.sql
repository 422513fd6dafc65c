-- A declared name whose facility is not settled is that of a party on a current sanctions list, or like it.
WITH unsettled AS (
    SELECT *, clean_name(smelter_name_reported) AS name_clean, normalize_name(smelter_name_reported) AS name_normalized
    FROM smelter_accounting
    WHERE outcome IN ('awaiting_review', 'supplier_untied', 'rejected')
),
listed AS (
    SELECT
        account.* EXCLUDE (name_clean, name_normalized),
        'listed in ' || party.list_name || ' (' || party.file_name || ' of ' || party.list_date || ') as "'
            || party.party_name || '"' || coalesce(', ' || party.facility_country, '') AS listing
    FROM unsettled AS account
    JOIN sanction_current AS party
        ON party.name_clean = account.name_clean OR party.name_normalized = account.name_normalized
)
SELECT reporting_year, 'declared_name_sanctioned' AS code, file_sha256, drop_path, source_sheet, source_row,
    'C' || source_row AS source_cell,
    smelter_name_reported || coalesce(', ' || facility_country, '') || ': '
        || string_agg(DISTINCT listing, '; ' ORDER BY listing) AS value,
    supplier_id
FROM listed
GROUP BY reporting_year, file_sha256, drop_path, source_sheet, source_row, smelter_name_reported, facility_country,
    supplier_id
