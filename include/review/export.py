"""A whole list as a file: every row that the filters let through, no cell of which a spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from fastapi import HTTPException
from fastapi.responses import Response
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from include.csv_cells import safe_cell
from include.filing.cells import data_cell, heading
from include.fixed_zip import fixed_zip
from include.review.data import Row
from include.review.visit import Visit

FORMATS = ("csv", "xlsx")
MOST = {"csv": 500_000, "xlsx": 50_000}
"""Rows that a file of each kind may have: one that takes longer than people wait for is refused, never cut."""
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Columns = Sequence[tuple[str, str]]


def export(visit: Visit, form: str, query: str, order: str, columns: Columns, name: str, **values: object) -> Response:
    """All rows of a query of sql/review as ``csv`` or ``xlsx``, to be saved under a name of ours.

    ``columns`` pairs each heading with a column of the query; ``order`` comes from a fixed list. Raises HTTPException
    413 when there are more rows than such a file may have.
    """
    total = visit.data.count(query, year=visit.year, **values)
    if total > MOST[form]:
        other = " Narrow the filters, or take CSV." if form == "xlsx" else " Narrow the filters."
        raise HTTPException(413, f"{total:,} rows are more than the {MOST[form]:,} of one {form.upper()} file.{other}")
    rows = visit.data.ordered(query, order, year=visit.year, **values)
    content = _csv(rows, columns) if form == "csv" else _xlsx(rows, columns, name)
    headers = {"content-disposition": f'attachment; filename="{name}_{visit.year}.{form}"'}
    return Response(content, media_type=_TYPES[form], headers=headers)


def _csv(rows: Sequence[Row], columns: Columns) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head for head, _ in columns)
    writer.writerows([safe_cell(row[column]) for _, column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")  # Excel takes a file without a mark for another code


def _xlsx(rows: Sequence[Row], columns: Columns, name: str) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet(name)
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    for number, (head, _) in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = max(14, len(head) + 4)
    page.append([heading(page, head, filled=True) for head, _ in columns])
    for row in rows:
        page.append([data_cell(page, row[column]) for _, column in columns])
    target = io.BytesIO()
    book.save(target)
    return fixed_zip(target.getvalue())
