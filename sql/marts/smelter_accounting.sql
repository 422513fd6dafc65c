-- Grain: one declared smelter row of a reporting year, with exactly one outcome. Order of the outcomes: what concerns the
-- whole declaration first, then the row, then the match. A CMRT answers for tantalum, tin, tungsten and gold, an EMRT or
-- AMRT for any other mineral; what stands in the wrong one is out of scope. Every row of a declaration that a person has
-- set aside is rejected.
-- A recorded decision wins over the machine, but not over what the declaration itself rules out, and it says nothing of
-- whose declaration it is. A decision that states a number is for rows with that number alone. One without a number was
-- taken about a name: it is for rows that give no number, one that names no known facility, or the number of the facility
-- decided on. A row whose own number names another facility goes to a person, with both sides shown.
-- `metal` is the metal a row is accounted under: only a decision that states one makes it another than metal_declared.
WITH declared AS (
    SELECT
        declaration.reporting_year,
        declaration.drop_path,
        declaration.template_kind,
        declaration.declaration_scope,
        row.*,
        tie.supplier_id,
        current.superseded_by,
        aside.event_id AS aside_id,
        aside.set_aside_by,
        aside.set_aside_at,
        aside.reason AS aside_reason,
        count(*) OVER same_row AS copies,
        first_value(row.source_row) OVER same_row AS first_row
    FROM declared_smelter AS row
    JOIN stg_declaration AS declaration USING (file_sha256)
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    LEFT JOIN stg_set_aside AS aside USING (reporting_year, file_sha256)
    -- The same facility declared again, mine and comment aside: those are read from every copy.
    WINDOW same_row AS (
        PARTITION BY declaration.reporting_year, row.file_sha256, row.metal, row.smelter_lookup,
            row.smelter_name_reported, row.facility_country, row.smelter_id_reported
        ORDER BY row.source_row ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),
keyed AS (
    SELECT
        declared.*,
        key.key_id,
        key.id_clean,
        key.not_yet_identified,
        coalesce(clean_name(declared.metal), '') AS metal_clean,
        coalesce(clean_name(coalesce(key.typed_name, key.lookup_name, key.smelter_name_reported)), '') AS name_clean,
        coalesce(clean_name(declared.facility_country), '') AS country_clean
    FROM declared
    JOIN declared_key USING (file_sha256, source_sheet, source_row)
    JOIN match_key AS key USING (key_id)
),
-- The facility a number names by itself, whatever metal it stands under.
numbered AS (
    SELECT metal, smelter_cid AS id_clean, smelter_cid, smelter_name_standard FROM ref_smelter
    UNION
    SELECT old.metal, old.old_smelter_id, old.smelter_cid, facility.smelter_name_standard
    FROM ref_old_id AS old
    JOIN ref_smelter AS facility USING (metal, smelter_cid)
),
decision_for AS (
    SELECT
        keyed.reporting_year,
        keyed.file_sha256,
        keyed.source_sheet,
        keyed.source_row,
        decision.event_id AS decision_id,
        decision.actor AS decided_by,
        decision.decided_at,
        decision.smelter_cid AS cid_stated,
        decision.metal_decided,
        number.smelter_cid || coalesce(' (' || number.smelter_name_standard || ')', '') AS number_names,
        CASE
            WHEN decision.judgement <> 'contradicted' AND decision.id_clean = ''
                AND number.smelter_cid IS NOT NULL AND number.smelter_cid IS DISTINCT FROM decision.smelter_cid
                THEN 'number_disagrees'
            ELSE decision.judgement
        END AS decided
    FROM keyed
    JOIN stg_decision AS decision
        ON decision.metal_clean = keyed.metal_clean
        AND decision.name_clean = keyed.name_clean
        AND decision.country_clean IN ('', keyed.country_clean)
        AND decision.id_clean IN ('', coalesce(keyed.id_clean, ''))
        AND decision.supplier_id IN ('', coalesce(keyed.supplier_id, ''))
    LEFT JOIN numbered AS number
        ON number.id_clean = keyed.id_clean AND (number.metal = keyed.metal OR number.smelter_cid = number.id_clean)
    WHERE keyed.aside_id IS NULL
    -- The decision that says most wins: for this supplier before any, for this number before none, for this country
    -- before any; one that the row's number speaks against comes last.
    QUALIFY row_number() OVER (
        PARTITION BY keyed.reporting_year, keyed.file_sha256, keyed.source_sheet, keyed.source_row
        ORDER BY decided = 'number_disagrees', decision.supplier_id DESC, decision.id_clean DESC,
            decision.country_clean DESC, number.metal = keyed.metal DESC, number.metal, decision.event_id
    ) = 1
),
accounted AS (
    SELECT
        keyed.* EXCLUDE (metal),
        keyed.metal AS metal_declared,
        CASE WHEN decision.decided IN ('accepted', 'new_facility') THEN coalesce(decision.metal_decided, keyed.metal)
            ELSE keyed.metal END AS metal,
        decision.* EXCLUDE (reporting_year, file_sha256, source_sheet, source_row) REPLACE (
            coalesce(decision.decision_id, keyed.aside_id) AS decision_id,
            coalesce(decision.decided_by, keyed.set_aside_by) AS decided_by,
            coalesce(decision.decided_at, keyed.set_aside_at) AS decided_at,
            CASE WHEN keyed.aside_id IS NOT NULL THEN 'rejected' ELSE decision.decided END AS decided
        )
    FROM keyed
    LEFT JOIN decision_for AS decision USING (reporting_year, file_sha256, source_sheet, source_row)
),
matched AS (
    SELECT
        accounted.*,
        match.* EXCLUDE (key_id),
        scope.q1,
        scope.in_scope,
        CASE WHEN accounted.decided IN ('accepted', 'new_facility') THEN facility.smelter_cid END AS decided_cid
    FROM accounted
    JOIN smelter_match AS match USING (key_id)
    LEFT JOIN stg_metal_answer AS scope
        ON scope.file_sha256 = accounted.file_sha256 AND scope.metal = accounted.metal
    LEFT JOIN ref_smelter AS facility
        ON facility.metal = accounted.metal AND facility.smelter_cid = accounted.cid_stated
),
judged AS (
    SELECT
        *,
        CASE
            WHEN superseded_by IS NOT NULL THEN 'superseded'
            WHEN aside_id IS NOT NULL THEN 'rejected'
            WHEN source_row <> first_row THEN 'duplicate'
            WHEN metal IS NOT NULL AND is_conflict_mineral(metal) <> (template_kind = 'cmrt') THEN 'metal_out_of_scope'
            WHEN in_scope = false THEN 'metal_out_of_scope'
            WHEN decided IN ('rejected', 'not_a_smelter') THEN 'rejected'
            WHEN not_yet_identified AND decided IS NULL THEN 'not_yet_identified'
            WHEN supplier_id IS NULL THEN 'supplier_untied'
            WHEN decided IS NOT NULL THEN CASE WHEN decided_cid IS NULL THEN 'awaiting_review' ELSE 'consolidated' END
            WHEN judgement = 'accepted' THEN 'consolidated'
            ELSE 'awaiting_review'
        END AS outcome,
        decided_by || ' decided on ' || decided_at[:10] AS who_decided
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
    metal_declared,
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
        WHEN 'rejected' THEN CASE
            WHEN aside_id IS NOT NULL THEN who_decided || ' to set the whole declaration aside: ' || aside_reason
            ELSE who_decided || ': ' || replace(decided, '_', ' ')
        END
        WHEN 'not_yet_identified' THEN match_detail
        WHEN 'supplier_untied' THEN 'the declaring company is not tied to a supplier of the supplier list'
        WHEN 'consolidated' THEN CASE
            WHEN decided IS NULL THEN match_detail
            WHEN metal IS DISTINCT FROM metal_declared
                THEN who_decided || ' that it is ' || lower(metal) || ', declared '
                    || coalesce('under ' || lower(metal_declared), 'without a metal')
            ELSE who_decided
        END
        ELSE CASE
            WHEN decided IS NULL THEN match_detail
            WHEN decided = 'contradicted' THEN 'two decisions of ' || decided_at[:10] || ' contradict each other'
            WHEN decided = 'number_disagrees' THEN 'decision and number disagree: ' || who_decided || ' that the name '
                || coalesce('means ' || cid_stated, 'means no listed facility') || ', but ' || smelter_id_reported
                || ' means ' || number_names
            WHEN cid_stated IS NULL THEN 'a person recorded a new facility without a CID'
            ELSE 'a person decided for a number that no list has for this metal'
        END
    END AS reason,
    CASE WHEN decided IS NULL THEN smelter_cid ELSE decided_cid END AS smelter_cid,
    CASE WHEN decided IS NULL THEN judgement WHEN decided IN ('contradicted', 'number_disagrees') THEN 'review'
        ELSE decided END AS judgement,
    CASE WHEN decided IS NULL THEN match_method WHEN decided IN ('contradicted', 'number_disagrees') THEN 'none'
        ELSE 'decision' END AS match_method,
    match_score,
    CASE WHEN decided IS NULL THEN match_detail ELSE 'decision ' || decision_id END AS match_detail,
    decision_id
FROM judged
ORDER BY reporting_year, file_sha256, source_sheet, source_row
