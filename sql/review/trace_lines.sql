-- Grain: one line of Appendix A that bears a CID, in each metal that is asked for.
SELECT * FROM appendix_a
WHERE reporting_year = $year AND smelter_cid = $cid AND ($metal IS NULL OR metal = $metal)
ORDER BY metal
