"""Build the plain tables people export from an ERP system: CSV or a one-sheet workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Literal

from openpyxl import Workbook

from include.fixed_zip import fixed_zip
from include.sample.cells import put, put_headings
from include.sample.spec import Cell

TableRow = Mapping[str, Cell]


def build_table(rows: Sequence[TableRow], kind: Literal["csv", "xlsx"] = "csv") -> bytes:
    """Bytes of a table whose headings are the keys of the first row, in their order; None is an empty cell.

    CSV is UTF-8 with a byte order mark, comma and CRLF, as Excel saves it. Raises ValueError for no rows at all or
    a row with other columns than the first.
    """
    if not rows:
        raise ValueError("a table needs at least one row: its keys are the headings")
    headings = tuple(rows[0])
    if any(tuple(row) != headings for row in rows):
        raise ValueError(f"every row needs the columns {', '.join(headings)} in this order")
    return _csv(headings, rows) if kind == "csv" else _xlsx(headings, rows)


def _csv(headings: tuple[str, ...], rows: Sequence[TableRow]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(["" if value is None else value for value in row.values()] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(headings: tuple[str, ...], rows: Sequence[TableRow]) -> bytes:
    book = Workbook()
    sheet = book.active
    put_headings(sheet, 1, 1, headings)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row.values(), start=1):
            put(sheet, number, column, value)
    target = io.BytesIO()
    book.save(target)
    return fixed_zip(target.getvalue())
