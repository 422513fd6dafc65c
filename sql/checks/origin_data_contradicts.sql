-- Plausibility: question 3 says No for a metal, but a listed facility of that metal stands in a covered country, or our
-- origin data names one for it; or question 4 says No, and our origin data names a country that a current list has as a
-- whole among the conflict-affected and high-risk areas. Or other suppliers name a covered country for a facility that
-- this one lists. The value is for our reviewer: neither origin data by facility nor others' answers are passed on.
WITH origin_named AS (
    SELECT account.reporting_year, account.file_sha256, account.supplier_id, account.metal, account.smelter_cid,
        origin.origin_country_code
    FROM smelter_accounting AS account
    JOIN declared_origin AS origin USING (file_sha256, source_sheet, source_row)
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
),
doubt AS (
    SELECT account.reporting_year, account.file_sha256, account.metal, 'q3_no_while_facility_covered' AS code,
        '3' AS question,
        account.smelter_cid || ' stands in ' || country.country_name AS value, value AS subject
    FROM smelter_accounting AS account
    JOIN ref_smelter AS reference ON reference.metal = account.metal AND reference.smelter_cid = account.smelter_cid
    JOIN country ON country.country_code = reference.facility_country_code AND country.covered
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
    UNION
    SELECT account.reporting_year, account.file_sha256, account.metal, 'q3_no_while_origin_data_covered', '3',
        account.smelter_cid || ' from ' || country.country_name || ' by origin data of ' || origin.source || ', '
            || origin.list_date,
        account.smelter_cid || ' from ' || country.country_name
    FROM smelter_accounting AS account
    JOIN origin_data AS origin
        ON origin.smelter_cid = account.smelter_cid AND coalesce(origin.metal, account.metal) = account.metal
    JOIN country ON country.country_code = origin.origin_country_code AND country.covered
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
    UNION
    SELECT account.reporting_year, account.file_sha256, account.metal, 'q3_no_while_others_name_covered', '3',
        string_agg(DISTINCT account.smelter_cid, ', ' ORDER BY account.smelter_cid) || ' from '
            || string_agg(DISTINCT country.country_name, ', ' ORDER BY country.country_name) || ' by '
            || count(DISTINCT named.file_sha256) || ' other declaration(s)',
        string_agg(DISTINCT account.smelter_cid, ', ' ORDER BY account.smelter_cid) || ' from '
            || string_agg(DISTINCT country.country_name, ', ' ORDER BY country.country_name)
    FROM smelter_accounting AS account
    JOIN origin_named AS named
        ON named.reporting_year = account.reporting_year
        AND named.metal = account.metal
        AND named.smelter_cid = account.smelter_cid
        AND named.supplier_id <> account.supplier_id
    JOIN country ON country.country_code = named.origin_country_code AND country.covered
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
    GROUP BY account.reporting_year, account.file_sha256, account.metal
    UNION
    SELECT account.reporting_year, account.file_sha256, account.metal, 'q4_no_while_origin_data_in_cahra', '4',
        account.smelter_cid || ' from ' || country.country_name || ' by origin data of ' || origin.source || ', '
            || origin.list_date || ' (' || area.list_name || ', ' || area.list_date || ')',
        account.smelter_cid || ' from ' || country.country_name
    FROM smelter_accounting AS account
    JOIN origin_data AS origin
        ON origin.smelter_cid = account.smelter_cid AND coalesce(origin.metal, account.metal) = account.metal
    JOIN cahra_current AS area ON area.country_code = origin.origin_country_code AND area.regions IS NULL
    JOIN country ON country.country_code = area.country_code
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
)
SELECT doubt.reporting_year, doubt.code, doubt.file_sha256, declaration.drop_path, answer.source_sheet,
    answer.source_row, answer.source_cell, doubt.metal || ': ' || left(doubt.value, 180) AS value,
    doubt.metal || ': ' || left(doubt.subject, 180) AS subject, CAST(NULL AS VARCHAR) AS supplier_id
FROM doubt
JOIN stg_declaration AS declaration USING (reporting_year, file_sha256)
JOIN answer
    ON answer.file_sha256 = doubt.file_sha256
    AND answer.metal = doubt.metal
    AND answer.question = doubt.question
    AND answer.answer = 'No'
