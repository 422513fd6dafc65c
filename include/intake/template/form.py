"""Which template a workbook is, of which revision, and in which language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from include.intake.dates import read_date
from include.intake.model import Cells, Kind
from include.intake.template.labels import EnglishLabels
from include.intake.template.layout import Revision, find_revision
from include.intake.values import address, at, folded, text
from include.intake.workbook import Workbook

DECLARATION = "Declaration"
_TITLE, _LANGUAGE, _REVISION = address("D2"), address("D3"), address("J3")
_STATED = re.compile(
    r"(?:Revision|Version|Rev\.?)\s*(\d+(?:[.,]\d+)?[a-z]?)\b(?![.,]\d)[\s,.]*(.*)", re.IGNORECASE | re.DOTALL
)
_HISTORY = re.compile(r"\d{1,2}(?:\.\d{1,2})?[a-z]?")
_ACRONYM = re.compile(r"\((CMRT|EMRT|AMRT|CRT|PRT)\)")
_KIND: dict[str, Kind] = {"CMRT": "cmrt", "EMRT": "emrt", "AMRT": "amrt", "CRT": "crt", "PRT": "amrt"}
_NEEDED = ("Smelter List", "Product List")
_REVISION_BESIDE_THE_LIST = 3  # row of the Smelter List whose last cells repeat the revision
_HISTORY_SHEET, _HISTORY_COLUMN = "Revision", 2


@dataclass(frozen=True)
class Form:
    """A reporting template: what it is, the revision it states and where, that revision's date, and its language."""

    kind: Kind
    stated_revision: str | None
    revision_date: date | None
    language: str | None
    revision: Revision | None = None
    revision_place: str = f"{DECLARATION}!J3"

    @property
    def revision_number(self) -> str | None:
        """Canonical number of the revision, or as stated when the table does not know it."""
        return self.revision.number if self.revision else self.stated_revision

    @property
    def list_version(self) -> str | None:
        """How its look-up list is named: 6.5 for a CMRT, EMRT 2.0 for another template."""
        if self.kind == "cmrt" or self.revision_number is None:
            return self.revision_number
        return f"{self.kind.upper()} {self.revision_number}"

    @property
    def english(self) -> bool:
        """Whether its labels are shown in English, which is what a template shows without a choice."""
        return self.language is None or folded(self.language).startswith("english")

    @property
    def named(self) -> str:
        """Such as 'a CMRT 6.4'."""
        article = "a" if self.kind in ("cmrt", "crt") else "an"
        return f"{article} {self.kind.upper()} {self.revision_number or 'without a revision'}"


def identify_form(workbook: Workbook) -> Form | None:
    """The reporting template a workbook is, or null when it is none."""
    if DECLARATION not in workbook or not any(sheet in workbook for sheet in _NEEDED):
        return None
    if "Mine List" not in workbook:  # likely a CMRT: its three sheets in one go, for speed
        workbook.load(DECLARATION, *_NEEDED)
    cells = workbook.cells(DECLARATION)
    stated, stated_on, place = _stated_revision(workbook)
    kind = _kind(text(at(cells, *_TITLE)), stated, workbook)
    if kind is None:
        return None
    known = find_revision(kind, stated) if stated else None
    return Form(kind, stated, stated_on, text(at(cells, *_LANGUAGE)), known, place)


def _stated_revision(workbook: Workbook) -> tuple[str | None, date | None, str]:
    """Revision, its date and where it stands: the cell that says it, else the places that repeat it."""
    for written, place in _revision_cells(workbook):
        if match := _STATED.search(written):
            return match[1].lower().replace(",", "."), read_date(" ".join(match[2].split())).day, place
    return (*_newest_of_history(workbook), _HISTORY_SHEET)


def _revision_cells(workbook: Workbook) -> Iterator[tuple[str, str]]:
    yield text(at(workbook.cells(DECLARATION), *_REVISION)) or "", f"{DECLARATION}!J3"
    rows = workbook.cells(_NEEDED[0])[_REVISION_BESIDE_THE_LIST - 1 : _REVISION_BESIDE_THE_LIST]
    for cell in reversed(rows[0] if rows else []):
        if isinstance(cell, str) and not cell.startswith("©"):
            yield cell, f"{_NEEDED[0]} row {_REVISION_BESIDE_THE_LIST}"


def _newest_of_history(workbook: Workbook) -> tuple[str | None, date | None]:
    if _HISTORY_SHEET not in workbook:
        return None, None
    cells: Cells = workbook.cells(_HISTORY_SHEET)
    numbers = [text(at(cells, row, _HISTORY_COLUMN)) or "" for row in range(1, len(cells) + 1)]
    found = [number for number in numbers if _HISTORY.fullmatch(number)]
    return (found[-1].lower() if found else None), None


def _kind(title: str | None, stated: str | None, workbook: Workbook) -> Kind | None:
    title = title or EnglishLabels(workbook, english=False).at(DECLARATION, *_TITLE) or ""
    if acronym := _ACRONYM.search(unicodedata.normalize("NFKC", title)):
        return _KIND[acronym[1]]
    if "Minerals Scope" in workbook:
        return "amrt"
    if "Mine List" in workbook:
        return "emrt"
    if "cobalt" in title.casefold():
        return "crt"
    if "conflict minerals reporting template" in folded(title) or "Standard Smelter Names" in workbook:
        return "cmrt"
    known = stated and not title and find_revision("cmrt", stated)  # saved without the values of its formulas
    return "cmrt" if known else None


def why_not_read(form: Form) -> str | None:
    """The reason in plain words why this template is not read; null when it is."""
    if form.kind == "crt":
        return f"{form.named} (Cobalt Reporting Template), which the EMRT replaced in 2021: ask for an EMRT"
    if form.stated_revision is None:
        return f"{form.named} in cell J3 of sheet Declaration: its layout cannot be told"
    return None
