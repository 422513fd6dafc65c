-- Grain: one question that waits for a person: metal, cleaned name, country and reported number of declared rows that await
-- review, over all reporting years, as a decision answers for all. Most affected first. A new facility that a person has
-- recorded waits for its number, not for a person.
WITH waiting AS (
    SELECT
        account.reporting_year,
        account.file_sha256,
        account.source_sheet,
        account.source_row,
        account.supplier_id,
        account.reason,
        account.decision_id,
        key.key_id,
        account.metal_declared AS metal,
        coalesce(key.typed_name, key.lookup_name, key.smelter_name_reported) AS smelter_name,
        account.facility_country,
        account.smelter_id_reported,
        coalesce(clean_name(account.metal_declared), '') AS metal_clean,
        coalesce(clean_name(coalesce(key.typed_name, key.lookup_name, key.smelter_name_reported)), '') AS name_clean,
        coalesce(clean_name(account.facility_country), '') AS country_clean,
        coalesce(key.id_clean, '') AS id_clean
    FROM smelter_accounting AS account
    JOIN declared_key USING (file_sha256, source_sheet, source_row)
    JOIN match_key AS key USING (key_id)
    WHERE account.outcome = 'awaiting_review' AND account.judgement <> 'new_facility'
),
candidate AS (
    SELECT asked.* EXCLUDE (key_id), found.smelter_cid, max(found.score) AS score
    FROM (SELECT DISTINCT metal, metal_clean, name_clean, country_clean, id_clean, key_id FROM waiting) AS asked
    JOIN match_candidate AS found USING (key_id)
    GROUP BY ALL
),
best AS (
    SELECT *
    FROM candidate
    QUALIFY row_number() OVER (
        PARTITION BY metal_clean, name_clean, country_clean, id_clean ORDER BY score DESC, smelter_cid
    ) <= 3
),
suggested AS (
    SELECT
        metal_clean,
        name_clean,
        country_clean,
        id_clean,
        string_agg(
            best.smelter_cid || ' ' || coalesce(ref_smelter.smelter_name_standard, '')
                || coalesce(', ' || ref_smelter.facility_country, '') || format(' ({:.2f})', best.score),
            '; ' ORDER BY best.score DESC, best.smelter_cid
        ) AS candidates
    FROM best
    JOIN ref_smelter USING (metal, smelter_cid)
    GROUP BY ALL
),
reached AS (
    SELECT metal_clean, name_clean, country_clean, id_clean, count(DISTINCT product_id) AS products
    FROM waiting
    JOIN supplier_product USING (reporting_year, supplier_id)
    GROUP BY ALL
),
asked AS (
    SELECT
        metal_clean,
        name_clean,
        country_clean,
        id_clean,
        min(metal) AS metal,
        min(smelter_name) AS smelter_name_reported,
        min(facility_country) AS facility_country,
        min(smelter_id_reported) AS smelter_id_reported,
        string_agg(DISTINCT reason, ' | ' ORDER BY reason) AS reason,
        string_agg(DISTINCT CAST(reporting_year AS VARCHAR), ', ' ORDER BY CAST(reporting_year AS VARCHAR))
            AS reporting_years,
        count(*) AS declared_rows,
        count(DISTINCT supplier_id) AS suppliers,
        string_agg(DISTINCT supplier_id, ', ' ORDER BY supplier_id) AS supplier_ids,
        max(decision_id) AS decision_id
    FROM waiting
    GROUP BY ALL
)
SELECT
    asked.*,
    coalesce(reached.products, 0) AS products,
    suggested.candidates
FROM asked
LEFT JOIN suggested USING (metal_clean, name_clean, country_clean, id_clean)
LEFT JOIN reached USING (metal_clean, name_clean, country_clean, id_clean)
ORDER BY products DESC, suppliers DESC, declared_rows DESC, metal_clean, name_clean, country_clean, id_clean
