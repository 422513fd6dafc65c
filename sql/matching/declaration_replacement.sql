-- Grain: one pair of declarations of a year of which the newer replaces the older (file_sha256). Only the same template
-- kind, the same entity and the same scope replace each other, by effective date, then receipt, then (of files received
-- together) the time the file was saved; an undated declaration is older than a dated one.
-- A declaration whose scope cannot be read would have no successor for ever. A later one of that entity with a scope is
-- its correction when it was received no earlier, names the same company (or the earlier one names none), and cannot
-- leave out what the earlier one spoke of: it is at company level, or has the same list of products or the same
-- description, or the earlier one has neither list nor description. Else both count. What a person has set aside replaces
-- nothing. Where only the sender of an e-mail says whose a declaration is, it may be that of a maker whose goods the sender
-- distributes: then only the same company replaces the same.
WITH placed AS (
    SELECT
        declaration.reporting_year,
        declaration.file_sha256,
        declaration.template_kind,
        coalesce(tie.entity_id, 'untied:' || coalesce(normalize_name(declaration.company_name), declaration.file_sha256))
            AS entity_id,
        normalize_name(declaration.company_name) AS company,
        coalesce(tie.tied_by IN ('letter', 'sender_address', 'sender_domain'), false) AS by_sender,
        declaration.declaration_scope,
        declaration.scope_key,
        declaration.products,
        declaration.description_clean,
        declaration.received_at,
        row_number() OVER (
            ORDER BY declaration.effective_date NULLS FIRST, declaration.received_at, declaration.file_modified_at,
                declaration.receipt_id
        ) AS place
    FROM stg_declaration AS declaration
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
)
SELECT
    older.reporting_year,
    older.file_sha256,
    newer.file_sha256 AS replaced_by,
    newer.place
FROM placed AS older
JOIN placed AS newer
    ON newer.reporting_year = older.reporting_year
    AND newer.template_kind = older.template_kind
    AND newer.entity_id = older.entity_id
    AND newer.place > older.place
    AND (NOT (newer.by_sender OR older.by_sender) OR older.company IS NULL OR newer.company = older.company)
ANTI JOIN stg_set_aside AS aside
    ON aside.reporting_year = newer.reporting_year AND aside.file_sha256 = newer.file_sha256
WHERE
    newer.scope_key = older.scope_key
    OR older.declaration_scope IS NULL
    AND newer.declaration_scope IS NOT NULL
    AND newer.received_at >= older.received_at
    AND (older.company IS NULL OR newer.company = older.company)
    AND (
        newer.declaration_scope = 'company'
        OR newer.declaration_scope = 'product' AND newer.products = older.products
        OR newer.declaration_scope = 'user_defined' AND newer.description_clean = older.description_clean
        OR older.products IS NULL AND older.description_clean IS NULL
    )
ORDER BY older.reporting_year, older.file_sha256, newer.place
