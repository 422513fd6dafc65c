-- Grain: one red flag (facility and code of a year) that a person has answered for, with the state in force. The newest
-- event wins. Different states of one moment contradict each other: the flag is open and nobody's.
WITH said AS (
    SELECT
        event_id,
        occurred_at,
        actor,
        payload ->> '$.red_flag_id' AS red_flag_id,
        payload ->> '$.state' AS state,
        payload ->> '$.owner' AS owner,
        payload ->> '$.note' AS note,
        CAST(payload ->> '$.until' AS DATE) AS until
    FROM event
    WHERE kind = 'red_flag_state'
),
newest AS (
    SELECT *, concat_ws('|', state, coalesce(owner, ''), until) AS answer
    FROM said
    QUALIFY rank() OVER (PARTITION BY red_flag_id ORDER BY occurred_at DESC) = 1
),
judged AS (
    SELECT *, min(answer) OVER flag <> max(answer) OVER flag AS contradicted
    FROM newest
    WINDOW flag AS (PARTITION BY red_flag_id)
    QUALIFY row_number() OVER (PARTITION BY red_flag_id ORDER BY event_id) = 1
)
SELECT
    * EXCLUDE (answer, contradicted) REPLACE (
        CASE WHEN contradicted THEN 'open' ELSE state END AS state,
        CASE WHEN contradicted THEN NULL ELSE owner END AS owner,
        CASE WHEN contradicted THEN NULL ELSE until END AS until,
        CASE WHEN contradicted THEN 'two states of one moment contradict each other' ELSE note END AS note
    )
FROM judged
ORDER BY red_flag_id
