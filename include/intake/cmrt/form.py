"""Which template a workbook is, of which revision, and whether its sheets stand as that revision has them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from include.intake.cmrt.layout import Layout, Revision, find_revision, get_layout
from include.intake.dates import read_date
from include.intake.model import Cells, Kind, UnreadableError
from include.intake.values import address, at, column_letters, folded, text
from include.intake.workbook import Workbook

DECLARATION = "Declaration"
_TITLE, _LANGUAGE, _REVISION = address("D2"), address("D3"), address("J3")
_STATED = re.compile(r"(?:Revision|Version|Rev\.?)\s*(\d+(?:\.\d+)?[a-z]?)\b[\s,.]*(.*)", re.IGNORECASE | re.DOTALL)
_ACRONYM = re.compile(r"\((CMRT|EMRT|AMRT|CRT|PRT)\)")
_KIND: dict[str, Kind] = {"CMRT": "cmrt", "EMRT": "emrt", "AMRT": "amrt", "CRT": "crt", "PRT": "amrt"}
_NEEDED = ("Smelter List", "Product List")


@dataclass(frozen=True)
class Form:
    """A reporting template: what it is, the revision it states, the date of that revision and its language."""

    kind: Kind
    stated_revision: str | None
    revision_date: date | None
    language: str | None
    revision: Revision | None = None

    @property
    def revision_number(self) -> str | None:
        """Canonical number of the revision, or as stated when the table does not know it."""
        return self.revision.number if self.revision else self.stated_revision


def identify_form(workbook: Workbook) -> Form | None:
    """The reporting template a workbook is, or null when it is none."""
    if DECLARATION not in workbook or not any(sheet in workbook for sheet in _NEEDED):
        return None
    if "Mine List" not in workbook:  # likely a CMRT: its three sheets in one go, for speed
        workbook.load(DECLARATION, *_NEEDED)
    cells = workbook.cells(DECLARATION)
    kind = _kind(text(at(cells, *_TITLE)) or "", workbook)
    if kind is None:
        return None
    match = _STATED.search(text(at(cells, *_REVISION)) or "")
    stated = match[1].lower() if match else None
    stated_on = read_date(" ".join(match[2].split())).day if match else None
    known = find_revision(stated) if stated and kind == "cmrt" else None
    return Form(kind, stated, stated_on, text(at(cells, *_LANGUAGE)), known)


def _kind(title: str, workbook: Workbook) -> Kind | None:
    acronym = _ACRONYM.search(unicodedata.normalize("NFKC", title))
    if acronym:
        return _KIND[acronym[1]]
    if "Minerals Scope" in workbook:
        return "amrt"
    if "Mine List" in workbook:
        return "emrt"
    if "cobalt" in title.casefold():
        return "crt"
    return "cmrt" if "conflict minerals reporting template" in folded(title) else None


def why_not_read(form: Form) -> str | None:
    """The reason in plain words why this template is not read; null when it is."""
    stated = form.revision_number or "without a revision in Declaration J3"
    if form.kind == "emrt":
        return f"an EMRT {stated} (cobalt, mica and other minerals): recognised, not read yet"
    if form.kind == "amrt":
        return f"an AMRT {stated} (additional minerals): recognised, not read yet"
    if form.kind == "crt":
        return f"a CRT {stated} (Cobalt Reporting Template): not read, the EMRT replaced it"
    if form.stated_revision is None:
        return "a CMRT without a revision in cell J3 of sheet Declaration: its layout cannot be told"
    if form.revision is None:
        return f"CMRT revision {form.stated_revision} is not known here and not read: its cells may stand elsewhere"
    if form.revision.layout is None:
        return f"CMRT revision {form.revision.number} is recognised but not read yet: ask for revision 6.x"
    return None


def proven_layout(form: Form, workbook: Workbook) -> Layout:
    """The layout of a readable template, after its sheets proved to stand as the revision has them.

    Labels are formulas and follow the language, but in all languages question n begins with "n)" and company question X
    with "X.". Empty labels prove nothing and are let pass: some programs save formulas without their values.
    Raises UnreadableError naming the cell that stands wrong: an inserted row would shift every answer.
    """
    assert form.revision is not None
    assert form.revision.layout is not None
    layout = get_layout(form.revision.layout)
    cells = workbook.cells(DECLARATION)
    for sheet in (layout.smelter_sheet, layout.product_sheet):
        if sheet not in workbook:
            raise UnreadableError(f"a CMRT {form.revision.number} without its sheet {sheet!r}")
    for question in layout.metal_questions:
        label = _label(cells, question.row, layout)
        if label and not label.startswith(question.label):
            raise UnreadableError(_shifted(form.revision, layout, question.row, question.label))
    for question in layout.company_questions:
        label = _label(cells, question.row, layout)
        # One translation of 6.01 repeats "4)" before question A: only another letter proves a shift.
        if re.match(r"[A-Z]\.", label) and not label.startswith(question.label):
            raise UnreadableError(_shifted(form.revision, layout, question.row, question.label))
    return layout


def _label(cells: Cells, row: int, layout: Layout) -> str:
    return unicodedata.normalize("NFKC", text(at(cells, row, layout.question_column)) or "").strip()


def _shifted(revision: Revision, layout: Layout, row: int, label: str) -> str:
    cell = f"{column_letters(layout.question_column)}{row}"
    return (
        f"a CMRT {revision.number} whose sheet Declaration was rearranged: cell {cell} should begin with {label!r}, "
        "so answers cannot be told apart"
    )
