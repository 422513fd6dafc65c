"""Read a workbook as the pipeline's users would: by sheet and cell."""

from __future__ import annotations

import io
from typing import Any

import pytest
import python_calamine


class Book:
    """Cells of a workbook by address; an empty cell is the empty string."""

    def __init__(self, content: bytes) -> None:
        self._book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        self.sheet_names = self._book.sheet_names

    def rows(self, sheet: str, first_row: int) -> list[list[Any]]:
        rows = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return rows[first_row - 1 :]

    def cell(self, sheet: str, address: str) -> Any:
        letters = address.rstrip("0123456789")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        rows = self.rows(sheet, int(address[len(letters) :]))
        return rows[0][column - 1] if rows and column <= len(rows[0]) else ""


@pytest.fixture(scope="session")
def read() -> type[Book]:
    """Opens workbook bytes: ``read(content).cell("Declaration", "D8")``."""
    return Book
