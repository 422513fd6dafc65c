"""What every part of the CMRT reader needs: the file's hash, its workbook, its layout, and where findings go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from include.intake.cmrt.form import Form
from include.intake.cmrt.layout import Layout
from include.intake.findings import Findings
from include.intake.model import Cells, Row
from include.intake.values import column_letters
from include.intake.workbook import Workbook


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


def cell_name(row: int, column: int) -> str:
    """D26 for row 26 and column 4."""
    return f"{column_letters(column)}{row}"
