-- Grain: one entity of a year of which a person has recorded what it said: refused, or given time until a day. The newest
-- event wins, `withdrawn` takes it back, and different statements of one moment contradict each other: then none counts.
WITH said AS (
    SELECT
        event.event_id,
        event.occurred_at AS said_at,
        event.actor AS said_by,
        CAST(event.payload ->> '$.reporting_year' AS INTEGER) AS reporting_year,
        event.payload ->> '$.supplier_id' AS supplier_id,
        event.payload ->> '$.entity_id' AS entity_then,
        event.payload ->> '$.said' AS said,
        CAST(event.payload ->> '$.until' AS DATE) AS until,
        event.payload ->> '$.note' AS note
    FROM event
    WHERE event.kind = 'supplier_said'
),
newest AS (
    SELECT said.*, coalesce(supplier.entity_id, said.entity_then, said.supplier_id) AS entity_id
    FROM said
    LEFT JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
    QUALIFY rank() OVER (PARTITION BY reporting_year, entity_id ORDER BY said.said_at DESC) = 1
)
SELECT
    reporting_year,
    entity_id,
    min(event_id) AS event_id,
    min(said_at) AS said_at,
    arg_min(said_by, event_id) AS said_by,
    min(said) AS said,
    min(until) AS until,
    arg_min(note, event_id) AS note
FROM newest
GROUP BY reporting_year, entity_id
HAVING min(said) <> 'withdrawn' AND count(DISTINCT concat_ws('|', said, until)) = 1
ORDER BY reporting_year, entity_id
