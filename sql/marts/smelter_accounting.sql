-- Grain: one declared smelter row of a reporting year, with exactly one outcome. Order of the outcomes: what concerns the
-- whole declaration first, then the row, then the match; a recorded decision wins over the machine. A CMRT answers for
-- tantalum, tin, tungsten and gold, an EMRT or AMRT for any other mineral; what stands in the wrong one is out of scope.
WITH declared AS (
    SELECT
        declaration.reporting_year,
        declaration.drop_path,
        declaration.template_kind,
        declaration.declaration_scope,
        row.*,
        tie.supplier_id,
        current.superseded_by,
        scope.q1,
        scope.in_scope,
        count(*) OVER same_row AS copies,
        first_value(row.source_row) OVER same_row AS first_row
    FROM declared_smelter AS row
    JOIN stg_declaration AS declaration USING (file_sha256)
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    LEFT JOIN stg_metal_answer AS scope ON scope.file_sha256 = row.file_sha256 AND scope.metal = row.metal
    -- The same facility declared again, mine and comment aside: those are read from every copy.
    WINDOW same_row AS (
        PARTITION BY declaration.reporting_year, row.file_sha256, row.metal, row.smelter_lookup,
            row.smelter_name_reported, row.facility_country, row.smelter_id_reported
        ORDER BY row.source_row ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),
matched AS (
    SELECT
        declared.*,
        match.* EXCLUDE (key_id),
        key.not_yet_identified,
        decision.event_id AS decision_id,
        decision.judgement AS decided,
        decided_facility.smelter_cid AS decided_cid,
        decision.actor AS decided_by,
        decision.decided_at
    FROM declared
    JOIN declared_key USING (file_sha256, source_sheet, source_row)
    JOIN match_key AS key USING (key_id)
    JOIN smelter_match AS match USING (key_id)
    LEFT JOIN stg_decision AS decision
        ON decision.metal = declared.metal
        AND decision.name_clean = clean_name(coalesce(declared.smelter_name_reported, key.lookup_name))
        AND decision.country_clean IN ('', coalesce(clean_name(declared.facility_country), ''))
        AND decision.supplier_id IN ('', coalesce(declared.supplier_id, ''))
    LEFT JOIN ref_smelter AS decided_facility
        ON decided_facility.metal = declared.metal AND decided_facility.smelter_cid = decision.smelter_cid
    -- The decision that says most wins: for this supplier before any supplier, for this country before any country.
    QUALIFY row_number() OVER (
        PARTITION BY declared.reporting_year, declared.file_sha256, declared.source_sheet, declared.source_row
        ORDER BY decision.supplier_id DESC NULLS LAST, decision.country_clean DESC NULLS LAST, decision.event_id
    ) = 1
),
judged AS (
    SELECT
        *,
        CASE
            WHEN superseded_by IS NOT NULL THEN 'superseded'
            WHEN source_row <> first_row THEN 'duplicate'
            WHEN metal IS NOT NULL AND is_conflict_mineral(metal) <> (template_kind = 'cmrt') THEN 'metal_out_of_scope'
            WHEN in_scope = false THEN 'metal_out_of_scope'
            WHEN decided IN ('rejected', 'not_a_smelter') THEN 'rejected'
            WHEN not_yet_identified THEN 'not_yet_identified'
            WHEN supplier_id IS NULL THEN 'supplier_untied'
            WHEN decided = 'accepted' THEN CASE WHEN decided_cid IS NULL THEN 'awaiting_review' ELSE 'consolidated' END
            WHEN judgement = 'accepted' THEN 'consolidated'
            ELSE 'awaiting_review'
        END AS outcome
    FROM matched
)
SELECT
    reporting_year,
    file_sha256,
    source_sheet,
    source_row,
    drop_path,
    template_kind,
    supplier_id,
    metal,
    coalesce(smelter_name_reported, smelter_lookup) AS smelter_name_reported,
    facility_country,
    smelter_id_reported,
    outcome,
    CASE outcome
        WHEN 'superseded' THEN CASE WHEN declaration_scope IS NULL
            THEN 'this declaration says no scope, and a newer one replaces it: '
            ELSE 'a newer declaration of the same scope replaces this one: ' END || superseded_by
        WHEN 'duplicate' THEN 'repeats row ' || first_row || ' of the same declaration'
        WHEN 'metal_out_of_scope' THEN CASE
            WHEN template_kind = 'cmrt' AND NOT is_conflict_mineral(metal)
                THEN metal || ' is not a conflict mineral of Form SD'
            WHEN template_kind <> 'cmrt' AND is_conflict_mineral(metal)
                THEN metal || ' is asked about by the CMRT, not by the ' || upper(template_kind)
            WHEN q1 = 'No' THEN 'the same declaration says ' || lower(metal) || ' is not used (question 1: No)'
            ELSE 'the same declaration says ' || lower(metal) || ' does not remain in the product (question 2: No)'
        END
        WHEN 'rejected' THEN decided_by || ' decided on ' || decided_at[:10] || ': ' || replace(decided, '_', ' ')
        WHEN 'not_yet_identified' THEN match_detail
        WHEN 'supplier_untied' THEN 'the declaring company is not tied to a supplier of the supplier list'
        WHEN 'consolidated' THEN CASE WHEN decided = 'accepted'
            THEN decided_by || ' decided on ' || decided_at[:10] ELSE match_detail END
        ELSE CASE WHEN decided = 'accepted' THEN 'a person decided for a number that no list has for this metal'
            ELSE match_detail END
    END AS reason,
    CASE WHEN decided = 'accepted' THEN decided_cid WHEN decided IS NULL THEN smelter_cid END AS smelter_cid,
    coalesce(decided, judgement) AS judgement,
    CASE WHEN decided IS NULL THEN match_method ELSE 'decision' END AS match_method,
    match_score,
    CASE WHEN decided IS NULL THEN match_detail ELSE 'decision ' || decision_id END AS match_detail
FROM judged
ORDER BY reporting_year, file_sha256, source_sheet, source_row
