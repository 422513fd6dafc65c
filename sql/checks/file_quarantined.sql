-- A file that could not be read; the reason is the value. Once a readable declaration of that supplier for that year has
-- been received later, or came in the same e-mail, it is settled: an unreadable EMRT by an EMRT, an AMRT by an AMRT,
-- anything else by a CMRT, as what could not be read may have been one. A company list is settled by nobody's declaration,
-- and nothing by one that a person has set aside.
WITH unreadable AS (
    SELECT file.reporting_year, file.file_sha256, file.drop_path, file.reason, file.received_at,
        CASE
            WHEN file.kind IN ('emrt', 'amrt') THEN file.kind
            WHEN file.in_mail OR file.kind IN ('cmrt', 'zip', 'mail', 'ipc1755', 'unreadable') THEN 'cmrt'
        END AS settled_by,
        tie.supplier_id,
        tie.entity_id
    FROM stg_file AS file
    LEFT JOIN file_supplier AS tie USING (reporting_year, file_sha256)
    WHERE file.reason IS NOT NULL
),
beside AS (
    SELECT DISTINCT one.reporting_year, one.file_sha256, other.file_sha256 AS declaration_sha256
    FROM mail_attachment AS one
    JOIN mail_attachment AS other USING (reporting_year, mail_sha256)
    WHERE other.declares
),
answer_since AS (
    SELECT unreadable.reporting_year, unreadable.file_sha256,
        arg_min(declaration.drop_path, (declaration.received_at, declaration.drop_path)) AS drop_path
    FROM unreadable
    JOIN stg_declaration AS declaration
        ON declaration.reporting_year = unreadable.reporting_year
        AND declaration.template_kind = unreadable.settled_by
    LEFT JOIN beside
        ON beside.reporting_year = unreadable.reporting_year
        AND beside.file_sha256 = unreadable.file_sha256
        AND beside.declaration_sha256 = declaration.file_sha256
    JOIN declaration_supplier AS tie
        ON tie.reporting_year = declaration.reporting_year
        AND tie.file_sha256 = declaration.file_sha256
        AND tie.entity_id = unreadable.entity_id
    ANTI JOIN stg_set_aside AS aside
        ON aside.reporting_year = declaration.reporting_year AND aside.file_sha256 = declaration.file_sha256
    WHERE declaration.received_at > unreadable.received_at OR beside.file_sha256 IS NOT NULL
    GROUP BY unreadable.reporting_year, unreadable.file_sha256
)
SELECT unreadable.reporting_year,
    CASE WHEN since.file_sha256 IS NULL THEN 'file_quarantined' ELSE 'file_quarantined_answered' END AS code,
    unreadable.file_sha256, unreadable.drop_path, CAST(NULL AS VARCHAR) AS source_sheet,
    CAST(NULL AS INTEGER) AS source_row, CAST(NULL AS VARCHAR) AS source_cell,
    unreadable.reason || coalesce(' (answered since by ' || since.drop_path || ')', '') AS value, unreadable.supplier_id
FROM unreadable
LEFT JOIN answer_since AS since USING (reporting_year, file_sha256)
