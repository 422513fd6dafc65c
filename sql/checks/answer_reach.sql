-- Answers that say nothing of parts their supplier is asked for: a distributor's company-level declaration (others make the
-- parts), and a user-defined scope of which nobody has said what it holds. Parts that another answer of the entity speaks
-- of are in no doubt. The finding stands at the scope.
WITH part AS (
    SELECT reach.*
    FROM part_reach AS reach
    JOIN supplier_scope AS scope USING (reporting_year, supplier_id)
    WHERE scope.exempt_reason IS NULL
),
spoken_for AS (
    SELECT DISTINCT part.reporting_year, part.supplier_id, part.part_key, part.supplier_part_number
    FROM part
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    ANTI JOIN stg_set_aside AS aside
        ON aside.reporting_year = part.reporting_year AND aside.file_sha256 = part.file_sha256
    WHERE part.reach = 'reached' AND current.superseded_by IS NULL
),
doubt AS (
    SELECT reporting_year, file_sha256, reach, count(DISTINCT part_key) AS parts,
        min(coalesce(supplier_part_number, part_key)) AS first_part
    FROM part
    ANTI JOIN spoken_for
        ON spoken_for.reporting_year = part.reporting_year
        AND spoken_for.supplier_id = part.supplier_id
        AND spoken_for.part_key = part.part_key
        AND spoken_for.supplier_part_number IS NOT DISTINCT FROM part.supplier_part_number
    WHERE reach IN ('distributor', 'unjudged')
    GROUP BY ALL
)
SELECT
    doubt.reporting_year,
    CASE doubt.reach WHEN 'distributor' THEN 'distributor_answers_for_makers' ELSE 'user_defined_scope_unjudged' END AS code,
    doubt.file_sha256, declaration.drop_path, declaration.source_sheet,
    TRY_CAST(regexp_extract(declaration.source_cells ->> '$.declaration_scope', '\d+$') AS INTEGER) AS source_row,
    declaration.source_cells ->> '$.declaration_scope' AS source_cell,
    CASE doubt.reach
        WHEN 'distributor' THEN left(doubt.first_part, 60)
            || CASE WHEN doubt.parts > 1 THEN ' and ' || (doubt.parts - 1) || ' more' ELSE '' END
        ELSE coalesce(left(regexp_replace(declaration.scope_description, '\s+', ' ', 'g'), 120), 'no description')
    END AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM doubt
JOIN stg_declaration AS declaration USING (reporting_year, file_sha256)
