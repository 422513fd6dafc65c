"""Tables with a heading row (supplier master, products, bill of materials, letters, status and id lists).

Which table it is follows from its headings (``headings.csv``): the first table all of whose required fields are there.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from include.intake.findings import Findings
from include.intake.model import Cells, Kind, Row
from include.intake.table_rows import FINISH, Source
from include.intake.values import at, column_letters, folded, text
from include.schemas import LANDED

_HEADING_WITHIN = 10
_PROVENANCE = ("file_sha256", "source_sheet", "source_row")


@dataclass(frozen=True)
class Heading:
    """Where a table begins on a sheet: its heading row and the column of each field, both counted from 1."""

    table: str
    kind: Kind
    sheet: str
    row: int
    columns: dict[str, int]


@dataclass(frozen=True)
class _Field:
    name: str
    required: bool
    headings: tuple[str, ...]


def find_heading(cells: Cells, sheet: str) -> Heading | None:
    """The table a sheet holds, its heading among the first ten rows; null when the headings are none we know."""
    for number, row in enumerate(cells[:_HEADING_WITHIN], start=1):
        written = {heading_key(value): place for place, value in reversed(list(enumerate(row, start=1)))}
        written.pop("", None)
        for (table, kind), fields in _tables().items():
            columns = _match(fields, written)
            if columns is not None:
                return Heading(table, kind, sheet, number, columns)
    return None


def heading_key(cell: Any) -> str:
    """A heading for comparing: lower case, underscores and marks as spaces, without asterisks and marks at the end."""
    words = re.sub(r"[\s_]+", " ", folded(text(cell))).replace("(*)", "").replace("*", "")
    return words.strip(" :.?!")


def _match(fields: list[_Field], written: dict[str, int]) -> dict[str, int] | None:
    columns: dict[str, int] = {}
    for field in fields:
        place = next((written[words] for words in field.headings if words in written), None)
        if place is not None and place not in columns.values():
            columns[field.name] = place
        elif field.required:
            return None
    return columns


@cache
def _tables() -> dict[tuple[str, Kind], list[_Field]]:
    found: dict[tuple[str, Kind], list[_Field]] = {}
    source = files("include.intake").joinpath("headings.csv").read_text("utf-8")
    for row in csv.DictReader(source.splitlines()):
        own_name = row["field"].replace("_", " ")
        headings = tuple(dict.fromkeys((own_name, *row["headings"].split("|"))))
        key = (row["table"], cast(Kind, row["kind"]))
        found.setdefault(key, []).append(_Field(row["field"], row["required"] == "yes", headings))
    return found


def read_table(cells: Cells, heading: Heading, findings: Findings) -> list[Row]:
    """Rows of the table below its heading, in order; rows without any text in a known column are passed over.

    A row that lacks a required value lands as it is. Columns of other headings are reported once each.
    """
    names = [name for name in LANDED[heading.table].names if name not in _PROVENANCE]
    finish = FINISH.get(heading.table)
    rows = []
    for number in range(heading.row + 1, len(cells) + 1):
        raw = {field: at(cells, number, column) for field, column in heading.columns.items()}
        values = {field: text(cell) for field, cell in raw.items()}
        if not any(values.values()):
            continue
        row: Row = {"file_sha256": findings.file_sha256, "source_sheet": heading.sheet, "source_row": number}
        row |= {name: values.get(name) for name in names}
        if finish:
            finish(row, Source(raw, heading.columns, heading.sheet, number, findings))
        rows.append(row)
    _report_other_columns(cells, heading, findings)
    return rows


def _report_other_columns(cells: Cells, heading: Heading, findings: Findings) -> None:
    known = set(heading.columns.values())
    for column, cell in enumerate(cells[heading.row - 1], start=1):
        if column in known:
            continue
        filled = sum(1 for row in cells[heading.row :] if column <= len(row) and text(row[column - 1]))
        if filled:
            findings.add(
                "column_not_read", "info", f"a column the {heading.kind} table does not have, with {filled:,} value(s)",
                sheet=heading.sheet, row=heading.row, cell=f"{column_letters(column)}{heading.row}", value=text(cell),
            )  # fmt: skip
    width = len(cells[heading.row - 1])
    for number, row in enumerate(cells[heading.row :], start=heading.row + 1):
        if any(text(cell) for cell in row[width:]):
            findings.add(
                "row_wider_than_headings", "warning", "more values than the heading row has columns",
                sheet=heading.sheet, row=number,
            )  # fmt: skip
