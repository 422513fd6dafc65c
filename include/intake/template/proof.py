"""Whether the sheets of a template stand as its revision has them: proved by its labels before anything is landed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from include.intake.metals import canonical_metal
from include.intake.model import UnreadableError
from include.intake.template.by_labels import layout_by_labels
from include.intake.template.context import cell_name
from include.intake.template.form import DECLARATION, Form
from include.intake.template.labels import Part, columns_named, named_by
from include.intake.template.layout import Layout, Question, Table, get_layout
from include.intake.values import at, column_letters, text
from include.intake.workbook import Workbook

_METAL_MARK, _COMPANY_MARK = re.compile(r"\d{1,2}\)"), re.compile(r"[A-Z]\.")
_FURTHER = 4  # rows below the last question: where one row too many would move it
_HEADING_ROWS = range(1, 9)
_NAMES_A_HEADING_ROW = 3


def proven_layout(form: Form, workbook: Workbook) -> Layout:
    """The layout of a template: that of its revision, unless a label contradicts it; else told by its labels.

    Labels are formulas and follow the language, but in all languages question n begins with "n)" and company question X
    with "X.". Of a revision on record, empty labels prove nothing and are let pass: some programs save formulas without
    their values. Raises UnreadableError naming the cell that stands wrong: an inserted row would shift every answer.
    """
    revision = form.revision
    if revision is None or not revision.layouts:
        return layout_by_labels(form, workbook)
    layouts = [get_layout(name, revision.product_list) for name in revision.layouts]
    faults = [next(_contradictions(layout, workbook), None) for layout in layouts]
    proved = [layout for layout, fault in zip(layouts, faults, strict=True) if fault is None]
    if not proved:
        raise UnreadableError(f"{form.named} {faults[0]}")
    if len(proved) > 1:
        return layout_by_labels(form, workbook)
    return proved[0]


def _contradictions(layout: Layout, workbook: Workbook) -> Iterator[str]:
    for table in (layout.smelters, layout.products):
        if table.sheet not in workbook:
            yield f"without its sheet {table.sheet!r}"
    yield from _wrong_questions(layout, workbook)
    yield from _wrong_fields(layout, workbook)
    yield from _wrong_metals(layout, workbook)
    for part, table in _tables(layout):
        yield from _wrong_rows(part, table, workbook)
        yield from _wrong_columns(part, table, workbook)


def _wrong_questions(layout: Layout, workbook: Workbook) -> Iterator[str]:
    """A question that does not begin where it should, or one that begins where none should."""
    metal = {question.row: question for question in layout.metal_questions}
    company = {question.row: question for question in layout.company_questions}
    last = max([*metal, *company])
    for row in range(layout.declaration["company_name"][0], last + _FURTHER):
        label = _label(layout, workbook, row)
        if row in metal:
            if label and not label.startswith(metal[row].label):
                yield _rearranged(layout, metal[row])
        elif row in company:
            # One translation of 6.01 repeats "4)" before question A: only another letter proves a shift.
            if _COMPANY_MARK.match(label) and not label.startswith(company[row].label):
                yield _rearranged(layout, company[row])
        elif _METAL_MARK.match(label) or _COMPANY_MARK.match(label):
            cell = cell_name(row, layout.question_column)
            yield f"whose sheet Declaration was rearranged: no question should begin in cell {cell}"


def _rearranged(layout: Layout, question: Question) -> str:
    cell = cell_name(question.row, layout.question_column)
    return (
        f"whose sheet Declaration was rearranged: cell {cell} should begin with {question.label!r}, "
        "so answers cannot be told apart"
    )


def _wrong_fields(layout: Layout, workbook: Workbook) -> Iterator[str]:
    """An English label of the company block that stands in another row than its field."""
    for row in range(layout.declaration["company_name"][0] - 3, layout.metal_questions[0].row):
        field = named_by("declaration", _label(layout, workbook, row))
        stated = layout.declaration.get(field or "")
        if stated and stated[0] != row:
            cell = cell_name(row, layout.question_column)
            yield f"whose sheet Declaration was rearranged: the label in {cell} belongs to row {stated[0]}"


def _wrong_metals(layout: Layout, workbook: Workbook) -> Iterator[str]:
    for question in layout.metal_questions:
        for row, metal in enumerate(layout.metals, start=question.row + 1):
            shown = canonical_metal(_label(layout, workbook, row))
            if shown and shown != metal:
                cell = cell_name(row, layout.question_column)
                yield f"whose sheet Declaration was rearranged: cell {cell} should name {metal}, it names {shown}"


def _wrong_rows(part: Part, table: Table, workbook: Workbook) -> Iterator[str]:
    """Headings in another row than that of the table; the hidden ones are English in every language."""
    cells = workbook.cells(table.sheet) if table.sheet in workbook else []
    for row in _HEADING_ROWS:
        named = columns_named(part, [text(cell) for cell in cells[row - 1]]) if row <= len(cells) else {}
        hidden = "smelter_name_standard_reported" in named
        if row != table.heading_row and (hidden or len(named) >= _NAMES_A_HEADING_ROW):
            yield f"whose sheet {table.sheet!r} was rearranged: headings stand in row {row}, not {table.heading_row}"


def _wrong_columns(part: Part, table: Table, workbook: Workbook) -> Iterator[str]:
    row = workbook.cells(table.sheet)[table.heading_row - 1 : table.heading_row] if table.sheet in workbook else []
    for column, cell in enumerate(row[0] if row else [], start=1):
        label = text(cell)
        field = named_by(part, label) if label else None
        stated = table.columns.get(field or "")
        if field and stated != column:
            place = f"{column_letters(column)}{table.heading_row}"
            belongs = f"belongs to column {column_letters(stated)}" if stated else "belongs to another revision"
            yield f"whose sheet {table.sheet!r} was rearranged: the heading in {place} {belongs}"


def _tables(layout: Layout) -> Iterator[tuple[Part, Table]]:
    yield "smelter", layout.smelters
    if layout.mines:
        yield "mine", layout.mines


def _label(layout: Layout, workbook: Workbook, row: int) -> str:
    cell = at(workbook.cells(DECLARATION), row, layout.question_column)
    return unicodedata.normalize("NFKC", text(cell) or "").strip()
