"""The tables of the report as plain cells: one description of each, used by the renderer and by the checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from include.filing.context import ReportContext

NOT_STATED = "Not stated"
NOT_COUNTED = "Not counted"
APPENDIX_A_HEAD = ("Metal", "CID", "Smelter or refiner", "Facility country", "Status")
APPENDIX_B_HEAD = ("Metal", "Country of origin reported", "Covered country", "Facilities")


@dataclass(frozen=True)
class Table:
    """A caption, a head row, rows of as many cells; ``numeric`` columns stand right, ``widths`` are percent."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numeric: tuple[int, ...] = ()
    sum_row: bool = False


@dataclass(frozen=True)
class TableSpec:
    """A table by the field that fills it: without a value in that field the table is absent."""

    field: str
    build: Callable[[ReportContext], Table]
    also: tuple[str, ...] = ()


def _number(value: Any) -> str:
    return f"{value:,}"


def _response(context: ReportContext) -> Table:
    rows = tuple((line.measure, _number(line.number), _number(line.of), line.share) for line in context.response_table)
    head = ("Measure", "Number", "Of", "Share")
    return Table("Response of suppliers", head, rows, (61, 13, 13, 13), (1, 2, 3))


def _answers(context: ReportContext) -> Table:
    head = (
        "Metal",
        "Declarations that use the metal",
        "Covered countries: Yes",
        "Covered countries: No",
        "Unknown or no answer",
        "All recycled or scrap",
    )
    rows = tuple(
        (
            line.metal,
            *map(_number, (line.declarations, line.covered_yes, line.covered_no, line.covered_open, line.recycled)),
        )
        for line in context.answer_table
    )
    return Table("Suppliers’ answers on origin, by metal", head, rows, (15, 17, 17, 17, 17, 17), (1, 2, 3, 4, 5))


def _outcomes(context: ReportContext) -> Table:
    rows = tuple((line.label, _number(line.rows)) for line in context.outcome_table)
    return Table("Outcome of each declared smelter row", ("Outcome", "Rows"), rows, (82, 18), (1,), sum_row=True)


def _letters(context: ReportContext) -> Table:
    rows = tuple(
        (line.kind, _number(line.letters), _number(line.suppliers), line.dates) for line in context.letters_table
    )
    head = ("Letter", "Sent", "Suppliers", "Dates")
    return Table("Letters to suppliers", head, rows, (32, 11, 15, 42), (1, 2))


def _statuses(context: ReportContext) -> Table:
    head = ("Metal", *context.status_columns, "Total")
    rows = tuple((line.metal, *map(_number, line.counts), _number(line.total)) for line in context.status_table)
    share = 84 // (len(head) - 1)
    caption = "Smelters and refiners by metal and status"
    numeric = tuple(range(1, len(head)))
    widths = (16, *[share] * (len(head) - 1))
    return Table(caption, head, rows, widths, numeric, sum_row=len(rows) > 1)


def _changes(context: ReportContext) -> Table:
    head = ("Metal", "New", "No longer listed", "Status changed", "Status unchanged", "Status not compared")
    rows = tuple(
        (line.metal, *map(_number, (line.new, line.gone, line.status_changed, line.unchanged, line.not_compared)))
        for line in context.change_table
    )
    caption = f"Smelters and refiners compared with {context.reporting_year - 1}"
    return Table(caption, head, rows, (16, 12, 18, 18, 18, 18), (1, 2, 3, 4, 5))


def _appendix_a(context: ReportContext) -> Table:
    rows = tuple(
        (line.metal, line.smelter_cid, line.name, line.country or NOT_STATED, line.status)
        for line in context.facilities
    )
    caption = "Smelters and refiners reported by our suppliers"
    return Table(caption, APPENDIX_A_HEAD, rows, (13, 14, 34, 21, 18))


def _appendix_b(context: ReportContext) -> Table:
    rows = tuple(
        (line.metal, line.country, line.covered, _number(line.facilities) if line.facilities else NOT_COUNTED)
        for line in context.origins
    )
    caption = "Countries associated with reported smelters and refiners, not traced to our products"
    return Table(caption, APPENDIX_B_HEAD, rows, (20, 44, 20, 16), (3,))


REPORT_TABLES = {
    "response": TableSpec("response_table", _response),
    "answers": TableSpec("answer_table", _answers),
    "outcomes": TableSpec("outcome_table", _outcomes),
    "letters": TableSpec("letters_table", _letters),
    "statuses": TableSpec("status_table", _statuses, also=("status_columns",)),
    "changes": TableSpec("change_table", _changes, also=("reporting_year",)),
    "appendix_a": TableSpec("facilities", _appendix_a),
    "appendix_b": TableSpec("origins", _appendix_b),
}
