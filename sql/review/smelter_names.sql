-- Grain: one name that the lists give to a facility, newest first.
SELECT * FROM reference_history WHERE metal = $metal AND smelter_cid = $cid
ORDER BY last_list_date DESC, smelter_name, facility_country
