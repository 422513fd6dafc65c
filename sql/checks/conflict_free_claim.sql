-- Plausibility: a comment claims that material is conflict-free, which is no answer to any question and no evidence. The
-- names of programmes, lists and policies are no claims, nor is an address. One finding a sheet, at the first such comment.
WITH comment_of AS (
    SELECT file_sha256, source_sheet, source_row, replace(source_cell, 'D', 'G') AS source_cell, comment
    FROM answer WHERE comment IS NOT NULL
    UNION ALL
    SELECT file_sha256, source_sheet, source_row, replace(source_cell, 'D', 'G'), comment
    FROM company_answer WHERE comment IS NOT NULL
    UNION ALL
    SELECT declared.file_sha256, declared.source_sheet, declared.source_row,
        CASE
            WHEN declaration.template_kind <> 'cmrt' OR NOT starts_with(declaration.template_revision, '2.') THEN 'Q'
            WHEN declaration.template_revision = '2.00' THEN 'N'
            ELSE 'O'
        END || declared.source_row,
        declared.comment
    FROM declared_smelter AS declared
    JOIN declaration USING (file_sha256)
    WHERE declared.comment IS NOT NULL
    UNION ALL
    -- The column differs from revision to revision; the row says enough.
    SELECT file_sha256, source_sheet, source_row, NULL, comment FROM declared_product WHERE comment IS NOT NULL
),
claim AS (
    SELECT *
    FROM comment_of
    WHERE regexp_matches(
        regexp_replace(lower(comment),
            'https?://\S+|www\.\S+'
                || '|conflict[- ]*free (smelter|sourcing|gold|tin)s? (programm?e?|initiative|standard|list)'
                || '|conflict[- ]*free (minerals? |sourcing )?(policy|statement|declaration)',
            ' ', 'g'),
        'conflict[- ]*free|free (of|from) conflict|non[- ]conflict|no conflict minerals?'
            || '|(not|n''t|never) (\w+ ){0,3}(source|use|contain|buy|purchase|procure)\w* (\w+ ){0,4}(conflict|drc|congo)')
)
SELECT declaration.reporting_year, 'conflict_free_claim' AS code, declaration.file_sha256, declaration.drop_path,
    claim.source_sheet, min(claim.source_row) AS source_row, arg_min(claim.source_cell, claim.source_row) AS source_cell,
    left(regexp_replace(arg_min(claim.comment, (claim.source_row, claim.comment)), '\s+', ' ', 'g'), 120)
        || CASE WHEN count(*) > 1 THEN ' (and ' || (count(*) - 1) || ' more)' ELSE '' END AS value,
    CAST(NULL AS VARCHAR) AS supplier_id
FROM claim
JOIN stg_declaration AS declaration USING (file_sha256)
GROUP BY declaration.reporting_year, declaration.file_sha256, declaration.drop_path, claim.source_sheet
