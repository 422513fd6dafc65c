-- A status in Appendix A that a list of a later day gives: hindsight, which no reader of the report could see.
SELECT line.reporting_year, line.metal, line.smelter_cid, line.status_as_of
FROM appendix_a AS line
CROSS JOIN parameter
WHERE line.status_as_of > parameter.as_of
