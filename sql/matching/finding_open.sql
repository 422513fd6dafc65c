-- Grain: one finding that is not settled: open, sent or answered. Neither waived by a person nor closed by a newer
-- declaration; see finding_state.
SELECT * FROM finding_state
WHERE state IN ('open', 'sent', 'answered')
ORDER BY reporting_year, drop_path, source_sheet, source_row, source_cell, code, value, finding_id
