-- Grain: one facility that a waiting question may mean, best first. What the number means comes first, then names by
-- likeness, then what the lists know under another metal. It stands out when a person can hardly mean another one: by the
-- measure of smelter_match, and no number speaks for any facility.
WITH question AS (SELECT DISTINCT question_id, key_id, metal, id_clean, reason_kind FROM review_row),
numbered AS (
    SELECT question_id, question.metal, facility.smelter_cid, id_clean
    FROM question
    JOIN ref_smelter AS facility ON facility.metal = question.metal AND facility.smelter_cid = id_clean
    UNION
    SELECT question_id, question.metal, old.smelter_cid, id_clean
    FROM question
    JOIN ref_old_id AS old ON old.metal = question.metal AND old.old_smelter_id = id_clean
),
suggestion AS (
    SELECT question_id, metal, smelter_cid, 'number' AS basis, CAST(NULL AS DOUBLE) AS score, false AS evident,
        'the number reported, ' || id_clean || ', means it' AS explanation
    FROM numbered
    UNION ALL
    SELECT question_id, metal, smelter_cid, 'name', found.score, found.evident, found.explanation
    FROM question
    JOIN match_candidate AS found USING (key_id)
    UNION ALL
    SELECT question_id, other.metal, other.smelter_cid, 'other_metal', NULL, false,
        'known by number or name as a facility of ' || lower(other.metal)
    FROM question
    JOIN match_known_elsewhere AS other USING (key_id)
),
facility AS (
    SELECT
        question_id,
        metal,
        smelter_cid,
        arg_min(basis, list_position(['number', 'name', 'other_metal'], basis)) AS basis,
        max(score) AS score,
        coalesce(bool_or(evident), false) AS evident,
        string_agg(DISTINCT explanation, '; ' ORDER BY explanation) AS explanation
    FROM suggestion
    GROUP BY question_id, metal, smelter_cid
),
ranked AS (
    SELECT *, CAST(row_number() OVER best_first AS INTEGER) AS candidate_rank,
        coalesce(lead(score) OVER best_first, 0) AS next_score
    FROM facility
    WINDOW best_first AS (
        PARTITION BY question_id
        ORDER BY list_position(['number', 'name', 'other_metal'], basis), score DESC NULLS LAST, metal, smelter_cid
    )
),
asked AS (
    SELECT question_id, bool_and(reason_kind IN ('none', 'country_differs')) AS by_name_alone FROM question GROUP BY question_id
)
SELECT
    ranked.question_id,
    ranked.candidate_rank,
    ranked.metal,
    ranked.smelter_cid,
    reference.smelter_name_standard,
    reference.facility_country,
    coalesce(status.smelter_status, 'unknown') AS smelter_status,
    status.status_as_of,
    ranked.basis,
    ranked.score,
    asked.by_name_alone AND ranked.basis = 'name' AND candidate_rank = 1 AND ranked.evident AND score >= 0.6
        AND score - next_score >= 0.05 AS stands_out,
    ranked.explanation
FROM ranked
JOIN asked USING (question_id)
JOIN ref_smelter AS reference USING (metal, smelter_cid)
LEFT JOIN smelter_status_as_of AS status
    ON status.metal = ranked.metal AND status.smelter_cid = ranked.smelter_cid AND status.moment = 'now'
WHERE candidate_rank <= 6
ORDER BY ranked.question_id, ranked.candidate_rank
