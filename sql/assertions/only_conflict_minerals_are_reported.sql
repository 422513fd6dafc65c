-- Form SD speaks of four metals; nothing else may reach its marts (17 CFR 240.13p-1, Form SD Item 1.01(d)(3)).
SELECT reporting_year, metal, smelter_cid
FROM appendix_a
WHERE metal IS NULL OR metal NOT IN ('Gold', 'Tantalum', 'Tin', 'Tungsten')
