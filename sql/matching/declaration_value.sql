-- Grain: one thing that one declaration says, for declarations that follow or precede another: a field of the company
-- block, an answer or its comment, a smelter, a product; with its place. A smelter is told by metal, CID (else cleaned
-- name) and country, a product by its number (else name); how often it stands, and what else is said of it, is the value.
WITH compared AS (
    SELECT DISTINCT unnest([file_sha256, followed_by]) AS file_sha256
    FROM declaration_current
    WHERE followed_by IS NOT NULL
),
field AS (
    UNPIVOT (
        SELECT
            file_sha256, source_sheet, source_cells,
            template_revision, template_language, company_name,
            coalesce(declaration_scope, declaration_scope_reported) AS declaration_scope,
            scope_description, company_unique_id, company_authority, company_address, contact_name, contact_email,
            contact_phone, authorizer_name, authorizer_title, authorizer_email, authorizer_phone,
            coalesce(CAST(effective_date AS VARCHAR), effective_date_reported) AS effective_date
        FROM declaration
        SEMI JOIN compared USING (file_sha256)
    )
    ON COLUMNS(* EXCLUDE (file_sha256, source_sheet, source_cells))
    INTO NAME what VALUE value
),
asked AS (
    SELECT file_sha256, 'answer' AS subject, source_sheet, source_row, source_cell, answer, answer_reported, comment,
        'question ' || coalesce(question, '"' || question_reported || '"') || coalesce(' for ' || metal, '') AS what
    FROM answer
    SEMI JOIN compared USING (file_sha256)
    UNION ALL
    SELECT file_sha256, 'company_answer', source_sheet, source_row, source_cell, answer, answer_reported, comment,
        'question ' || coalesce(question, '"' || question_reported || '"') || coalesce(' for ' || metal, '')
    FROM company_answer
    SEMI JOIN compared USING (file_sha256)
),
smelter AS (
    SELECT
        file_sha256, source_sheet, source_row, mine_country, recycled,
        coalesce(smelter_name_reported, smelter_lookup) AS smelter_name,
        coalesce(metal, 'no metal') || ': ' || coalesce(
            regexp_extract(upper(regexp_replace(smelter_id_reported, '\s', '', 'g')), '^CID\d{6}$'),
            ''
        ) AS metal_and_cid,
        clean_name(coalesce(smelter_name_reported, smelter_lookup)) AS name_clean,
        coalesce(facility_country_code, clean_name(facility_country)) AS country
    FROM declared_smelter
    SEMI JOIN compared USING (file_sha256)
),
said AS (
    SELECT file_sha256, 'declaration' AS subject, what, source_sheet,
        TRY_CAST(regexp_extract(source_cells ->> what, '\d+$') AS INTEGER) AS source_row,
        source_cells ->> what AS source_cell, value
    FROM field
    UNION ALL
    SELECT file_sha256, subject, what, source_sheet, source_row, source_cell, coalesce(answer, answer_reported)
    FROM asked
    UNION ALL
    SELECT file_sha256, subject, what || ', comment', source_sheet, source_row, NULL, comment
    FROM asked
    UNION ALL
    SELECT file_sha256, 'smelter',
        metal_and_cid || CASE WHEN ends_with(metal_and_cid, ': ') THEN coalesce(name_clean, 'no name') ELSE '' END
            || coalesce(' (' || country || ')', '') AS what,
        min(source_sheet), min(source_row), NULL,
        count(*) || ' row(s)' || coalesce(', named ' || string_agg(DISTINCT smelter_name, ' | ' ORDER BY smelter_name), '')
            || coalesce(', mine country ' || string_agg(DISTINCT mine_country, ' | ' ORDER BY mine_country), '')
            || coalesce(', recycled ' || string_agg(DISTINCT recycled, ' | ' ORDER BY recycled), '')
    FROM smelter
    GROUP BY file_sha256, what
    UNION ALL
    SELECT file_sha256, 'product', coalesce(clean_name(product_number), clean_name(product_name), 'no number') AS what,
        min(source_sheet), min(source_row), NULL,
        count(*) || ' row(s)' || coalesce(', named ' || string_agg(DISTINCT product_name, ' | ' ORDER BY product_name), '')
            || coalesce(', comment ' || string_agg(DISTINCT comment, ' | ' ORDER BY comment), '')
    FROM declared_product
    SEMI JOIN compared USING (file_sha256)
    GROUP BY file_sha256, what
)
SELECT
    file_sha256,
    subject,
    what,
    string_agg(value, ' | ' ORDER BY source_row, source_cell, value) AS value,
    min(source_sheet) AS source_sheet,
    min(source_row) AS source_row,
    arg_min(source_cell, (source_row, source_cell)) AS source_cell
FROM said
WHERE value IS NOT NULL
GROUP BY file_sha256, subject, what
ORDER BY file_sha256, subject, what
