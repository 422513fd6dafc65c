-- Grain: one file of a year that some rule knows the supplier of: which, and by which rule; null when the rules name several.
-- A person's decision wins. Else three rules speak: a vendor number in the file or folder name, and of a declaration an
-- e-mail domain and the company name that stand in it. The entity that all rules that speak agree upon has the file; rules
-- that contradict each other credit nobody.
-- Only where all of these are silent, who sent the e-mail in which the file came speaks, by the same agreement. What a
-- declaration says of itself is stronger: a distributor may pass on the declarations of the makers, a colleague may pass
-- on anything, and the sender of an e-mail is easily forged.
WITH sender AS (
    SELECT reporting_year, file_sha256, lower(trim(split_part(contact_email, '@', 2))) AS email_domain FROM stg_declaration
    UNION
    SELECT reporting_year, file_sha256, lower(trim(split_part(authorizer_email, '@', 2))) FROM stg_declaration
),
said AS (
    SELECT declaration.reporting_year, declaration.file_sha256, event.payload ->> '$.supplier_id' AS supplier_id
    FROM stg_declaration AS declaration
    JOIN event ON event.kind = 'supplier_tie' AND event.payload ->> '$.file_sha256' = declaration.file_sha256
    WHERE
        coalesce(CAST(event.payload ->> '$.reporting_year' AS INTEGER), declaration.reporting_year)
        = declaration.reporting_year
    QUALIFY row_number() OVER (
        PARTITION BY declaration.reporting_year, declaration.file_sha256 ORDER BY event.occurred_at DESC, event.event_id DESC
    ) = 1
),
own AS (
    SELECT said.reporting_year, said.file_sha256, 1 AS rule, 'decision' AS tied_by, supplier.supplier_id, supplier.entity_id
    FROM said
    JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
    UNION ALL
    SELECT reporting_year, file_sha256, 2, 'supplier_id', supplier_id, entity_id
    FROM path_supplier
    UNION ALL
    SELECT DISTINCT sender.reporting_year, sender.file_sha256, 3, 'email_domain', domain.supplier_id, domain.entity_id
    FROM sender
    JOIN supplier_domain AS domain USING (reporting_year, email_domain)
    UNION ALL
    SELECT declaration.reporting_year, declaration.file_sha256, 4, 'company_name', supplier.supplier_id, supplier.entity_id
    FROM stg_declaration AS declaration
    JOIN stg_supplier AS supplier ON supplier.reporting_year = declaration.reporting_year
        AND normalize_name(supplier.supplier_name) = normalize_name(declaration.company_name)
),
-- A file that came in several e-mails has the rules of each, and they must agree too.
sent AS (
    SELECT reporting_year, file_sha256, rule, tied_by, supplier_id, entity_id FROM mail_sender
    UNION ALL
    SELECT
        attachment.reporting_year,
        attachment.file_sha256,
        mail.rule + 10 * dense_rank() OVER (
            PARTITION BY attachment.reporting_year, attachment.file_sha256 ORDER BY attachment.mail_sha256
        ),
        mail.tied_by,
        mail.supplier_id,
        mail.entity_id
    FROM mail_attachment AS attachment
    JOIN mail_sender AS mail
        ON mail.reporting_year = attachment.reporting_year AND mail.file_sha256 = attachment.mail_sha256
),
candidate AS (
    SELECT * FROM own
    UNION ALL
    SELECT * FROM sent ANTI JOIN own USING (reporting_year, file_sha256)
),
told AS (
    SELECT
        reporting_year,
        file_sha256,
        rule,
        any_value(tied_by) AS tied_by,
        count(DISTINCT entity_id) AS entities,
        string_agg(DISTINCT supplier_id, ', ' ORDER BY supplier_id) AS candidates
    FROM candidate
    GROUP BY reporting_year, file_sha256, rule
),
speaking AS (
    SELECT
        reporting_year,
        file_sha256,
        count(*) AS rules,
        min(rule) = 1 AS decided,
        string_agg(tied_by || ': ' || candidates, '; ' ORDER BY rule) AS told_by_each
    FROM told
    GROUP BY reporting_year, file_sha256
),
agreed AS (
    SELECT reporting_year, file_sha256, entity_id, count(DISTINCT rule) AS rules, min(rule) AS first_rule
    FROM candidate
    GROUP BY reporting_year, file_sha256, entity_id
),
entity AS (
    SELECT
        speaking.reporting_year,
        speaking.file_sha256,
        CASE
            WHEN any_value(speaking.decided) THEN min(agreed.entity_id) FILTER (WHERE agreed.first_rule = 1)
            WHEN count(*) FILTER (WHERE agreed.rules = speaking.rules) = 1
                THEN min(agreed.entity_id) FILTER (WHERE agreed.rules = speaking.rules)
        END AS entity_id,
        count(*) FILTER (WHERE agreed.rules = speaking.rules) = 0 AS rules_disagree,
        any_value(speaking.told_by_each) AS told_by_each
    FROM speaking
    JOIN agreed USING (reporting_year, file_sha256)
    GROUP BY speaking.reporting_year, speaking.file_sha256
),
-- The rule that tells the entity alone is named before one that needed the others; its supplier, else the entity's root.
named AS (
    SELECT
        entity.reporting_year,
        entity.file_sha256,
        arg_min(told.tied_by, (told.entities > 1, told.rule)) AS tied_by,
        arg_min(told.rule, (told.entities > 1, told.rule)) AS rule
    FROM entity
    JOIN told USING (reporting_year, file_sha256)
    WHERE entity.entity_id IS NOT NULL AND (told.rule = 1 OR NOT entity.rules_disagree)
    GROUP BY entity.reporting_year, entity.file_sha256
),
supplier AS (
    SELECT
        named.reporting_year,
        named.file_sha256,
        any_value(named.tied_by) AS tied_by,
        CASE WHEN count(DISTINCT candidate.supplier_id) = 1 THEN min(candidate.supplier_id)
            ELSE any_value(entity.entity_id) END AS supplier_id
    FROM named
    JOIN entity USING (reporting_year, file_sha256)
    JOIN candidate
        ON candidate.reporting_year = named.reporting_year
        AND candidate.file_sha256 = named.file_sha256
        AND candidate.rule = named.rule
        AND candidate.entity_id = entity.entity_id
    GROUP BY named.reporting_year, named.file_sha256
)
SELECT
    entity.reporting_year,
    entity.file_sha256,
    supplier.supplier_id,
    supplier.tied_by,
    entity.entity_id,
    entity.rules_disagree,
    entity.told_by_each
FROM entity
LEFT JOIN supplier USING (reporting_year, file_sha256)
ORDER BY entity.reporting_year, entity.file_sha256
