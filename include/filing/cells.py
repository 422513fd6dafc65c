"""Cells of a workbook that hold what others wrote: stored as text, so that no text of theirs is ever a formula."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from include.filing.wording import clean_text

CELL_LIMIT = 32_000
"""Excel holds 32,767 characters in a cell and openpyxl cuts without a word; beyond this we cut and say so."""
_CUT = " [cut here: the full text is in the archived declaration]"
_RISKY = ("=", "+", "-", "@", "#")
"""First characters of formulas, and of error values such as #REF!, which openpyxl would store as errors."""


def heading(page: WriteOnlyWorksheet, text: str, filled: bool = False) -> WriteOnlyCell:
    """A text of ours in bold; ``filled`` for the head of a column."""
    cell = WriteOnlyCell(page, text)
    cell.font = Font(bold=True)
    if filled:
        cell.fill = PatternFill("solid", fgColor="ECECEC")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def data_cell(page: WriteOnlyWorksheet, value: Any) -> Any:
    """What stands in a cell: text that openpyxl or Excel would take for more than text is forced to be text."""
    if isinstance(value, date):
        cell = WriteOnlyCell(page, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    if not isinstance(value, str):
        return value
    text = clean_text(value)
    text = text if len(text) <= CELL_LIMIT else text[:CELL_LIMIT] + _CUT
    if not text.startswith(_RISKY):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
