-- Grain: one reporting year, with the day up to which answers and letters count in its rates (cut_off). Where the campaign
-- states a last day, nothing after it counts; while that day is still to come, the rates are those of today. Today is the
-- as-of date, or the day the last answer came or letter left where that is later.
WITH happened AS (
    SELECT declaration.reporting_year, CAST(receipt.received_at[:10] AS DATE) AS day
    FROM stg_declaration AS declaration
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
    JOIN stg_receipt AS receipt USING (reporting_year, file_sha256)
    WHERE declaration.template_kind = 'cmrt' AND tie.supplier_id IS NOT NULL
    UNION ALL
    SELECT reporting_year, sent_on FROM stg_letter
)
SELECT
    year.reporting_year,
    least(any_value(campaign_year.cut_off), greatest(any_value(parameter.as_of), max(happened.day))) AS cut_off
FROM stg_year AS year
CROSS JOIN parameter
LEFT JOIN campaign_year ON campaign_year.reporting_year = year.reporting_year
LEFT JOIN happened ON happened.reporting_year = year.reporting_year
GROUP BY year.reporting_year
ORDER BY year.reporting_year
