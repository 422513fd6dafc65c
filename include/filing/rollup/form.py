"""A blank template opened for filling: its layout, proved by its labels, and its own lists and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from include.countries import country
from include.filing.rollup.sheet_index import Unfillable
from include.intake.identify import identify
from include.intake.model import Cells, UnreadableError
from include.intake.template.answers import canonical_answer
from include.intake.template.declaration import declaration_scope
from include.intake.template.form import DECLARATION
from include.intake.template.layout import Layout, Table
from include.intake.template.proof import proven_layout
from include.intake.values import column_number, text
from include.intake.xlsx import XlsxWorkbook
from include.intake.zipfiles import BoundedZip

FILLABLE = ("6.4", "6.5", "6.6")
CHECKER = "Checker"
_COUNTRIES, _COUNTRY_COLUMN = "C", column_number("B")


@dataclass(frozen=True)
class Form:
    """A blank CMRT of a revision in FILLABLE: its parts in order, which part holds which sheet, and what it offers."""

    revision: str
    layout: Layout
    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]
    lookup: Table
    lookup_cells: Cells
    choices: Mapping[tuple[str, str], str]
    countries: Mapping[str, str]

    def country(self, name: str) -> str:
        """A country as the template's own list writes it; as given where the list does not have it."""
        found = country(name)
        return self.countries.get(found.alpha_2, name) if found else name


def open_form(content: bytes, name: str) -> Form:
    """The form of a blank template; ``name`` only words reasons.

    Raises Unfillable when it is none, has a password, or its sheets do not stand as its revision has them.
    """
    if not content.startswith(b"PK"):
        raise Unfillable("it is no plain .xlsx: save it from Excel without a password")
    try:
        found = identify(content, name)
        if found.form is None or not isinstance(found.workbook, XlsxWorkbook):
            raise Unfillable("it is no reporting template")
        revision = found.form.revision_number or "?"
        if found.kind != "cmrt" or revision not in FILLABLE:
            raise Unfillable(f"it is {found.form.named}; filled are CMRT {', '.join(FILLABLE)}")
        layout = proven_layout(found.form, found.workbook)
        container = BoundedZip(content)
        parts = {part: container.read(part) for part in container.names}
    except UnreadableError as error:
        raise Unfillable(str(error)) from error
    return _form(revision, layout, found.workbook, parts)


def _form(revision: str, layout: Layout, workbook: XlsxWorkbook, parts: Mapping[str, bytes]) -> Form:
    lookup = layout.lookup
    wanted = [DECLARATION, layout.smelters.sheet, layout.products.sheet, CHECKER, lookup.sheet if lookup else ""]
    missing = [sheet for sheet in wanted if sheet not in workbook]
    if lookup is None or missing:
        raise Unfillable(f"it lacks the sheets {', '.join(missing)}")
    return Form(
        revision=revision,
        layout=layout,
        parts=parts,
        sheets={sheet: workbook.part(sheet) for sheet in wanted},
        lookup=lookup,
        lookup_cells=workbook.cells(lookup.sheet),
        choices=_choices(layout, workbook.cells(DECLARATION)),
        countries=_countries(workbook.cells(_COUNTRIES)),
    )


def _countries(cells: Cells) -> dict[str, str]:
    named = [(country(name), name) for row in cells for name in _texts(row[_COUNTRY_COLUMN - 1 : _COUNTRY_COLUMN])]
    return {found.alpha_2: name for found, name in named if found}


def _choices(layout: Layout, cells: Cells) -> dict[tuple[str, str], str]:
    """(question or "scope", canonical answer) -> the words this template offers for it."""
    below = max(question.row for question in layout.company_questions)
    scope_row = layout.declaration["declaration_scope"][0]
    found: dict[tuple[str, str], str] = {}
    for words in _texts(cells[scope_row - 1]):
        if scope := declaration_scope(words, layout.family):
            found.setdefault(("scope", scope), words)
    for words in (words for row in cells[below:] for words in _texts(row)):
        for question in ("E", "H"):
            if answer := canonical_answer(layout.family, question, words):
                found.setdefault((question, answer), words)
    return found


def _texts(row: list[Any]) -> list[str]:
    return [words for cell in row if isinstance(cell, str) and (words := text(cell))]
