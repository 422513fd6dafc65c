"""Text that stands where the layout has nothing: reported with its cell, so that nothing stays unread in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from include.intake.metals import MINERALS
from include.intake.model import Row
from include.intake.template.context import Context, cell_name, filled_rows, table_rows
from include.intake.template.form import DECLARATION
from include.intake.template.labels import EnglishLabels
from include.intake.template.layout import read_layout_table, scopes, vocabulary
from include.intake.values import address, column_number, folded, text, text_not_number_zero, text_not_zero

_TEMPLATE_SHEETS = frozenset(
    {"Revision", "Instructions", "Definitions", "Declaration", "Smelter List", "Checker", "Product List", "L", "C",
     "SorP"}
)  # fmt: skip
_OF_OLDER_ONES = frozenset({"K"})
_LAST_COLUMN = column_number("K")  # from L on stand the template's own helpers
_AT_MOST = 20
_LINK = re.compile(r"'?[\w -]+'?!\$?[A-Z]+\$?\d+")  # what some programs leave in the cell of a link

Written = tuple[int, int, str]
"""Row, column and text of a cell."""


def report_text_outside(context: Context, answers: list[Row]) -> None:
    """Findings for text where the template has none: beside the answers, beside the Smelter List, in other sheets.

    ``answers`` are the landed answers of both kinds.
    """
    questions = (*context.layout.metal_questions, *context.layout.company_questions)
    rows = {row["source_row"] for row in answers} | {question.row for question in questions}
    beside = list(_beside_the_answers(context, rows))
    _report_cells(context, DECLARATION, beside, "text outside the cells the template asks for")
    layout = context.layout
    tables = (layout.lookup, layout.aliases, layout.mines, layout.minerals)
    own = _TEMPLATE_SHEETS | {table.sheet for table in tables if table}
    if layout.trust == "labels":
        own |= _OF_OLDER_ONES
    for sheet in context.workbook.sheets:
        if sheet.name not in own:
            _report_sheet(context, sheet.name, sheet.visible)
    beside = list(_beside_the_list(context))
    _report_cells(context, context.layout.smelters.sheet, beside, "text outside the known columns of the smelter list")


def _beside_the_answers(context: Context, rows: set[int]) -> Iterator[Written]:
    """Cells from the company block down, in the columns people see, that are no part of the template.

    Labels stand in the question column; beside them only answers, comments and their headings. Below the last question
    the template keeps the choices of its answers.
    """
    layout = context.layout
    known, choices = set(_known_cells(context, rows)), _choices(context)
    first, last = layout.declaration["company_name"][0], max(rows) + 1
    for number, cells in filled_rows(context.cells(DECLARATION), first - 1):
        for column, cell in enumerate(cells[:_LAST_COLUMN], start=1):
            value = text_not_number_zero(cell)
            if value is None or (number, column) in known or value.startswith("©") or _LINK.fullmatch(value):
                continue
            if column == 1 and len(value) == 1:
                continue  # a mark of the template itself
            if number <= last or folded(value) not in choices:
                yield number, column, value


def _choices(context: Context) -> set[str]:
    written = {answer for _, answer in vocabulary(context.layout.family)}
    by_words = scopes(context.layout.family)[1]
    others = {row["words"] for row in read_layout_table("template_words")}
    return written | set(by_words) | {folded(metal) for metal in MINERALS} | others


def _known_cells(context: Context, rows: set[int]) -> Iterator[tuple[int, int]]:
    layout = context.layout
    yield from layout.declaration.values()
    yield from ((row, layout.question_column) for row, _ in layout.declaration.values())
    yield from ((row, column) for row, column, _ in _scope_block(context))
    for column in (layout.question_column, layout.answer_column, layout.comment_column):
        yield from ((row, column) for row in rows)
    yield from _template_text(context)


def _scope_block(context: Context) -> Iterator[Written]:
    first, _, last = context.layout.scope_cells.partition(":")
    if not last:
        return
    (top, left), (bottom, right) = address(first), address(last)
    for row in range(top, bottom + 1):
        for column in (context.layout.question_column, *range(left, right + 1)):
            yield row, column, ""


def _template_text(context: Context) -> Iterator[tuple[int, int]]:
    """Headings and links of the template itself: those on record, and those its sheet of languages knows."""
    name = "labels" if context.layout.trust == "labels" else context.layout.family
    for row in read_layout_table("template_text"):
        if name in row["layouts"].split():
            yield address(row["cell"])
    if name == "labels":
        yield from EnglishLabels(context.workbook, english=False).cells(DECLARATION)


def _beside_the_list(context: Context) -> Iterator[Written]:
    """Columns right of the template's own helpers, and any before them that no heading names."""
    layout = context.layout
    known = {
        *layout.smelters.columns.values(),
        *range(layout.smelter_last_supplier_column + 1, layout.smelter_last_helper_column + 1),
    }
    for number, cells in table_rows(context, layout.smelters):
        for column, cell in enumerate(cells, start=1):
            if column not in known and (value := text_not_zero(cell)):
                yield number, column, value


def _report_cells(context: Context, sheet: str, written: list[Written], message: str) -> None:
    for row, column, value in written[:_AT_MOST]:
        context.report("text_outside_layout", "info", message, sheet, row, column, value)
    if len(written) > _AT_MOST:
        row, column, value = written[_AT_MOST]
        more = f"{message}: {len(written) - _AT_MOST:,} more cells from here on"
        context.report("text_outside_layout", "info", more, sheet, row, column, value)


def _report_sheet(context: Context, sheet: str, visible: bool) -> None:
    written = [
        (row, column, value)
        for row, cells in enumerate(context.cells(sheet), start=1)
        for column, cell in enumerate(cells, start=1)
        if (value := text(cell))
    ]
    if not written:
        return
    row, column, value = written[0]
    seen = "a sheet" if visible else "a hidden sheet"
    context.findings.add(
        "sheet_outside_layout", "warning" if visible else "info",
        f"{seen} the template does not have, with text in {len(written):,} cell(s): it was not read",
        sheet=sheet, row=row, cell=cell_name(row, column), value=value,
    )  # fmt: skip
