"""Excel's error values in cells that matter: the reader gets them as empty cells, and an empty cell says something."""

from __future__ import annotations

from include.intake.findings import Severity
from include.intake.model import Row
from include.intake.template.context import Context
from include.intake.template.form import DECLARATION


def report_errors(context: Context, answers: list[Row], smelters: list[Row]) -> None:
    """A finding for each error value in a field, an answer or a declared smelter row."""
    layout = context.layout
    places = {(row["source_row"], c) for row in answers for c in (layout.answer_column, layout.comment_column)}
    _report(context, DECLARATION, places | set(layout.declaration.values()), "warning")
    columns = [column for column in layout.smelters.columns.values() if column <= layout.smelter_last_supplier_column]
    places = {(row["source_row"], column) for row in smelters for column in columns}
    _report(context, layout.smelters.sheet, places, "info")  # the template's own look-up shows #N/A for a new name


def _report(context: Context, sheet: str, cells: set[tuple[int, int]], severity: Severity) -> None:
    for (row, column), error in sorted(context.workbook.errors(sheet).items()):
        if (row, column) in cells:
            message = f"the cell shows the error {error} in place of a value: it was read as empty"
            context.report("cell_error", severity, message, sheet, row, column, error)
