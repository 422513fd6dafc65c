-- Grain: one facility (metal, CID) in Appendix A of a year or of the year before. The year before is what was filed for
-- it, where an earlier filing was taken in (prior_facility), else our own Appendix A of that year; without either every
-- facility is of a first year. The cause is told from the lists and from who answered; it is null where nothing changed.
WITH reported AS (
    SELECT reporting_year, metal, smelter_cid, smelter_name_standard, smelter_status, suppliers FROM appendix_a
),
filed AS (
    SELECT reporting_year, metal, smelter_cid, min(smelter_name_reported) AS smelter_name_standard, min(source) AS source
    FROM prior_facility
    WHERE smelter_cid IS NOT NULL AND is_conflict_mineral(metal)
    GROUP BY reporting_year, metal, smelter_cid
),
earlier_report AS (
    SELECT reporting_year + 1 AS reporting_year, metal, smelter_cid, smelter_name_standard, source FROM filed
    UNION ALL BY NAME
    SELECT reporting_year + 1 AS reporting_year, metal, smelter_cid, smelter_name_standard
    FROM reported
    WHERE reporting_year NOT IN (SELECT reporting_year FROM filed)
),
compared_year AS (
    SELECT DISTINCT reporting_year, reporting_year IN (SELECT reporting_year FROM earlier_report) AS has_before
    FROM reported
),
both_years AS (
    SELECT
        reporting_year,
        metal,
        smelter_cid,
        coalesce(this.smelter_name_standard, before.smelter_name_standard) AS smelter_name_standard,
        this.smelter_cid IS NOT NULL AS is_now,
        before.smelter_cid IS NOT NULL AS was_before,
        this.smelter_status AS status_now,
        this.suppliers AS suppliers_now,
        before.source
    FROM reported AS this
    FULL OUTER JOIN earlier_report AS before USING (reporting_year, metal, smelter_cid)
),
-- What became of the suppliers that declared a facility the year before.
declared_before AS (
    SELECT
        account.reporting_year + 1 AS reporting_year,
        account.metal,
        account.smelter_cid,
        count(DISTINCT account.supplier_id) AS suppliers_before,
        count(DISTINCT account.supplier_id) FILTER (WHERE status.response = 'no_response') AS silent,
        count(DISTINCT account.supplier_id) FILTER (WHERE status.supplier_id IS NULL) AS left_list
    FROM smelter_accounting AS account
    LEFT JOIN supplier_status AS status
        ON status.reporting_year = account.reporting_year + 1 AND status.supplier_id = account.supplier_id
    WHERE account.outcome = 'consolidated' AND account.template_kind = 'cmrt'
    GROUP BY ALL
),
-- A number that the newest look-up list has no more, while its names now lead to one other facility of that metal.
newest_look_up AS (
    SELECT * FROM ref_name WHERE list_rank = 1
    QUALIFY list_date IS NOT DISTINCT FROM max(list_date) OVER (PARTITION BY metal)
),
merged AS (
    SELECT name.metal, name.smelter_cid, min(alias.smelter_cid) AS merged_into
    FROM ref_name AS name
    JOIN ref_alias AS alias ON alias.metal = name.metal
        AND alias.name_clean IN (clean_name(name.smelter_name), clean_name(name.smelter_name_standard))
    ANTI JOIN newest_look_up AS present ON present.metal = name.metal AND present.smelter_cid = name.smelter_cid
    WHERE name.list_rank = 1 AND alias.smelter_cid <> name.smelter_cid
    GROUP BY name.metal, name.smelter_cid
    HAVING count(DISTINCT alias.smelter_cid) = 1
),
name_then AS (
    SELECT name.metal, name.smelter_cid, name.smelter_name_standard AS smelter_name_before
    FROM ref_name AS name
    CROSS JOIN parameter
    WHERE name.list_date IS NULL OR name.list_date <= parameter.as_of - INTERVAL 1 YEAR
    QUALIFY row_number() OVER (
        PARTITION BY name.metal, name.smelter_cid
        ORDER BY name.list_rank, name.list_date DESC NULLS LAST, name.smelter_name_standard, name.file_sha256
    ) = 1
),
compared AS (
    SELECT
        both_years.*,
        CASE WHEN both_years.was_before THEN name_then.smelter_name_before END AS smelter_name_before,
        CASE WHEN both_years.was_before THEN then_status.smelter_status END AS status_before,
        now_status.smelter_status = 'delisted' AS delisted,
        into_other.merged_into,
        min(from_other.smelter_cid) OVER same AS merged_from,
        coalesce(declared_before.suppliers_before, 0) AS suppliers_before,
        coalesce(declared_before.silent, 0) AS silent,
        coalesce(declared_before.left_list, 0) AS left_list,
        CASE
            WHEN NOT compared_year.has_before THEN 'first_year'
            WHEN NOT both_years.was_before THEN 'new'
            WHEN NOT both_years.is_now THEN 'gone'
            -- Without a status list of either moment there is no status to compare.
            WHEN then_status.smelter_status <> both_years.status_now
                AND 'unknown' NOT IN (then_status.smelter_status, both_years.status_now) THEN 'status_changed'
            WHEN clean_name(name_then.smelter_name_before) <> clean_name(both_years.smelter_name_standard) THEN 'renamed'
            ELSE 'unchanged'
        END AS change
    FROM both_years
    JOIN compared_year USING (reporting_year)
    LEFT JOIN smelter_status_as_of AS then_status
        ON then_status.metal = both_years.metal AND then_status.smelter_cid = both_years.smelter_cid
        AND then_status.moment = 'year_before'
    LEFT JOIN smelter_status_as_of AS now_status
        ON now_status.metal = both_years.metal AND now_status.smelter_cid = both_years.smelter_cid
        AND now_status.moment = 'now'
    LEFT JOIN name_then ON name_then.metal = both_years.metal AND name_then.smelter_cid = both_years.smelter_cid
    LEFT JOIN merged AS into_other
        ON into_other.metal = both_years.metal AND into_other.smelter_cid = both_years.smelter_cid
    LEFT JOIN (
        SELECT merged.*, before.reporting_year
        FROM merged
        JOIN earlier_report AS before USING (metal, smelter_cid)
    ) AS from_other
        ON from_other.metal = both_years.metal
        AND from_other.merged_into = both_years.smelter_cid
        AND from_other.reporting_year = both_years.reporting_year
    LEFT JOIN declared_before
        ON declared_before.reporting_year = both_years.reporting_year
        AND declared_before.metal = both_years.metal
        AND declared_before.smelter_cid = both_years.smelter_cid
    WINDOW same AS (PARTITION BY both_years.reporting_year, both_years.metal, both_years.smelter_cid)
    QUALIFY row_number() OVER (
        PARTITION BY both_years.reporting_year, both_years.metal, both_years.smelter_cid ORDER BY from_other.smelter_cid
    ) = 1
),
caused AS (
    SELECT
        *,
        CASE
            WHEN change = 'first_year' THEN 'first_year'
            WHEN change IN ('status_changed', 'renamed') THEN change
            WHEN change = 'new' THEN CASE WHEN merged_from IS NOT NULL THEN 'merged' ELSE 'newly_declared' END
            WHEN change = 'gone' THEN CASE
                WHEN merged_into IS NOT NULL THEN 'merged'
                WHEN delisted THEN 'delisted'
                WHEN suppliers_before = 0 THEN 'not_declared'
                WHEN silent = suppliers_before THEN 'no_response'
                WHEN left_list = suppliers_before THEN 'no_longer_supplier'
                ELSE 'no_longer_declared'
            END
        END AS cause
    FROM compared
)
SELECT
    reporting_year,
    metal,
    smelter_cid,
    smelter_name_standard,
    smelter_name_before,
    change,
    cause,
    status_before,
    status_now,
    concat_ws('; ',
        CASE change
            WHEN 'first_year' THEN 'the first year on record: there is nothing to compare with'
            WHEN 'new' THEN 'declared by ' || suppliers_now || ' supplier(s), by none the year before'
            WHEN 'gone' THEN CASE WHEN suppliers_before = 0 THEN 'declared by none now'
                ELSE 'declared by ' || suppliers_before || ' supplier(s) the year before, by none now' END
            WHEN 'status_changed' THEN 'status was ' || status_before || ', is ' || status_now
            ELSE 'declared in both years'
        END,
        CASE WHEN change IN ('renamed', 'unchanged') AND 'unknown' IN (status_before, status_now)
            THEN 'there is no status of both to compare' END,
        CASE WHEN change IN ('status_changed', 'renamed')
            AND clean_name(smelter_name_before) <> clean_name(smelter_name_standard)
            THEN 'the lists called it "' || smelter_name_before || '" a year before' END,
        CASE WHEN change = 'gone' THEN 'the lists now give its name to ' || merged_into END,
        CASE WHEN change = 'new' THEN 'the lists give it the name of ' || merged_from || ', reported the year before' END,
        CASE WHEN change = 'gone' AND delisted THEN 'delisted since, for a reason that is not known' END,
        CASE WHEN change = 'gone' AND silent > 0 THEN silent || ' of these supplier(s) did not answer this year' END,
        CASE WHEN change = 'gone' AND left_list > 0 THEN left_list || ' of them no longer on the supplier list' END,
        CASE WHEN change <> 'first_year' THEN 'the year before as filed in ' || source END
    ) AS reason
FROM caused
ORDER BY reporting_year, metal, smelter_cid
