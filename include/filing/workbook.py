"""``appendix_a.xlsx``: the lists of the report and the declared rows behind them, as a work paper.

Every text cell is stored as text, so that no supplier's text is ever a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from include.filing.cells import CELL_LIMIT, data_cell, heading
from include.filing.countries import natural_name
from include.filing.inputs import Marts, Parameters, Problem, Row, survey_rows
from include.filing.wording import STATUS_LABELS, status_key
from include.fixed_zip import fixed_zip

NAME = "appendix_a.xlsx"
HEAD_ROW = 3


@dataclass(frozen=True)
class _Column:
    head: str
    width: int
    value: Callable[[Row], Any]


@dataclass(frozen=True)
class _Sheet:
    title: str
    table: str
    order: tuple[str, ...]
    columns: tuple[_Column, ...]
    note: str


def _plain(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name]


def _country(name: str) -> Callable[[Row], Any]:
    return lambda row: natural_name(row[name])


def _covered(row: Row) -> str:
    return "Recycled or scrap" if row["recycled"] else "Yes" if row["covered_country"] else "No"


def _columns(*named: tuple[str, str, int]) -> tuple[_Column, ...]:
    return tuple(_Column(head, width, _plain(name)) for head, name, width in named)


_SHEETS = (
    _Sheet(
        "Appendix A",
        "appendix_a",
        ("metal", "smelter_cid"),
        (
            *_columns(
                ("Metal", "metal", 12), ("CID", "smelter_cid", 14), ("Smelter or refiner", "smelter_name_standard", 46)
            ),
            _Column("Facility country", 26, _country("facility_country")),
            _Column("Status", 18, lambda row: STATUS_LABELS[status_key(row)]),
            *_columns(
                ("Status as of", "status_as_of", 13),
                ("Status source", "status_source", 34),
                ("Last assessment", "last_assessed_on", 16),
                ("Assessment cycle", "assessment_cycle", 16),
                ("Assessment due", "assessment_due_on", 16),
                ("Declared rows", "declared_rows", 14),
                ("Declarations", "declarations", 13),
                ("Suppliers", "suppliers", 11),
                ("Products", "products", 10),
            ),
        ),
        "Facilities that may have been used to process 3TG in covered products",
    ),
    _Sheet(
        "Countries of origin",
        "country_of_origin",
        ("metal", "origin_country", "origin_source"),
        (
            *_columns(("Metal", "metal", 12)),
            _Column("Country of origin reported", 38, _country("origin_country")),
            _Column("Covered country", 16, _covered),
            *_columns(
                ("Named by", "origin_source", 34), ("Facilities", "smelters", 12), ("Declarations", "declarations", 13)
            ),
        ),
        "Countries associated with reported smelters, not traced to our products",
    ),
    _Sheet(
        "Provenance",
        "smelter_accounting",
        ("metal", "outcome", "file_sha256", "source_sheet", "source_row"),
        _columns(
            ("Metal", "metal", 12),
            ("Name as reported", "smelter_name_reported", 40),
            ("Country as reported", "facility_country", 24),
            ("ID as reported", "smelter_id_reported", 16),
            ("Outcome", "outcome", 20),
            ("CID", "smelter_cid", 14),
            ("Match", "match_method", 18),
            ("Score", "match_score", 9),
            ("How we know", "match_detail", 52),
            ("Reason", "reason", 52),
            ("Supplier", "supplier_id", 14),
            ("File", "drop_path", 44),
            ("Sheet", "source_sheet", 18),
            ("Row", "source_row", 8),
            ("File SHA-256", "file_sha256", 68),
        ),
        "Every smelter row declared in a CMRT and its outcome; internal work paper",
    ),
)


def build_workbook(marts: Marts, parameters: Parameters, sample: bool) -> tuple[bytes, list[Problem]]:
    """The workbook as bytes, always the same for the same rows, and a problem for each cell that had to be cut."""
    book = Workbook(write_only=True)
    problems: list[Problem] = []
    for sheet in _SHEETS:
        rows = sorted(survey_rows(marts, sheet.table, parameters.reporting_year), key=_by(sheet.order))
        problems += _write(book.create_sheet(sheet.title), sheet, rows, _heading(sheet, parameters, sample))
    target = io.BytesIO()
    book.save(target)
    return fixed_zip(target.getvalue()), problems


def _by(names: Sequence[str]) -> Callable[[Row], tuple[str, ...]]:
    def key(row: Row) -> tuple[str, ...]:
        return tuple(f"{row[name]:>9}" if isinstance(row[name], int) else str(row[name] or "") for name in names)

    return key


def _heading(sheet: _Sheet, parameters: Parameters, sample: bool) -> str:
    marks = ["SAMPLE - NOT A FILING"] * sample + ["DRAFT - NOT FILED"] * parameters.draft
    return " | ".join([*marks, f"{sheet.note}, {parameters.reporting_year}"])


def _write(page: WriteOnlyWorksheet, sheet: _Sheet, rows: list[Row], title: str) -> list[Problem]:
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.freeze_panes = f"A{HEAD_ROW + 1}"
    page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(sheet.columns))}{HEAD_ROW + max(len(rows), 1)}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.append([heading(page, title)])
    page.append([])
    page.append([heading(page, column.head, filled=True) for column in sheet.columns])
    problems = []
    for line, row in enumerate(rows, start=HEAD_ROW + 1):
        values = [column.value(row) for column in sheet.columns]
        for number, value in enumerate(values, start=1):
            if isinstance(value, str) and len(value) > CELL_LIMIT:
                place = f"{sheet.title}!{get_column_letter(number)}{line}"
                problems.append(Problem("warning", NAME, "xlsx-cell-cut", f"{place} is longer than a cell can hold"))
        page.append([data_cell(page, value) for value in values])
    return problems
