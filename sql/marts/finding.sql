-- Grain: one open finding; see finding_open.
SELECT * FROM finding_open
ORDER BY reporting_year, drop_path, source_sheet, source_row, source_cell, code, value, finding_id
