-- Grain: one question of a year that all filters let through, with what was decided of it since this run. It is settled
-- when a decision speaks for every supplier that asks it.
WITH decided AS (
    SELECT unnest(
        from_json($decided, '[{"event_id": "VARCHAR", "metal_clean": "VARCHAR", "name_clean": "VARCHAR",
            "country_clean": "VARCHAR", "id_clean": "VARCHAR", "supplier_id": "VARCHAR", "judgement": "VARCHAR",
            "smelter_cid": "VARCHAR", "actor": "VARCHAR", "decided_at": "VARCHAR"}]'),
        recursive := true)
),
answered AS (
    SELECT
        queue.question_id,
        count(*) FILTER (decided.supplier_id = '') AS for_all,
        count(DISTINCT decided.supplier_id) FILTER (decided.supplier_id <> '') AS for_suppliers,
        arg_max(decided.event_id, decided.decided_at) AS since_id,
        arg_max(decided.actor, decided.decided_at) AS since_by,
        max(decided.decided_at) AS since_at,
        arg_max(decided.judgement, decided.decided_at) AS since_judgement,
        arg_max(coalesce(decided.smelter_cid, ''), decided.decided_at) AS since_cid,
        arg_max(decided.supplier_id, decided.decided_at) AS since_supplier
    FROM review_queue AS queue
    JOIN decided
        ON decided.metal_clean = queue.metal_clean
        AND decided.name_clean = queue.name_clean
        AND decided.country_clean IN ('', queue.country_clean)
        AND decided.id_clean IN ('', queue.id_clean)
    GROUP BY queue.question_id
),
asked AS (
    SELECT queue.*, answered.* EXCLUDE (question_id),
        coalesce(answered.for_all > 0 OR answered.for_suppliers >= queue.suppliers, false) AS settled,
        EXISTS (FROM review_candidate AS best WHERE best.question_id = queue.question_id AND best.stands_out) AS has_candidate
    FROM review_queue AS queue
    LEFT JOIN answered USING (question_id)
    WHERE list_contains(string_split(queue.reporting_years, ', '), CAST($year AS VARCHAR))
)
SELECT *
FROM asked
WHERE settled = ($show = 'decided')
    AND ($metal IS NULL OR metal = $metal)
    AND ($reason IS NULL OR list_contains(string_split(reason_kinds, ', '), $reason))
    AND ($stands_out IS NULL OR has_candidate)
    AND ($text IS NULL OR contains(
        strip_accents(lower(concat_ws(' ', smelter_name_reported, smelter_id_reported, facility_country, supplier_ids))),
        strip_accents(lower($text))
    ))
