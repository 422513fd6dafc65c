"""What every part of the template reader needs: the file's hash, its workbook, its layout, and where findings go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from include.intake.findings import Findings, Severity
from include.intake.metals import canonical_metal
from include.intake.model import Cells, Row
from include.intake.template.form import DECLARATION, Form
from include.intake.template.labels import EnglishLabels
from include.intake.template.layout import Layout, Question, Table
from include.intake.values import address, at, column_letters, text, text_not_zero
from include.intake.workbook import Workbook

_DELETED = "("  # a mineral left out of an EMRT reads "(Delete Cobalt)"
_OTHER = "other ["
_LANGUAGES = ("English", "Chinese", "Japanese", "Korean")
_OWN_TEXT = re.compile(r"\s*©|A{20,}")


@dataclass(frozen=True)
class Context:
    """One template being read."""

    file_sha256: str
    workbook: Workbook
    form: Form
    layout: Layout
    findings: Findings

    def cells(self, sheet: str) -> Cells:
        """Cells of a sheet from A1 on."""
        return self.workbook.cells(sheet)

    def row(self, sheet: str, row: int, **values: Any) -> Row:
        """A landed row with where it came from."""
        return {"file_sha256": self.file_sha256, "source_sheet": sheet, "source_row": row, **values}

    def report(
        self, code: str, severity: Severity, message: str, sheet: str, row: int, column: int, value: Any
    ) -> None:
        """Add a finding about one cell."""
        cell, shown = cell_name(row, column), text(value)
        self.findings.add(code, severity, message, sheet=sheet, row=row, cell=cell, value=shown)

    def answer_rows(self, question: Question) -> list[tuple[int, str]]:
        """The rows below a question and the metal each is about, as the template shows them."""
        layout = self.layout
        if layout.metals:
            return list(enumerate(layout.metals, start=question.row + 1))
        rows = range(question.row + 1, question.row + 1 + layout.metal_rows)
        if labelled := self.labelled_minerals(rows):
            return labelled
        # The labels are formulas that sort what was chosen; without their values the order is that of the alphabet.
        return list(zip(rows, sorted({metal for _, _, metal in self.chosen_minerals()}), strict=False))

    def labelled_minerals(self, rows: Iterable[int]) -> list[tuple[int, str]]:
        """Those of the rows that are labelled with a mineral, and its name."""
        shown = [(row, self.labels.at(DECLARATION, row, self.layout.question_column) or "") for row in rows]
        names = [(row, label.replace("(*)", "").strip()) for row, label in shown]
        return [(row, canonical_metal(name) or name) for row, name in names if name]

    @cached_property
    def labels(self) -> EnglishLabels:
        """Its labels in English; as shown where the layout is on record, whose minerals are English everywhere."""
        return EnglishLabels(self.workbook, self.form.english or self.layout.trust == "stated")

    def chosen_minerals(self) -> Iterator[tuple[int, int, str]]:
        """Row, column and name of each mineral chosen in the company block; none where the template has no choice."""
        first, _, last = self.layout.scope_cells.partition(":")
        if not last:
            return
        cells = self.cells(DECLARATION)
        (top, left), (bottom, right) = address(first), address(last)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                name = text(at(cells, row, column))
                if name and not name.startswith(_DELETED) and not name.casefold().startswith(_OTHER):
                    yield row, column, canonical_metal(name) or name


def table_rows(context: Context, table: Table) -> Iterator[tuple[int, list[Any]]]:
    """Row number and cells of each row below the heading that holds anything, down to the template's own text."""
    return filled_rows(context.cells(table.sheet), table.heading_row)


def row_values(table: Table, cells: list[Any]) -> dict[str, str | None]:
    """Text of each field of a table's row; a zero, which a formula shows that found nothing, is empty."""
    return {
        field: text_not_zero(cells[column - 1]) if column <= len(cells) else None
        for field, column in table.columns.items()
    }


def filled_rows(cells: Cells, after: int) -> Iterator[tuple[int, list[Any]]]:
    """Number and cells of each row below row ``after`` that holds more than the template's copyright line and padding.

    Revisions 2.x keep their translations below the sheet, from a row that names the languages: there it ends.
    """
    for number, row in enumerate(cells[after:], start=after + 1):
        written = [cell for cell in row if cell] if any(row) else []
        if not written:
            continue
        if len(written) >= len(_LANGUAGES) and all(language in written for language in _LANGUAGES):
            return
        if len(written) == 1 and isinstance(written[0], str) and _OWN_TEXT.match(written[0]):
            continue
        yield number, row


def cell_name(row: int, column: int) -> str:
    """D26 for row 26 and column 4."""
    return f"{column_letters(column)}{row}"
