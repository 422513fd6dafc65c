"""What the English labels of a template name: the words that tell one field, question or column from every other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from include.intake.model import Cells
from include.intake.template.layout import Columns, read_layout_table
from include.intake.values import address, text
from include.intake.workbook import Workbook

Part = Literal["declaration", "metal", "company", "smelter", "product", "lookup", "mine"]
NO_SUCCESSOR = ""
"""Name of a company question of old that 6.x no longer asks."""
_LONGEST = 1000
_LANGUAGE_SHEET = "L"
_KEY, _SHEET, _CELL, _ENGLISH = range(4)


def named_by(part: Part, label: str) -> str | None:
    """The field, question or column a label names, by the first entry of ``labels.csv`` whose words it holds.

    Words match at the start of the label, after '=' the whole of it, joined by '+' anywhere in it; a question's words
    match anywhere after its mark. Null when no entry matches.
    """
    return _named_by(part, label[:_LONGEST])


@lru_cache(maxsize=4096)  # the labels of a revision are the same in every file
def _named_by(part: Part, label: str) -> str | None:
    words = label_words(label)
    anywhere = part in ("metal", "company")
    for name, choices in _entries(part):
        for choice in choices:
            if choice.startswith("="):
                found = words == choice[1:]
            elif "+" in choice or anywhere:
                found = all(piece in words for piece in choice.split("+"))
            else:
                found = words.startswith(choice)
            if found:
                return name
    return None


def label_words(label: str) -> str:
    """A label for comparing: compatibility forms unified, lower case, marks as spaces, without '(*)'."""
    plain = unicodedata.normalize("NFKC", label).casefold().replace("(*)", " ").replace("_", " ")
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def columns_named(part: Part, row: list[str | None]) -> Columns:
    """The columns (from 1) of a heading row, the first one where a name stands twice."""
    found: Columns = {}
    for place, label in enumerate(row, start=1):
        name = named_by(part, label) if label else None
        if name and name not in found:
            found[name] = place
    return found


@cache
def _entries(part: Part) -> list[tuple[str, list[str]]]:
    return [(row["name"], row["words"].split("|")) for row in read_layout_table("labels") if row["part"] == part]


class EnglishLabels:
    """The labels of a sheet in English: as shown, or of a translated template from its own sheet of languages."""

    def __init__(self, workbook: Workbook, english: bool) -> None:
        """Read the sheet of languages unless the template is ``english`` already."""
        self._workbook = workbook
        self._english = english
        self._translated: dict[tuple[str, int, int], str] = {} if english else dict(_translations(workbook))

    @property
    def known(self) -> bool:
        """Whether the labels can be told at all."""
        return self._english or bool(self._translated)

    def at(self, sheet: str, row: int, column: int) -> str | None:
        """Label of a cell; null when the cell is empty or its English is not known."""
        cells = self._workbook.cells(sheet)
        shown = text(cells[row - 1][column - 1]) if row <= len(cells) and column <= len(cells[row - 1]) else None
        if self._english:
            return shown
        # Headings that are no formulas stay English in every language.
        return self._translated.get((sheet, row, column), shown)

    def cells(self, sheet: str) -> Iterator[tuple[int, int]]:
        """Row and column of every cell of a sheet for which the sheet of languages has a text."""
        return ((row, column) for name, row, column in self._translated if name == sheet)

    def row(self, sheet: str, row: int) -> list[str | None]:
        """Labels of a row from column A on."""
        cells = self._workbook.cells(sheet)
        return (
            [self.at(sheet, row, column) for column in range(1, len(cells[row - 1]) + 1)] if row <= len(cells) else []
        )


def _translations(workbook: Workbook) -> Iterator[tuple[tuple[str, int, int], str]]:
    cells: Cells = workbook.cells(_LANGUAGE_SHEET) if _LANGUAGE_SHEET in workbook else []
    for row in cells:
        values = [text(cell) for cell in row[: _ENGLISH + 1]]
        if len(values) <= _ENGLISH or not all(values):
            continue
        sheet, cell, english = values[_SHEET] or "", values[_CELL] or "", values[_ENGLISH] or ""
        if re.fullmatch(r"[A-Z]{1,3}[1-9][0-9]{0,5}", cell):
            yield (sheet, *address(cell)), english
