-- Grain: one question that waits for a person: metal, cleaned name, country and reported number of declared rows that await
-- review (review_row), over all reporting years, as a decision answers for all. Most affected first.
WITH candidate AS (
    SELECT asked.* EXCLUDE (key_id), found.smelter_cid, max(found.score) AS score
    FROM (SELECT DISTINCT metal, metal_clean, name_clean, country_clean, id_clean, key_id FROM review_row) AS asked
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
    FROM review_row
    JOIN supplier_product USING (reporting_year, supplier_id)
    GROUP BY ALL
),
asked AS (
    SELECT
        question_id,
        metal_clean,
        name_clean,
        country_clean,
        id_clean,
        min(metal) AS metal,
        min(smelter_name_reported) AS smelter_name_reported,
        min(facility_country) AS facility_country,
        min(smelter_id_reported) AS smelter_id_reported,
        string_agg(DISTINCT reason, ' | ' ORDER BY reason) AS reason,
        string_agg(DISTINCT reason_kind, ', ' ORDER BY reason_kind) AS reason_kinds,
        string_agg(DISTINCT CAST(reporting_year AS VARCHAR), ', ' ORDER BY CAST(reporting_year AS VARCHAR))
            AS reporting_years,
        count(*) AS declared_rows,
        count(DISTINCT supplier_id) AS suppliers,
        string_agg(DISTINCT supplier_id, ', ' ORDER BY supplier_id) AS supplier_ids,
        max(decision_id) AS decision_id
    FROM review_row
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
