-- Grain: one mail domain of one supplier (vendor number) of a year, but for domains in which anybody can have an address.
WITH written AS (
    SELECT reporting_year, supplier_id, entity_id,
        unnest(string_split_regex(replace(lower(email_domains), '@', ''), '[;,\s]+')) AS email_domain
    FROM stg_supplier
)
SELECT DISTINCT reporting_year, supplier_id, entity_id, email_domain
FROM written
WHERE email_domain <> '' AND NOT is_free_mail(email_domain)
ORDER BY ALL
