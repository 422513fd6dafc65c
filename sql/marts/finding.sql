-- Grain: one finding with its state, whatever the state; see finding_state.
SELECT * FROM finding_state
ORDER BY reporting_year, drop_path, source_sheet, source_row, source_cell, code, value, finding_id
