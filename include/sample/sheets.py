"""Write each sheet of a CMRT 6.x workbook at the cells of the template."""

from __future__ import annotations

from dataclasses import fields
from itertools import groupby
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from include.sample import layout
from include.sample.cells import BOLD, DATE_FORMAT, INPUT_FILL, put, put_at, put_headings
from include.sample.spec import (
    METALS,
    NOT_IDENTIFIED,
    NOT_LISTED,
    SCOPE_PRODUCT,
    SCOPES,
    Cell,
    CmrtSpec,
    LookupRow,
    ProductRow,
    SmelterRow,
)

PRODUCT_SCOPE_LINK = "Click here to list the products this declaration covers"
_SMELTER_FIRST_ROW = 5
_PRODUCT_FIRST_ROW = 6
_LOOKUP_FIRST_ROW = 5


def declaration(sheet: Any, spec: CmrtSpec) -> None:
    """Company fields D8-D22, questions from row 25, company questions from row 75, answer lists from row 96."""
    put_at(sheet, "D2", "Conflict Minerals Reporting Template (CMRT)")
    put_at(sheet, "B3", "Language:")
    put_at(sheet, "D3", spec.language)
    put_at(sheet, "J3", spec.revision_text)
    put_at(sheet, "B7", "Company Information").font = BOLD
    for name, (row, label) in layout.DECLARATION_FIELDS.items():
        put(sheet, row, 2, label)
        put(sheet, row, 4, getattr(spec, name)).fill = INPUT_FILL
    put_at(sheet, "D22", spec.effective_date).number_format = DATE_FORMAT
    if spec.declaration_scope == SCOPE_PRODUCT:
        put_at(sheet, "D11", PRODUCT_SCOPE_LINK)  # template text in a data cell: a trap for readers
    for column, scope in zip("PQR", SCOPES, strict=True):
        put_at(sheet, f"{column}9", scope)
    _questions(sheet, spec)
    _company_questions(sheet, spec)
    _answer_lists(sheet)
    for column, width in {"B": 70, "D": 32, "G": 45, "J": 20}.items():
        sheet.column_dimensions[column].width = width


def _questions(sheet: Any, spec: CmrtSpec) -> None:
    for question, heading_row in layout.QUESTION_ROWS.items():
        _question_heading(sheet, heading_row, layout.QUESTION_LABELS[question])
        for row, metal in enumerate(METALS, start=heading_row + 1):
            answer, comment = spec.answers.get(question, {}).get(metal, (None, None))
            put(sheet, row, 2, f"{metal}  (*)")
            put(sheet, row, 4, answer).fill = INPUT_FILL
            put(sheet, row, 7, comment).fill = INPUT_FILL
        _choices(sheet, f"D{heading_row + 1}:D{heading_row + 4}", layout.CHOICES[question])


def _company_questions(sheet: Any, spec: CmrtSpec) -> None:
    put_at(sheet, "B73", "Questions about the company").font = BOLD
    _question_heading(sheet, 74, "Question")
    for question, row in layout.COMPANY_ROWS.items():
        answer, comment = spec.company_answers.get(question, (None, None))
        put(sheet, row, 2, layout.COMPANY_LABELS[question])
        put(sheet, row, 4, answer).fill = INPUT_FILL
        put(sheet, row, 7, comment).fill = INPUT_FILL


def _question_heading(sheet: Any, row: int, label: str) -> None:
    for column, text in ((2, label), (4, "Answer"), (7, "Comments")):
        put(sheet, row, column, text).font = BOLD


def _answer_lists(sheet: Any) -> None:
    for column, choices in layout.ANSWER_LISTS.items():
        for row, choice in enumerate(choices, start=layout.ANSWER_LISTS_ROW):
            put_at(sheet, f"{column}{row}", choice)
            sheet.row_dimensions[row].hidden = True


def _choices(sheet: Any, cells: str, choices: tuple[str, ...]) -> None:
    validation = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    validation.add(cells)
    sheet.add_data_validation(validation)


def smelter_list(sheet: Any, spec: CmrtSpec) -> None:
    """Headings in row 4, smelters from row 5 in A-T, the template's helper values in V, X and AB beside them."""
    put_at(sheet, "B2", "TO BEGIN:")
    put_at(sheet, "B3", "Type an identification number in A, or choose metal and smelter in B and C.")
    put_at(sheet, "Q3", spec.revision_text)
    put_headings(sheet, 4, 1, layout.SMELTER_HEADINGS)
    for row, smelter in enumerate(spec.smelters, start=_SMELTER_FIRST_ROW):
        for column, value in enumerate(_values(smelter), start=1):
            put(sheet, row, column, value)
        _helper_values(sheet, row, smelter)
    _widen(sheet, "ABCDEFGHIJKLMNOPQRST", 22)
    sheet.freeze_panes = "A5"


def _helper_values(sheet: Any, row: int, smelter: SmelterRow) -> None:
    put(sheet, row, 22, row)
    put(sheet, row, 24, 0)
    put(sheet, row, 28, f"{smelter.metal or ''}{smelter.smelter_lookup or ''}")


def product_list(sheet: Any, spec: CmrtSpec) -> None:
    """Headings in B5-D5, products from row 6, a footer well below as the template has."""
    put_at(sheet, "A1", "Only needed when the declaration covers listed products.")
    put_at(sheet, "B4", "Back to the Declaration sheet")
    put_headings(sheet, 5, 2, layout.product_headings(spec.revision))
    for row, product in enumerate(spec.products, start=_PRODUCT_FIRST_ROW):
        for column, value in enumerate(_values(product), start=2):
            put(sheet, row, column, value)
    _widen(sheet, "BCD", 40)


def smelter_lookup(sheet: Any, spec: CmrtSpec) -> None:
    """Headings in row 4, the reference list from row 5 in A-I grouped by metal, metal and alias joined in J."""
    put_at(sheet, "A1", "Names suppliers choose from. An entry here says nothing about conformance.")
    put_headings(sheet, 4, 1, layout.LOOKUP_HEADINGS)
    for row, entry in enumerate(_lookup_entries(spec), start=_LOOKUP_FIRST_ROW):
        for column, value in enumerate(_values(entry), start=1):
            put(sheet, row, column, value)
        put(sheet, row, 10, f"{entry.metal}{entry.smelter_alias}")
    _widen(sheet, "BC", 42)


def _lookup_entries(spec: CmrtSpec) -> list[LookupRow]:
    """Look-up rows by metal in alphabetical order, each block ended by the two catch-all entries."""
    entries: list[LookupRow] = []
    for metal, block in groupby(sorted(spec.lookup, key=lambda row: row.metal), key=lambda row: row.metal):
        entries.extend(block)
        if spec.catch_alls:
            entries.append(LookupRow(metal, NOT_LISTED, source=None))
            entries.append(LookupRow(metal, NOT_IDENTIFIED, "Unknown", "Unknown", source=None))
    return entries


def checker(sheet: Any, spec: CmrtSpec) -> None:
    """The template's own list of required fields, without its formulas."""
    put_at(sheet, "A1", "Required fields")
    put_headings(sheet, 3, 1, ("Required Fields", "Answer provided"))
    required = [item for item in layout.DECLARATION_FIELDS.items() if "(*)" in item[1][1]]
    for row, (name, (_, label)) in enumerate(required, start=4):
        put(sheet, row, 1, label)
        put(sheet, row, 2, getattr(spec, name))


def _values(row: SmelterRow | ProductRow | LookupRow) -> list[Cell]:
    """The columns of a row in order; a Formula stays one, which ``astuple`` would take apart."""
    return [getattr(row, column.name) for column in fields(row)]


def _widen(sheet: Any, columns: str, width: int) -> None:
    for column in columns:
        sheet.column_dimensions[column].width = width
