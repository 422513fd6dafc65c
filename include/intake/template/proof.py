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
from include.intake.template.headings import smelter_headings_missing, wrong_headings, wrong_products
from include.intake.template.labels import named_by
from include.intake.template.layout import Layout, Question, get_layout
from include.intake.values import at, text_not_number_zero
from include.intake.workbook import Workbook

_METAL_MARK, _COMPANY_MARK = re.compile(r"\d{1,2}\)"), re.compile(r"[A-Z]\.")
_FURTHER = 4  # rows below the last question: where one row too many would move it


def proven_layout(form: Form, workbook: Workbook) -> Layout:
    """The layout of a template: that of its revision, unless a label contradicts it; else told by its labels.

    Labels are formulas and follow the language, but in all languages question n begins with "n)" and company question X
    with "X.". They are formulas of their own cell: after a row was put in, they may show what should stand there, but
    not in the row that was put in, which has no formula. So all of them must be shown, or none of them: some programs
    save formulas without their values. Raises UnreadableError naming the cell that stands wrong.
    """
    revision = form.revision
    if revision is None or not revision.layouts:
        return layout_by_labels(form, workbook)
    layouts = [get_layout(name, revision.product_list) for name in revision.layouts]
    faults = [next(_contradictions(layout, workbook, form.english), None) for layout in layouts]
    proved = [layout for layout, fault in zip(layouts, faults, strict=True) if fault is None]
    if not proved:
        raise UnreadableError(f"{form.named} {faults[0]}")
    if len(proved) > 1:
        return layout_by_labels(form, workbook)
    return proved[0]


def _contradictions(layout: Layout, workbook: Workbook, english: bool) -> Iterator[str]:
    for table in (layout.smelters, layout.products):
        if table.sheet not in workbook:
            yield f"without its sheet {table.sheet!r}"
            return
    yield from _wrong_questions(layout, workbook)
    yield from _wrong_fields(layout, workbook)
    yield from _wrong_metals(layout, workbook)
    yield from _missing_labels(layout, workbook)
    yield from wrong_headings("smelter", layout.smelters, workbook)
    if any(_label(layout, workbook, question.row) for question in layout.metal_questions):
        yield from smelter_headings_missing(layout.smelters, workbook, english)
    yield from wrong_products(layout.products, workbook)
    if layout.mines:
        yield from wrong_headings("mine", layout.mines, workbook)


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


def _missing_labels(layout: Layout, workbook: Workbook) -> Iterator[str]:
    """A label that is not shown where others are; where none is, a label cell that lacks the formula others have."""
    cells, wanted = workbook.cells(DECLARATION), list(_label_cells(layout))
    shown = {place for place in wanted if text_not_number_zero(at(cells, *place))}
    shown |= workbook.errors(DECLARATION).keys() & set(wanted)
    if not shown:
        shown = workbook.uncomputed(DECLARATION) & set(wanted)
    if shown:
        for place in wanted:
            if place not in shown:
                yield f"whose sheet Declaration was rearranged: cell {cell_name(*place)} has lost its label"


def _label_cells(layout: Layout) -> Iterator[tuple[int, int]]:
    """Every cell that shows a label in any language; the description has none under product scope."""
    for field, (row, _) in layout.declaration.items():
        if field not in ("scope_description", "scope_link"):
            yield row, layout.question_column
    for question in layout.metal_questions:
        yield from ((question.row, c) for c in (layout.question_column, layout.answer_column, layout.comment_column))
        yield from ((question.row + place, layout.question_column) for place in range(1, len(layout.metals) + 1))
    yield from ((question.row, layout.question_column) for question in layout.company_questions)


def _label(layout: Layout, workbook: Workbook, row: int) -> str:
    cell = at(workbook.cells(DECLARATION), row, layout.question_column)
    return unicodedata.normalize("NFKC", text_not_number_zero(cell) or "").strip()
