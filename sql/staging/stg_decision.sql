-- Grain: one question that a person has decided, with the answer in force. The question is metal (empty: the row names
-- none), cleaned name, country (empty: any), reported number (empty: see smelter_accounting), supplier (empty: any).
-- The newest decision wins and older ones stay in the ledger; `revoked` gives the question back to the machine. Different
-- decisions of one moment contradict each other: neither counts, and a person is asked again.
WITH newest AS (
    SELECT *, concat_ws('|', judgement, smelter_cid, clean_name(coalesce(metal_decided, metal))) AS answer
    FROM decision_recorded
    WHERE name_clean <> '' OR id_clean <> ''
    QUALIFY rank() OVER (
        PARTITION BY metal_clean, name_clean, country_clean, id_clean, supplier_id ORDER BY decided_at DESC
    ) = 1
)
SELECT
    * EXCLUDE (answer) REPLACE (
        CASE WHEN min(answer) OVER question <> max(answer) OVER question THEN 'contradicted' ELSE judgement END AS judgement
    )
FROM newest
WINDOW question AS (PARTITION BY metal_clean, name_clean, country_clean, id_clean, supplier_id)
QUALIFY row_number() OVER (
    PARTITION BY metal_clean, name_clean, country_clean, id_clean, supplier_id ORDER BY event_id
) = 1
    AND (judgement <> 'revoked' OR min(answer) OVER question <> max(answer) OVER question)
ORDER BY event_id
