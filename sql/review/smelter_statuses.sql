-- Grain: one issue of a status list that speaks of a facility, newest first.
SELECT * FROM smelter_status_history WHERE metal = $metal AND smelter_cid = $cid ORDER BY status_as_of DESC, status_source
