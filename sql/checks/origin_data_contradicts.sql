-- Plausibility: question 3 says No for a metal, but a listed facility of that metal stands in a covered country, or our
-- origin data names one for it. The value is for our reviewer: origin data by facility is not passed on.
WITH doubt AS (
    SELECT account.reporting_year, account.file_sha256, account.metal, 'q3_no_while_facility_covered' AS code,
        account.smelter_cid || ' stands in ' || country.country_name AS value
    FROM smelter_accounting AS account
    JOIN ref_smelter AS reference ON reference.metal = account.metal AND reference.smelter_cid = account.smelter_cid
    JOIN country ON country.country_code = reference.facility_country_code AND country.covered
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
    UNION
    SELECT account.reporting_year, account.file_sha256, account.metal, 'q3_no_while_origin_data_covered',
        account.smelter_cid || ' from ' || country.country_name || ' by origin data of ' || origin.source || ', '
            || origin.list_date
    FROM smelter_accounting AS account
    JOIN origin_data AS origin
        ON origin.smelter_cid = account.smelter_cid AND coalesce(origin.metal, account.metal) = account.metal
    JOIN country ON country.country_code = origin.origin_country_code AND country.covered
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
)
SELECT doubt.reporting_year, doubt.code, doubt.file_sha256, declaration.drop_path, answer.source_sheet,
    answer.source_row, answer.source_cell, doubt.metal || ': ' || doubt.value AS value, CAST(NULL AS VARCHAR) AS supplier_id
FROM doubt
JOIN stg_declaration AS declaration USING (reporting_year, file_sha256)
JOIN answer
    ON answer.file_sha256 = doubt.file_sha256
    AND answer.metal = doubt.metal
    AND answer.question = '3'
    AND answer.answer = 'No'
