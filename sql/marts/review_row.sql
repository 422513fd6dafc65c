-- Grain: one declared row that waits for a person, with its question: metal, cleaned name, country and reported number, as
-- a decision answers for all of a kind. A new facility that a person has recorded waits for its number, not for a person.
SELECT
    md5(CAST(json_array(metal_clean, name_clean, country_clean, id_clean) AS VARCHAR)) AS question_id,
    *
FROM (
    SELECT
        account.reporting_year,
        account.file_sha256,
        account.source_sheet,
        account.source_row,
        account.drop_path,
        account.supplier_id,
        account.reason,
        CASE WHEN account.decision_id IS NULL THEN match.rung ELSE 'decision_unsettled' END AS reason_kind,
        account.decision_id,
        key.key_id,
        account.metal_declared AS metal,
        coalesce(key.typed_name, key.lookup_name, key.smelter_name_reported) AS smelter_name_reported,
        account.facility_country,
        account.smelter_id_reported,
        coalesce(clean_name(account.metal_declared), '') AS metal_clean,
        coalesce(clean_name(coalesce(key.typed_name, key.lookup_name, key.smelter_name_reported)), '') AS name_clean,
        coalesce(clean_name(account.facility_country), '') AS country_clean,
        coalesce(key.id_clean, '') AS id_clean
    FROM smelter_accounting AS account
    JOIN declared_key USING (file_sha256, source_sheet, source_row)
    JOIN match_key AS key USING (key_id)
    JOIN smelter_match AS match USING (key_id)
    WHERE account.outcome = 'awaiting_review' AND account.judgement <> 'new_facility'
)
ORDER BY question_id, reporting_year, file_sha256, source_sheet, source_row
