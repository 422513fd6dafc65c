-- One row: the newest receipt of a file as a declaration of any year; none for a file that is no declaration.
SELECT file_sha256, drop_path FROM declaration_status WHERE file_sha256 = $sha256 ORDER BY received_at DESC, drop_path LIMIT 1
