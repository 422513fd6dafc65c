-- A declaration of another scope than its supplier was asked for: by the supplier list, else by the company profile. A
-- company-level answer says nothing of our products; an answer for products says nothing of the rest. Another declaration
-- of the entity that has the scope asked for settles it.
WITH given AS (
    SELECT declaration.*, tie.supplier_id, current.entity_id,
        CASE WHEN supplier.scope_asked IN ('company', 'product') THEN supplier.scope_asked
            ELSE parameter.scope_asked END AS scope_wanted
    FROM stg_declaration AS declaration
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
    JOIN declaration_current AS current USING (reporting_year, file_sha256)
    LEFT JOIN stg_supplier AS supplier
        ON supplier.reporting_year = declaration.reporting_year AND supplier.supplier_id = tie.supplier_id
    CROSS JOIN parameter
    WHERE declaration.template_kind = 'cmrt' AND current.superseded_by IS NULL
)
SELECT given.reporting_year, 'scope_not_as_asked' AS code, given.file_sha256, given.drop_path, given.source_sheet,
    TRY_CAST(regexp_extract(given.source_cells ->> '$.declaration_scope', '\d+$') AS INTEGER) AS source_row,
    given.source_cells ->> '$.declaration_scope' AS source_cell,
    replace(given.declaration_scope, '_', '-') || ' instead of ' || given.scope_wanted AS value, given.supplier_id
FROM given
ANTI JOIN given AS other
    ON other.reporting_year = given.reporting_year
    AND other.entity_id = given.entity_id
    AND other.declaration_scope = given.scope_wanted
WHERE given.declaration_scope <> given.scope_wanted
