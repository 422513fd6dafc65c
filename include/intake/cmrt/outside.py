"""Text that stands where the layout has nothing: reported with its cell, so that nothing stays unread in silence."""

from __future__ import annotations

from include.intake.cmrt.context import Context, cell_name
from include.intake.model import Cells
from include.intake.values import text

_TEMPLATE_SHEETS = frozenset(
    {"Revision", "Instructions", "Definitions", "Declaration", "Smelter List", "Checker", "Product List",
     "Smelter Look-up", "L", "C", "SorP"}
)  # fmt: skip
_AT_MOST = 20


def report_text_outside(context: Context) -> None:
    """Findings for visible sheets the template does not have, and for columns right of the Smelter List."""
    for sheet in context.workbook.sheets:
        if sheet.visible and sheet.name not in _TEMPLATE_SHEETS:
            _report_sheet(context, sheet.name)
    _report_columns_right_of_the_list(context)


def _report_sheet(context: Context, sheet: str) -> None:
    first = _first_text(context.cells(sheet))
    if first is None:
        return
    row, column, value, count = first
    context.findings.add(
        "text_outside_layout", "info", f"a sheet the template does not have, with text in {count:,} cell(s)",
        sheet=sheet, row=row, cell=cell_name(row, column), value=value,
    )  # fmt: skip


def _first_text(cells: Cells) -> tuple[int, int, str, int] | None:
    written = [
        (row, column, value)
        for row, values in enumerate(cells, start=1)
        for column, cell in enumerate(values, start=1)
        if (value := text(cell))
    ]
    return (*written[0], len(written)) if written else None


def _report_columns_right_of_the_list(context: Context) -> None:
    layout = context.layout
    last = layout.smelter_last_helper_column
    written = [
        (row, column, value)
        for row, cells in enumerate(context.cells(layout.smelter_sheet), start=1)
        if row > layout.smelter_heading_row and len(cells) > last
        for column, cell in enumerate(cells[last:], start=last + 1)
        if (value := text(cell))
    ]
    for row, column, value in written[:_AT_MOST]:
        context.findings.add(
            "text_outside_layout", "info", "text right of the known columns of the smelter list",
            sheet=layout.smelter_sheet, row=row, cell=cell_name(row, column), value=value,
        )  # fmt: skip
    if len(written) > _AT_MOST:
        context.findings.add(
            "text_outside_layout", "info", f"text in {len(written) - _AT_MOST:,} more cells right of the smelter list",
            sheet=layout.smelter_sheet,
        )  # fmt: skip
