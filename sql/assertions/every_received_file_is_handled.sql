-- A receipt without a landed or quarantined file behind it: a file would be lost.
SELECT receipt.drop_path, receipt.file_sha256
FROM stg_receipt AS receipt
ANTI JOIN landed_file USING (file_sha256)
