-- Grain: one entity of a year that is in scope: one of its vendor numbers is. It is exempt when all of these are. Its
-- answers as of the cut-off (received, heard, valid) and today (.._now): heard is one with an answer that was not set aside,
-- valid one of whose answers, those set aside left out, all are. A letter to any vendor number surveys it, the parent may
-- answer without supplying a part itself; a thank-you asks for nothing. Its spend is that with the vendor numbers asked.
WITH entity AS (
    SELECT
        reporting_year,
        entity_id,
        bool_and(exempt_reason IS NOT NULL) AS exempt,
        sum(CAST(annual_spend AS DECIMAL(18, 2))) FILTER (WHERE exempt_reason IS NULL) AS spend
    FROM supplier_scope
    WHERE in_scope
    GROUP BY reporting_year, entity_id
),
written AS (
    SELECT letter.reporting_year, supplier.entity_id, min(letter.sent_on) AS surveyed_on
    FROM stg_letter AS letter
    JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
    WHERE letter.letter_kind <> 'thank_you'
    GROUP BY letter.reporting_year, supplier.entity_id
),
answered AS (
    SELECT
        reporting_year,
        entity_id,
        bool_or(counts) AS received,
        bool_or(counts AND NOT set_aside) AS heard,
        bool_and(valid) FILTER (WHERE counts AND NOT set_aside) AS valid,
        bool_or(counts AND valid_by_waiver) AS waived,
        bool_and(valid) FILTER (WHERE stands AND NOT set_aside) AS valid_now
    FROM survey_answer
    GROUP BY reporting_year, entity_id
)
SELECT
    entity.reporting_year,
    entity.entity_id,
    entity.exempt,
    written.surveyed_on,
    coalesce(written.surveyed_on <= year_cut_off.cut_off, false) AS surveyed,
    coalesce(answered.received, false) AS received,
    coalesce(answered.heard, false) AS heard,
    coalesce(answered.valid, false) AS valid,
    coalesce(answered.valid AND answered.waived, false) AS valid_by_waiver,
    answered.entity_id IS NOT NULL AS received_now,
    coalesce(answered.valid_now, false) AS valid_now,
    entity.spend
FROM entity
JOIN year_cut_off USING (reporting_year)
LEFT JOIN written USING (reporting_year, entity_id)
LEFT JOIN answered USING (reporting_year, entity_id)
ORDER BY entity.reporting_year, entity.entity_id
