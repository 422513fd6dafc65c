"""Whether the tables of a template stand under the headings of its revision: in that row, in those columns."""

from __future__ import annotations

from collections.abc import Iterator

from include.intake.metals import canonical_metal
from include.intake.model import Cells
from include.intake.template.labels import Part, columns_named, named_by
from include.intake.template.layout import Table
from include.intake.values import column_letters, text_not_number_zero
from include.intake.workbook import Workbook

_ROWS = range(1, 9)
_NAMES_A_HEADING_ROW = 3
_TELL_A_SMELTER = ("metal", "smelter_name_reported", "facility_country")


def wrong_headings(part: Part, table: Table, workbook: Workbook) -> Iterator[str]:
    """What is wrong with the headings of a table, in words that follow 'a template'; English words alone prove."""
    cells = workbook.cells(table.sheet) if table.sheet in workbook else []
    yield from _in_another_row(part, table, cells)
    yield from _in_another_column(part, table, cells)


def smelter_headings_missing(table: Table, workbook: Workbook, english: bool) -> Iterator[str]:
    """Headings of the Smelter List that are not there although the template shows its labels: a row was moved."""
    row = _labels(workbook.cells(table.sheet), table.heading_row)
    named = columns_named("smelter", row)
    if not any(row[column - 1] for column in table.columns.values() if column <= len(row)):
        return  # some programs lose them all; then the row below them is the first of the list all the same
    first = table.columns["metal"]
    metal = row[first - 1] if len(row) >= first else None
    if metal is None or canonical_metal(metal):
        yield f"whose sheet {table.sheet!r} was rearranged: no headings stand in row {table.heading_row}"
    elif english:
        for field in _TELL_A_SMELTER:
            if field not in named:
                place = f"{column_letters(table.columns[field])}{table.heading_row}"
                yield f"whose sheet {table.sheet!r} was rearranged: {place} is not the heading {_words(field)!r}"


def wrong_products(table: Table, workbook: Workbook) -> Iterator[str]:
    """A Product List whose headings stand in another row or column, or have a gap: a column was put in or taken out."""
    cells = workbook.cells(table.sheet)
    row = _labels(cells, table.heading_row)
    shown = [place for place, label in enumerate(row, start=1) if label]
    first = table.columns["product_number"]
    if shown and shown != list(range(first, first + len(shown))):
        yield f"whose sheet {table.sheet!r} was rearranged: a heading is missing from {column_letters(first)} on"
    named = columns_named("product", row)
    for field in ("product_number", "product_name"):
        if named.get(field, table.columns[field]) != table.columns[field]:
            yield f"whose sheet {table.sheet!r} was rearranged: {_words(field)} is not in its column"
    for number in _ROWS:
        if number != table.heading_row and "product_number" in columns_named("product", _labels(cells, number)):
            yield f"whose sheet {table.sheet!r} was rearranged: headings stand in row {number}, not {table.heading_row}"


def _in_another_row(part: Part, table: Table, cells: Cells) -> Iterator[str]:
    for number in _ROWS:
        named = columns_named(part, _labels(cells, number))
        hidden = "smelter_name_standard_reported" in named  # English in every language
        if number != table.heading_row and (hidden or len(named) >= _NAMES_A_HEADING_ROW):
            yield f"whose sheet {table.sheet!r} was rearranged: headings stand in row {number}, not {table.heading_row}"


def _in_another_column(part: Part, table: Table, cells: Cells) -> Iterator[str]:
    for column, label in enumerate(_labels(cells, table.heading_row), start=1):
        field = named_by(part, label) if label else None
        stated = table.columns.get(field or "")
        # Other revisions have headings that this one has not; a list beside the table may repeat one.
        if stated and stated != column and column <= max(table.columns.values()):
            place, belongs = f"{column_letters(column)}{table.heading_row}", column_letters(stated)
            yield f"whose sheet {table.sheet!r} was rearranged: the heading in {place} belongs to column {belongs}"


def _labels(cells: Cells, row: int) -> list[str | None]:
    return [text_not_number_zero(cell) for cell in cells[row - 1]] if row <= len(cells) else []


def _words(field: str) -> str:
    return field.replace("_reported", "").replace("_", " ")
