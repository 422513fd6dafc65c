-- What a row owes to a person stands in the ledger: the decision, its facility, and the only leave to change the metal.
WITH recorded AS (
    SELECT event_id, payload ->> '$.judgement' AS judgement, payload ->> '$.smelter_cid' AS smelter_cid,
        payload ->> '$.metal_decided' AS metal_decided
    FROM event
    WHERE kind = 'decision'
    UNION ALL
    SELECT event_id, 'rejected', NULL, NULL
    FROM event
    WHERE kind = 'declaration_state' AND payload ->> '$.state' = 'set_aside'
)
SELECT account.reporting_year, account.file_sha256, account.source_row, account.outcome, account.decision_id,
    CASE
        WHEN recorded.event_id IS NULL THEN 'no such decision'
        WHEN account.metal IS DISTINCT FROM account.metal_declared AND account.metal IS DISTINCT FROM recorded.metal_decided
            THEN 'another metal than the one decided'
        ELSE 'another facility or judgement than the one decided'
    END AS fault
FROM smelter_accounting AS account
LEFT JOIN recorded ON recorded.event_id = account.decision_id
WHERE
    account.match_method = 'decision' AND recorded.event_id IS NULL
    OR account.decision_id IS NOT NULL AND recorded.event_id IS NULL
    OR account.metal IS DISTINCT FROM account.metal_declared AND account.metal IS DISTINCT FROM recorded.metal_decided
    OR account.match_method = 'decision' AND account.judgement <> recorded.judgement
    OR account.match_method = 'decision' AND account.smelter_cid <> recorded.smelter_cid
    OR account.outcome = 'rejected' AND account.match_method <> 'decision'
