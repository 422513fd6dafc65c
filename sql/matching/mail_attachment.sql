-- Grain: one file of a year and one e-mail it came in: attached to it, or inside an archive or an e-mail attached to it.
WITH lay_in AS (
    SELECT reporting_year, file_sha256, drop_path, within
    FROM stg_receipt
    WHERE within IS NOT NULL
),
outermost AS (
    SELECT inner_file.reporting_year, inner_file.file_sha256, container.within
    FROM lay_in AS inner_file
    JOIN lay_in AS container
        ON container.reporting_year = inner_file.reporting_year
        AND container.file_sha256 = inner_file.within
        AND starts_with(inner_file.drop_path, container.drop_path || '/')
),
found AS (
    SELECT reporting_year, file_sha256, within AS mail_sha256 FROM lay_in
    UNION
    SELECT reporting_year, file_sha256, within FROM outermost
)
SELECT
    found.reporting_year,
    found.mail_sha256,
    found.file_sha256,
    file.reason IS NULL AND file.kind IN ('cmrt', 'emrt', 'amrt') AND NOT file.blank AS declares
FROM found
JOIN stg_mail AS mail ON mail.reporting_year = found.reporting_year AND mail.file_sha256 = found.mail_sha256
JOIN stg_file AS file ON file.reporting_year = found.reporting_year AND file.file_sha256 = found.file_sha256
ORDER BY found.reporting_year, found.mail_sha256, found.file_sha256
