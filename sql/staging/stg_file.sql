-- Grain: one file and reporting year it was received for; its newest receipt speaks for it, of those at which the file
-- counts.
-- The kind is the landed one: a better parser may know a file that was quarantined when it arrived.
SELECT
    receipt.reporting_year,
    receipt.file_sha256,
    landed_file.kind,
    coalesce(
        landed_file.reason,
        -- The same bytes may have been dropped by themselves for another year, and used then.
        receipt.aside
    ) AS reason,
    landed_file.blank,
    landed_file.template_revision,
    receipt.received_at,
    receipt.file_modified_at,
    receipt.event_id,
    receipt.drop_path,
    receipt.file_name,
    receipt.list_as_of,
    receipt.in_mail
FROM stg_receipt AS receipt
JOIN landed_file USING (file_sha256)
QUALIFY row_number() OVER (
    PARTITION BY receipt.reporting_year, receipt.file_sha256
    ORDER BY receipt.aside IS NULL DESC, receipt.received_at DESC, receipt.event_id DESC
) = 1
ORDER BY reporting_year, file_sha256
