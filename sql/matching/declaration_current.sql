-- Grain: one declaration of a year, with the newest one that replaces it (superseded_by) and the one that came right
-- after it (followed_by), if any; declaration_replacement says what replaces what.
WITH replaced AS (
    SELECT
        reporting_year,
        file_sha256,
        arg_max(replaced_by, place) AS superseded_by,
        arg_min(replaced_by, place) AS followed_by
    FROM declaration_replacement
    GROUP BY reporting_year, file_sha256
)
SELECT
    declaration.reporting_year,
    declaration.file_sha256,
    declaration.template_kind,
    coalesce(tie.entity_id, 'untied:' || coalesce(normalize_name(declaration.company_name), declaration.file_sha256))
        AS entity_id,
    replaced.superseded_by,
    replaced.followed_by
FROM stg_declaration AS declaration
JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
LEFT JOIN replaced USING (reporting_year, file_sha256)
ORDER BY declaration.reporting_year, declaration.file_sha256
