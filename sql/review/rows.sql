-- Grain: one declared smelter row of a year that all filters let through, with its one outcome. A supplier stands for its
-- entity: a declaration of any of its vendor numbers answers for all.
WITH texts AS (
    -- Each distinct text is looked at once; a year may have a hundred thousand rows.
    SELECT DISTINCT unnest([smelter_name_reported, smelter_id_reported, facility_country, smelter_cid]) AS words
    FROM smelter_accounting
    WHERE reporting_year = $year AND $text IS NOT NULL
),
spoken AS (
    SELECT words FROM texts WHERE contains(strip_accents(lower(words)), strip_accents(lower($text)))
),
named AS (
    SELECT supplier_id
    FROM supplier_contact
    WHERE reporting_year = $year
        AND contains(strip_accents(lower(concat_ws(' ', supplier_name, supplier_id))), strip_accents(lower($text)))
)
SELECT account.*, supplier.supplier_name
FROM smelter_accounting AS account
LEFT JOIN supplier_contact AS supplier USING (reporting_year, supplier_id)
WHERE account.reporting_year = $year
    AND ($outcome IS NULL OR account.outcome = $outcome)
    AND ($metal IS NULL OR account.metal = $metal)
    AND ($cid IS NULL OR account.smelter_cid = $cid)
    AND ($kind IS NULL OR account.template_kind = $kind)
    AND ($file IS NULL OR account.file_sha256 = $file)
    AND ($supplier IS NULL OR supplier.entity_id IN (
        SELECT entity_id FROM supplier_contact WHERE reporting_year = $year AND supplier_id = $supplier
    ))
    AND ($text IS NULL
        OR account.smelter_name_reported IN (FROM spoken)
        OR account.smelter_id_reported IN (FROM spoken)
        OR account.facility_country IN (FROM spoken)
        OR account.smelter_cid IN (FROM spoken)
        OR account.supplier_id IN (FROM named))
