-- Declared smelter rows that need a person, or tell the supplier something: one finding a row. Where the lists contradict
-- the row, the finding says so and stands at the cell that does; a person decides all the same. A smelter that stands again
-- with another mine is no repetition. The subject is the row as declared: the reason in the value follows our lists.
WITH row_of AS (
    SELECT account.*, match.rung, declared.mine, declared.mine_country, declared.smelter_id_input,
        row_number() OVER (
            PARTITION BY account.reporting_year, account.file_sha256, key.key_id,
                coalesce(declared.mine, ''), coalesce(declared.mine_country, '')
            ORDER BY account.source_row
        ) AS times
    FROM smelter_accounting AS account
    JOIN declared_key AS key USING (file_sha256, source_sheet, source_row)
    JOIN smelter_match AS match USING (key_id)
    JOIN declared_smelter AS declared USING (file_sha256, source_sheet, source_row)
),
said AS (
    SELECT *,
        CASE
            WHEN outcome = 'not_yet_identified' THEN 'smelter_not_yet_identified'
            WHEN outcome = 'duplicate' THEN 'smelter_declared_twice'
            WHEN outcome = 'metal_out_of_scope' THEN 'smelter_for_metal_out_of_scope'
            WHEN match_method = 'decision' OR decision_id IS NOT NULL THEN 'smelter_awaiting_review'
            WHEN rung = 'other_metal' THEN 'smelter_of_another_metal'
            WHEN rung IN ('id_and_name_disagree', 'id_with_foreign_name') THEN 'smelter_number_and_name_disagree'
            WHEN rung = 'names_disagree' THEN 'smelter_names_disagree'
            WHEN rung = 'country_differs' THEN 'facility_country_disagrees'
            ELSE 'smelter_awaiting_review'
        END AS code
    FROM row_of
    WHERE outcome IN ('awaiting_review', 'not_yet_identified', 'metal_out_of_scope')
        OR outcome = 'duplicate' AND (times > 1 OR mine IS NULL AND mine_country IS NULL)
)
SELECT said.reporting_year, said.code, said.file_sha256, file.drop_path, said.source_sheet, said.source_row,
    CASE said.code
        WHEN 'smelter_of_another_metal' THEN 'B'
        WHEN 'smelter_number_and_name_disagree' THEN CASE WHEN said.smelter_id_input IS NULL THEN 'F' ELSE 'A' END
        WHEN 'smelter_names_disagree' THEN 'D'
        WHEN 'facility_country_disagrees' THEN 'E'
        ELSE 'C'
    END || said.source_row AS source_cell,
    coalesce(said.metal || ': ', '') || coalesce(said.smelter_name_reported, said.smelter_id_reported, 'no name')
        || ' (' || said.reason || ')' AS value,
    coalesce(said.metal_declared || ': ', '')
        || coalesce(nullif(concat_ws(', ', said.smelter_name_reported, said.smelter_id_reported,
            CASE WHEN said.code = 'facility_country_disagrees' THEN said.facility_country END), ''), 'no name') AS subject,
    said.supplier_id
FROM said
JOIN stg_file AS file USING (reporting_year, file_sha256)
