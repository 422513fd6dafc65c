-- Grain: one origin of a facility's material and who names it.
SELECT * FROM smelter_origin_by_facility WHERE reporting_year = $year AND metal = $metal AND smelter_cid = $cid
ORDER BY recycled, origin_country, origin_basis, origin_source
