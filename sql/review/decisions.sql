-- Grain: one decision ever taken that all filters let through, with what became of it.
WITH placed AS (
    SELECT
        *,
        rank() OVER (question ORDER BY decided_at DESC) = 1 AS newest,
        lag(judgement) OVER (question ORDER BY decided_at DESC, event_id) AS followed_by
    FROM decision_recorded
    WINDOW question AS (PARTITION BY metal_clean, name_clean, country_clean, id_clean, supplier_id)
),
told AS (
    SELECT
        placed.*,
        CASE
            WHEN newest AND counting.judgement = 'contradicted' THEN 'contradicted'
            WHEN newest THEN 'in_force'
            WHEN followed_by = 'revoked' THEN 'taken_back'
            ELSE 'superseded'
        END AS state
    FROM placed
    LEFT JOIN stg_decision AS counting USING (metal_clean, name_clean, country_clean, id_clean, supplier_id)
)
SELECT *
FROM told
WHERE ($text IS NULL OR contains(
        strip_accents(lower(concat_ws(' ', smelter_name_reported, smelter_id_reported, facility_country, smelter_cid, note,
            evidence, supplier_id))),
        strip_accents(lower($text))
    ))
    AND ($person IS NULL OR actor = $person)
    AND ($judgement IS NULL OR judgement = $judgement)
    AND ($metal IS NULL OR metal = $metal)
    AND ($state IS NULL OR state = $state)
