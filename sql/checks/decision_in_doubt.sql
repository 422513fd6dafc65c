-- Decisions that cannot have the effect they were taken for: the facility is in no list of that metal, two of one moment
-- contradict each other, or one is dated later than the file that brought it was received.
WITH doubtful AS (
    SELECT decision.event_id,
        CASE
            WHEN decision.judgement = 'contradicted' THEN 'decision_contradicted'
            WHEN decision.judgement = 'accepted' AND facility.smelter_cid IS NULL THEN 'decision_facility_unknown'
        END AS code
    FROM stg_decision AS decision
    LEFT JOIN ref_smelter AS facility
        ON facility.smelter_cid = decision.smelter_cid
        AND facility.metal = coalesce(decision.metal_decided, decision.metal)
    UNION
    SELECT decision.event_id, 'decision_in_future'
    FROM stg_decision AS decision
    JOIN event USING (event_id)
    JOIN stg_receipt AS receipt ON receipt.file_sha256 = event.payload ->> '$.file_sha256'
    GROUP BY decision.event_id, decision.decided_at
    HAVING CAST(decision.decided_at[:10] AS DATE) > max(CAST(receipt.received_at[:10] AS DATE)) + 1
)
SELECT parameter.reporting_year, doubtful.code, event.payload ->> '$.file_sha256' AS file_sha256,
    (SELECT max(drop_path) FROM stg_receipt WHERE file_sha256 = event.payload ->> '$.file_sha256') AS drop_path,
    event.payload ->> '$.source_sheet' AS source_sheet,
    CAST(event.payload ->> '$.source_row' AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    coalesce(decision.metal || ': ', '') || coalesce(decision.smelter_name_reported, decision.smelter_id_reported, 'no name')
        || ' (' || coalesce(decision.smelter_cid || ', ', '') || 'decided by ' || decision.actor || ' on '
        || decision.decided_at[:10] || ')' AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM doubtful
JOIN stg_decision AS decision USING (event_id)
JOIN event USING (event_id)
CROSS JOIN parameter
WHERE doubtful.code IS NOT NULL
