"""Build a workbook with the cell layout of CMRT 6.x from a ``CmrtSpec``; equal specs give equal bytes.

Holds no text of the template beyond short factual labels. Readers written for real files read these.
"""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from include.fixed_zip import fixed_zip
from include.sample import layout, sheets
from include.sample.cells import put, put_at
from include.sample.complete import complete_spec
from include.sample.lists import lookup_rows
from include.sample.spec import (
    METALS,
    NOT_IDENTIFIED,
    NOT_LISTED,
    SCOPE_COMPANY,
    SCOPE_PRODUCT,
    SCOPE_USER_DEFINED,
    Cell,
    CmrtSpec,
    Formula,
    LookupRow,
    ProductRow,
    Reply,
    SmelterRow,
    listed,
    unidentified,
    unlisted,
    with_answer,
    with_company_answer,
)
from include.sample.table import build_table

__all__ = [
    "METALS",
    "NOT_IDENTIFIED",
    "NOT_LISTED",
    "SCOPE_COMPANY",
    "SCOPE_PRODUCT",
    "SCOPE_USER_DEFINED",
    "Cell",
    "CmrtSpec",
    "Formula",
    "LookupRow",
    "ProductRow",
    "Reply",
    "SmelterRow",
    "build_cmrt",
    "build_table",
    "complete_spec",
    "listed",
    "lookup_rows",
    "unidentified",
    "unlisted",
    "with_answer",
    "with_company_answer",
]


def build_cmrt(spec: CmrtSpec) -> bytes:
    """Bytes of an .xlsx workbook with the sheets and cells of CMRT 6.x.

    An extra cell on a sheet that does not exist makes that sheet. Raises KeyError for a revision without a date and
    openpyxl's IllegalCharacterError for control characters, which no workbook can hold.
    """
    book = Workbook()
    book.remove(book.active)
    for name in layout.SHEETS:
        if name not in spec.left_out_sheets:
            _write(book.create_sheet(name), spec)
    for (name, coordinate), value in spec.extra_cells.items():
        put_at(book[name] if name in book.sheetnames else book.create_sheet(name), coordinate, value)
    if "Declaration" in book.sheetnames:
        book.active = book.sheetnames.index("Declaration")
    target = io.BytesIO()
    book.save(target)
    return fixed_zip(target.getvalue())


def _write(sheet: Any, spec: CmrtSpec) -> None:
    writers = {
        "Revision": _revision,
        "Instructions": _instructions,
        "Declaration": sheets.declaration,
        "Smelter List": sheets.smelter_list,
        "Checker": sheets.checker,
        "Product List": sheets.product_list,
        "Smelter Look-up": sheets.smelter_lookup,
        "L": _languages,
        "C": _countries,
    }
    writers[sheet.title](sheet, spec)
    if sheet.title in layout.HIDDEN_SHEETS:
        sheet.sheet_state = "hidden"


def _revision(sheet: Any, spec: CmrtSpec) -> None:
    put_at(sheet, "B2", "DOCUMENT TITLE")
    put_at(sheet, "B3", "Conflict Minerals Reporting Template")
    put_at(sheet, "B5", spec.revision_text)


def _instructions(sheet: Any, spec: CmrtSpec) -> None:
    put_at(sheet, "A1", "Sample workbook with the layout of the template; all companies and smelters are invented.")


def _languages(sheet: Any, spec: CmrtSpec) -> None:
    for column, language in enumerate(layout.LANGUAGES, start=4):
        put(sheet, 1, column, language)


def _countries(sheet: Any, spec: CmrtSpec) -> None:
    countries = sorted({row.facility_country for row in spec.lookup if row.facility_country})
    for row, country in enumerate(countries, start=2):
        put(sheet, row, 2, country)
