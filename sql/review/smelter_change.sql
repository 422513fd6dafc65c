-- One row: what became of a facility since the year before.
SELECT * FROM year_over_year WHERE reporting_year = $year AND metal = $metal AND smelter_cid = $cid
