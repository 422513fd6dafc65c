"""Write single cells so that text stays text, whatever a supplier called himself."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.styles import Font, PatternFill

from include.sample.spec import Cell, ErrorValue, Formula

DATE_FORMAT = "d-mmm-yyyy"
HEADING = Font(bold=True, color="FFFFFF")
HEADING_FILL = PatternFill("solid", start_color="2F5D62")
INPUT_FILL = PatternFill("solid", start_color="FFF9D6")
BOLD = Font(bold=True)


def put(sheet: Any, row: int, column: int, value: Cell) -> Any:
    """Set one cell and return it; text is never turned into a formula or an error, a Formula or an ErrorValue is."""
    cell = sheet.cell(row, column)
    _set(cell, value)
    return cell


def put_at(sheet: Any, coordinate: str, value: Cell) -> Any:
    """As ``put``, by coordinate such as 'D8'."""
    cell = sheet[coordinate]
    _set(cell, value)
    return cell


def put_headings(sheet: Any, row: int, first_column: int, labels: tuple[str, ...]) -> None:
    """Write a header row in the heading style."""
    for column, label in enumerate(labels, start=first_column):
        cell = put(sheet, row, column, label)
        cell.font, cell.fill = HEADING, HEADING_FILL


def _set(cell: Any, value: Cell) -> None:
    if isinstance(value, Formula | ErrorValue):
        cell.value = value.text
        return
    cell.value = value
    cell.number_format = DATE_FORMAT if isinstance(value, date) else "General"
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes a leading '=' for a formula
