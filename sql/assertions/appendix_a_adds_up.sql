-- The lines of Appendix A add up to the consolidated rows of the CMRTs, and no facility stands twice.
SELECT reporting_year, metal, smelter_cid, 'twice' AS fault
FROM appendix_a
GROUP BY ALL
HAVING count(*) > 1
UNION ALL
SELECT reporting_year, NULL, NULL, 'consolidated rows: ' || sum(consolidated) || ', in Appendix A: ' || sum(reported)
FROM (
    SELECT reporting_year, count(*) AS consolidated, 0 AS reported
    FROM smelter_accounting
    WHERE outcome = 'consolidated' AND template_kind = 'cmrt'
    GROUP BY reporting_year
    UNION ALL
    SELECT reporting_year, 0, sum(declared_rows) FROM appendix_a GROUP BY reporting_year
)
GROUP BY reporting_year
HAVING sum(consolidated) <> sum(reported)
