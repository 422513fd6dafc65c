-- Grain: one part in scope, the vendor number that is asked for it and the product in scope it goes into, without parts of
-- exempt suppliers: whether its supplier has answered, and whether a valid answer reaches it, both as of the cut-off; else
-- why not, the first reason that holds:
-- nobody_to_ask: no supplier, or one the supplier list does not have; late: only an answer after the cut-off reaches it;
-- no_answer; not_valid: what speaks of it has a critical finding; unjudged: a person must say what a user-defined scope
-- holds; distributor: a distributor's company-level declaration; not_listed: no answer speaks of it.
-- Under several numbers of its supplier a part is reached when each of them is. What a person has set aside is no answer.
WITH line AS (
    SELECT supply.*, scope.entity_id
    FROM stg_supply AS supply
    LEFT JOIN supplier_scope AS scope USING (reporting_year, supplier_id)
    WHERE scope.exempt_reason IS NULL
),
answered AS (
    SELECT reporting_year, entity_id, bool_or(counts) AS by_cut_off, bool_or(stands) AS by_now
    FROM survey_answer
    WHERE NOT set_aside
    GROUP BY reporting_year, entity_id
),
spoken AS (
    SELECT
        reach.reporting_year,
        reach.supplier_id,
        reach.part_key,
        reach.supplier_part_number,
        bool_or(reach.reach = 'reached' AND answer.valid AND answer.counts) AS reached,
        bool_or(reach.reach = 'reached' AND answer.valid AND answer.stands) AS reached_now,
        bool_or(reach.reach = 'reached' AND answer.counts) AS not_valid,
        bool_or(reach.reach = 'unjudged' AND answer.counts) AS unjudged,
        bool_or(reach.reach = 'distributor' AND answer.counts) AS distributor
    FROM part_reach AS reach
    JOIN survey_answer AS answer USING (reporting_year, file_sha256)
    WHERE NOT answer.set_aside
    GROUP BY ALL
),
judged AS (
    SELECT
        line.*,
        coalesce(answered.by_cut_off, false) AS answered,
        coalesce(answered.by_now, false) AS answered_now,
        coalesce(spoken.reached, false) AS reached,
        coalesce(spoken.reached_now, false) AS reached_now,
        CASE
            WHEN line.entity_id IS NULL THEN 'nobody_to_ask'
            WHEN spoken.reached THEN NULL
            WHEN spoken.reached_now THEN 'late'
            WHEN answered.by_cut_off IS NOT true THEN 'no_answer'
            WHEN spoken.not_valid THEN 'not_valid'
            WHEN spoken.unjudged THEN 'unjudged'
            WHEN spoken.distributor THEN 'distributor'
            ELSE 'not_listed'
        END AS why
    FROM line
    LEFT JOIN answered ON answered.reporting_year = line.reporting_year AND answered.entity_id = line.entity_id
    LEFT JOIN spoken
        ON spoken.reporting_year = line.reporting_year
        AND spoken.supplier_id = line.supplier_id
        AND spoken.part_key = line.part_key
        AND spoken.supplier_part_number IS NOT DISTINCT FROM line.supplier_part_number
)
SELECT
    reporting_year,
    product_id,
    part_key,
    supplier_id,
    bool_and(answered) AS answered,
    bool_and(answered_now) AS answered_now,
    bool_and(reached) AS reached,
    bool_and(reached_now) AS reached_now,
    arg_min(why, list_position(
        ['nobody_to_ask', 'late', 'no_answer', 'not_valid', 'unjudged', 'distributor', 'not_listed'], why
    )) FILTER (WHERE NOT reached) AS why_not_reached
FROM judged
GROUP BY ALL
ORDER BY ALL
