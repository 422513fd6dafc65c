-- Grain: one flag on a facility of Appendix A. A delisted facility is not called non-conformant: the reason is unknown.
WITH flag AS (
    SELECT
        *,
        CASE smelter_status
            WHEN 'not_eligible' THEN 'smelter_not_eligible'
            WHEN 'delisted' THEN 'smelter_delisted'
            WHEN 'listed_only' THEN 'smelter_not_assessed'
            WHEN 'unknown' THEN 'smelter_status_unknown'
        END AS code
    FROM appendix_a
)
SELECT
    reporting_year,
    code,
    CASE code WHEN 'smelter_not_eligible' THEN 'critical' WHEN 'smelter_delisted' THEN 'warning' ELSE 'info' END AS severity,
    metal,
    smelter_cid,
    smelter_name_standard,
    CASE code
        WHEN 'smelter_not_eligible' THEN 'not eligible for the assessment programme as of ' || status_as_of
        WHEN 'smelter_delisted' THEN 'stood in an earlier status list and not in the one of ' || status_as_of
            || '; the reason is not known'
        WHEN 'smelter_not_assessed' THEN 'on the look-up list, in no status list up to ' || status_as_of
        ELSE coalesce(
            'the status list of ' || status_as_of || ' gives it a status word that is not known',
            'no status list for this metal has been received')
    END AS detail,
    suppliers,
    CAST(NULL AS VARCHAR) AS owner,
    'open' AS state
FROM flag
WHERE code IS NOT NULL
ORDER BY reporting_year, metal, smelter_cid
