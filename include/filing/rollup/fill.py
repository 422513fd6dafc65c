"""Lay a filling into a blank template: the cells to fill, what Excel shall compute again, and nothing else."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date

from include.filing.rollup.filling import Filling
from include.filing.rollup.form import CHECKER, Form
from include.filing.rollup.sheet_index import Unfillable
from include.filing.rollup.sheet_xml import Value, with_values
from include.filing.rollup.smelter_rows import SmelterRow, SmelterRows, cells_of
from include.fixed_zip import zip_of
from include.intake.template.context import cell_name
from include.intake.template.form import DECLARATION

_INDEX, _RELATIONS, _TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_CHAIN = re.compile(rb'<Relationship\b[^>]*?/relationships/calcChain"[^>]*?/>')
_TARGET = re.compile(rb'\bTarget="([^"]+)"')
_OVERRIDE = rb'<Override\b[^>]*?PartName="/%b"[^>]*?/>'
_CALCULATION = re.compile(rb"<calcPr\b([^>]*?)(/?)>")
_BEFORE_CALCULATION = (b"</definedNames>", b"</externalReferences>", b"</functionGroups>", b"</sheets>")
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)


def fill(form: Form, filling: Filling) -> tuple[bytes, list[SmelterRow]]:
    """The filled workbook, always the same for the same form and filling, and how each facility was entered.

    Changed are the sheets Declaration, Smelter List, Product List (under scope product) and Checker; the workbook asks
    for a full calculation when opened, and the order in which Excel last calculated is taken out, which Excel makes
    anew. Every other part keeps its bytes. Raises Unfillable when the template cannot take the filling without damage.
    """
    looked_up = SmelterRows(form)
    rows = [looked_up.row(smelter) for smelter in filling.smelters]
    typed, shown, numbers = cells_of(form, rows)
    sheets = {
        DECLARATION: with_values(_part(form, DECLARATION), DECLARATION, dict(_declaration(form, filling))),
        CHECKER: with_values(_part(form, CHECKER), CHECKER, {}, stale_rows=None),
    }
    if rows:
        name = form.layout.smelters.sheet
        sheets[name] = with_values(_part(form, name), name, typed, shown, numbers)
    if filling.products:
        name = form.layout.products.sheet
        sheets[name] = with_values(_part(form, name), name, dict(_products(form, filling)))
    changed = {form.sheets[sheet]: xml for sheet, xml in sheets.items()} | _recalculated(form)
    chain = _calculation_chain(form)
    return zip_of((part, changed.get(part, xml)) for part, xml in form.parts.items() if part != chain), rows


def _part(form: Form, sheet: str) -> bytes:
    return form.parts[form.sheets[sheet]]


def _declaration(form: Form, filling: Filling) -> Iterator[tuple[str, Value]]:
    """Cell and value of every field and answer that is given."""
    layout = form.layout
    for field, value in filling.fields.items():
        if value is not None:
            yield cell_name(*layout.declaration[field]), _field(form, field, value)
    for question in layout.metal_questions:
        for row, metal in enumerate(layout.metals, start=question.row + 1):
            if answer := filling.answers.get((question.name or "", metal)):
                yield cell_name(row, layout.answer_column), answer
    for question in layout.company_questions:
        answer, comment = filling.company_answers.get(question.name or "", (None, None))
        if answer:
            yield cell_name(question.row, layout.answer_column), _choice(form, question.name or "", answer)
        if comment:
            yield cell_name(question.row, layout.comment_column), comment


def _field(form: Form, field: str, value: str | date) -> Value:
    if isinstance(value, date):
        date1904 = re.search(rb'<workbookPr\b[^>]*\bdate1904="(1|true)"', form.parts[_INDEX])
        return (value - (_DAY_ZERO_1904 if date1904 else _DAY_ZERO)).days
    return _choice(form, "scope", value) if field == "declaration_scope" else value


def _choice(form: Form, question: str, answer: str) -> str:
    """The words this template offers; raises Unfillable when it does not offer the answer to a question with words."""
    found = form.choices.get((question, answer))
    if found is None and question in ("scope", "E", "H"):
        raise Unfillable(f"it does not offer {answer!r} ({question})")
    return found or answer


def _products(form: Form, filling: Filling) -> Iterator[tuple[str, Value]]:
    table = form.layout.products
    for row, (number, name) in enumerate(filling.products, start=table.heading_row + 1):
        yield cell_name(row, table.columns["product_number"]), number
        if name:
            yield cell_name(row, table.columns["product_name"]), name


def _calculation_chain(form: Form) -> str | None:
    """The part that holds the order of calculation, which names cells whose formulas may be replaced."""
    relation = _CHAIN.search(form.parts[_RELATIONS])
    target = _TARGET.search(relation[0]) if relation else None
    return posixpath.normpath(posixpath.join("/xl", target[1].decode())).lstrip("/") if target else None


def _recalculated(form: Form) -> dict[str, bytes]:
    """Parts of the package that change so that Excel calculates everything when it opens the file."""
    index = form.parts[_INDEX]
    found = _CALCULATION.search(index)
    if found:
        kept = re.sub(rb'\sfullCalcOnLoad="[^"]*"', b"", found[1])
        new = b'<calcPr%b fullCalcOnLoad="1"%b>' % (kept.rstrip(), found[2])
        index = index[: found.start()] + new + index[found.end() :]
    else:
        before = next((mark for mark in _BEFORE_CALCULATION if mark in index), None)
        if before is None:
            raise Unfillable(f"its part {_INDEX} is not as Excel writes it")
        index = index.replace(before, before + b'<calcPr fullCalcOnLoad="1"/>', 1)
    changed = {_INDEX: index}
    if chain := _calculation_chain(form):
        changed[_RELATIONS] = _CHAIN.sub(b"", form.parts[_RELATIONS], count=1)
        changed[_TYPES] = re.sub(_OVERRIDE % re.escape(chain.encode()), b"", form.parts[_TYPES], count=1)
    return changed
