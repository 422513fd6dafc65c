"""Cells that come out empty although they are not: error values of Excel, and formulas whose value was not saved.

An empty cell says something, so each of them is told, also in a row that holds nothing else and so is no declared row.
"""

from __future__ import annotations

from include.intake.findings import Severity
from include.intake.model import Row
from include.intake.template.context import Context
from include.intake.template.form import DECLARATION
from include.intake.template.layout import Columns, Table

Places = set[tuple[int, int]]
_NOTHING_FOUND = "#N/A"
"""What the template's own look-up shows for a new name, and in rows nobody filled."""
_TYPED = (
    "smelter_id_input", "smelter_contact_name", "smelter_contact_email", "next_steps", "mine", "mine_country",
    "recycled", "comment",
)  # fmt: skip
"""Columns of the Smelter List in which no revision has a formula; of the others ``recompute`` speaks."""


def report_empty_looking(context: Context, answers: list[Row], smelters: list[Row]) -> None:
    """A finding for each such cell among fields, answers, comments and the rows of the lists."""
    layout = context.layout
    fields = {place for field, place in layout.declaration.items() if field != "scope_link"}
    beside = {(row["source_row"], c) for row in answers for c in (layout.answer_column, layout.comment_column)}
    for (row, column), error in sorted(context.workbook.errors(DECLARATION).items()):
        if (row, column) in fields | beside:
            _report_error(context, DECLARATION, row, column, error)
    _report_uncomputed(context, DECLARATION, fields | beside)
    _report_smelters(context, smelters)
    for table in (layout.products, layout.mines):
        if table:
            _report_table(context, table, table.columns)


def _report_smelters(context: Context, smelters: list[Row]) -> None:
    layout, table = context.layout, context.layout.smelters
    declared = {row["source_row"] for row in smelters}
    last = layout.smelter_last_supplier_column
    for (row, column), error in sorted(context.workbook.errors(table.sheet).items()):
        if row > table.heading_row and column <= last and (row in declared or error != _NOTHING_FOUND):
            severity: Severity = "info" if row in declared and error == _NOTHING_FOUND else "warning"
            _report_error(context, table.sheet, row, column, error, severity)
    typed = {field: column for field, column in table.columns.items() if field in _TYPED}
    _report_uncomputed(context, table.sheet, _below(context, table, typed))


def _report_table(context: Context, table: Table, columns: Columns) -> None:
    for (row, column), error in sorted(context.workbook.errors(table.sheet).items()):
        if row > table.heading_row and column in columns.values():
            _report_error(context, table.sheet, row, column, error)
    _report_uncomputed(context, table.sheet, _below(context, table, columns))


def _below(context: Context, table: Table, columns: Columns) -> Places:
    chosen = set(columns.values())
    found = context.workbook.uncomputed(table.sheet)
    return {(row, column) for row, column in found if row > table.heading_row and column in chosen}


def _report_error(
    context: Context, sheet: str, row: int, column: int, error: str, severity: Severity = "warning"
) -> None:
    message = f"the cell shows the error {error} in place of a value: it was read as empty"
    context.report("cell_error", severity, message, sheet, row, column, error)


def _report_uncomputed(context: Context, sheet: str, places: Places) -> None:
    for row, column in sorted(places & context.workbook.uncomputed(sheet)):
        message = "the cell holds a formula whose value was not saved: it was read as empty"
        context.report("cell_not_computed", "warning", message, sheet, row, column, None)
