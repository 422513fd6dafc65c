-- Grain: one supplier that declared a facility, with the products on the way from it.
SELECT * FROM smelter_exposure WHERE reporting_year = $year AND metal = $metal AND smelter_cid = $cid
