-- Grain: one rule of the campaign that a person must answer, with the findings nobody has settled; and the suppliers, counted
-- as entities, that cannot be written to.
SELECT code, count(*) AS found
FROM finding
WHERE reporting_year = $year AND state IN ('open', 'sent', 'answered')
    AND code IN ('supplier_untied', 'user_defined_scope_unjudged', 'reply_without_declaration', 'reply_sender_unknown')
GROUP BY code
UNION ALL
SELECT next_action, count(DISTINCT entity_id)
FROM supplier_status
WHERE reporting_year = $year AND next_action = 'mend_address'
GROUP BY next_action
