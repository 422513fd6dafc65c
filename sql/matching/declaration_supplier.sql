-- Grain: one declaration of a year: the supplier of the master it belongs to, by which rule; null when no rule tells.
-- Rules in order: a person's decision; a vendor number in the file or folder name; an e-mail domain; the company name.
-- A rule that points at two entities tells nothing.
WITH path_word AS (
    SELECT
        reporting_year,
        file_sha256,
        list_filter(string_split_regex(lower(drop_path), '[^a-z0-9]+'), lambda word: word <> '') AS words
    FROM stg_declaration
),
path_phrase AS (
    SELECT DISTINCT reporting_year, file_sha256, array_to_string(words[first : first + length], ' ') AS phrase
    FROM path_word, unnest(range(1, len(words) + 1)) AS start(first), unnest(range(0, 4)) AS size(length)
),
supplier AS (
    SELECT
        *,
        trim(regexp_replace(lower(supplier_id), '[^a-z0-9]+', ' ', 'g')) AS id_phrase
    FROM stg_supplier
),
domain AS (
    SELECT reporting_year, supplier_id, entity_id,
        unnest(string_split_regex(replace(lower(email_domains), '@', ''), '[;,\s]+')) AS email_domain
    FROM supplier
),
sender AS (
    SELECT reporting_year, file_sha256, lower(trim(split_part(contact_email, '@', 2))) AS email_domain FROM stg_declaration
    UNION
    SELECT reporting_year, file_sha256, lower(trim(split_part(authorizer_email, '@', 2))) FROM stg_declaration
),
candidate AS (
    SELECT declaration.reporting_year, declaration.file_sha256, 1 AS rule, 'decision' AS tied_by, supplier.supplier_id,
        supplier.entity_id
    FROM stg_declaration AS declaration
    JOIN event ON event.kind = 'supplier_tie' AND event.payload ->> '$.file_sha256' = declaration.file_sha256
    JOIN supplier ON supplier.reporting_year = declaration.reporting_year
        AND supplier.supplier_id = event.payload ->> '$.supplier_id'
    QUALIFY row_number() OVER (
        PARTITION BY declaration.reporting_year, declaration.file_sha256 ORDER BY event.occurred_at DESC, event.event_id DESC
    ) = 1
    UNION ALL
    -- Short numbers and numbers that look like a year are in too many file names to mean anything.
    SELECT path_phrase.reporting_year, path_phrase.file_sha256, 2, 'supplier_id', supplier.supplier_id, supplier.entity_id
    FROM path_phrase
    JOIN supplier ON supplier.reporting_year = path_phrase.reporting_year AND supplier.id_phrase = path_phrase.phrase
    WHERE length(supplier.id_phrase) >= 4 AND NOT regexp_full_match(supplier.id_phrase, '(19|20)\d\d')
    UNION ALL
    SELECT sender.reporting_year, sender.file_sha256, 3, 'email_domain', domain.supplier_id, domain.entity_id
    FROM sender
    JOIN domain USING (reporting_year, email_domain)
    WHERE
        sender.email_domain <> ''
        AND sender.email_domain NOT IN (
            'gmail.com', 'outlook.com', 'hotmail.com', 'yahoo.com', 'qq.com', '163.com', '126.com', 'naver.com', 'icloud.com'
        )
    UNION ALL
    SELECT declaration.reporting_year, declaration.file_sha256, 4, 'company_name', supplier.supplier_id, supplier.entity_id
    FROM stg_declaration AS declaration
    JOIN supplier ON supplier.reporting_year = declaration.reporting_year
        AND normalize_name(supplier.supplier_name) = normalize_name(declaration.company_name)
),
told AS (
    SELECT
        reporting_year,
        file_sha256,
        rule,
        any_value(tied_by) AS tied_by,
        CASE
            WHEN count(DISTINCT supplier_id) = 1 THEN min(supplier_id)
            WHEN count(DISTINCT entity_id) = 1 THEN min(entity_id)
        END AS supplier_id,
        string_agg(DISTINCT supplier_id, ', ' ORDER BY supplier_id) AS candidates
    FROM candidate
    GROUP BY reporting_year, file_sha256, rule
),
first_rule AS (
    SELECT * FROM told
    WHERE supplier_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY reporting_year, file_sha256 ORDER BY rule) = 1
),
every_rule AS (
    SELECT
        reporting_year,
        file_sha256,
        count(DISTINCT supplier_id) > 1 AS rules_disagree,
        string_agg(tied_by || ': ' || candidates, '; ' ORDER BY rule) AS told_by_each
    FROM told
    GROUP BY reporting_year, file_sha256
)
SELECT
    declaration.reporting_year,
    declaration.file_sha256,
    first_rule.supplier_id,
    first_rule.tied_by,
    coalesce(supplier.entity_id, first_rule.supplier_id) AS entity_id,
    coalesce(every_rule.rules_disagree, false) AS rules_disagree,
    every_rule.told_by_each
FROM stg_declaration AS declaration
LEFT JOIN first_rule USING (reporting_year, file_sha256)
LEFT JOIN every_rule USING (reporting_year, file_sha256)
LEFT JOIN stg_supplier AS supplier
    ON supplier.reporting_year = declaration.reporting_year AND supplier.supplier_id = first_rule.supplier_id
ORDER BY declaration.reporting_year, declaration.file_sha256
