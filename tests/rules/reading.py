"""What the reader notices while it reads, each with its cell."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl

from include.sample.cmrt import CmrtSpec, complete_spec, lookup_rows
from include.sample.references import blank_template
from include.sample.spec import ErrorValue, Formula, SmelterRow
from include.sample.table import build_table
from tests.rules.case import Case, Found, cmrt, smelter_row
from tests.rules.company_tables import PRODUCTS
from tests.rules.forms import emrt, old_cmrt
from tests.workbook_files import zipped

CLEAN = complete_spec()


def planted(fault: str, code: str, severity: str, sheet: str, cell: str, content: object, value: str | None) -> Case:
    """A clean CMRT 6.4 with one more cell."""
    spec = replace(CLEAN, extra_cells={(sheet, cell): content})
    return cmrt(fault, spec, Found(code, severity, sheet, cell, value=value))


def table(fault: str, content: bytes, *expected: Found, name: str = "table.csv") -> Case:
    return Case(expected[0].code, fault, {name: content}, expected, where="year")


def of_table(code: str, severity: str, **place: object) -> Found:
    return Found(code, severity, by=False, **place)


def rearranged() -> bytes:
    """A blank template whose look-up list has a column too many."""
    book = openpyxl.load_workbook(io.BytesIO(blank_template("6.3")))
    book["Smelter Look-up"].insert_cols(3)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def two_sheets() -> bytes:
    """A product list and a sheet of notes."""
    book = openpyxl.load_workbook(io.BytesIO(build_table(PRODUCTS, "xlsx")))
    book.create_sheet("Notes")["A1"] = "call them"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


_CELLS = (
    planted("an error value in a comment", "cell_error", "warning", "Smelter List", "Q5", ErrorValue("#REF!"), "#REF!"),
    planted("a formula without its value", "cell_not_computed", "warning", "Smelter List", "Q5", Formula("=Other!A1"),
            None),
    planted("a note beside the table", "text_outside_layout", "info", "Declaration", "I32", "see our second list",
            "see our second list"),
    planted("a sheet of their own", "sheet_outside_layout", "warning", "More smelters", "C4", "Tin works",
            "Tin works"),
    planted("no revision in its cell", "revision_from_elsewhere", "warning", "Declaration", "J3", None, "6.4"),
    smelter_row("a country that is none", Found("country_unrecognised", "info", "Smelter List", "O5", value="Atlantis"),
                mine_country="Atlantis"),
    cmrt("a revision not on record", old_cmrt("6.7"),
         Found("template_read_by_labels", "warning", "Declaration", value="6.7"),
         companions=(Found("template_version_not_accepted", "warning", "Declaration", "J3", value="6.7"),),
         because="a company accepts no revision before it is on record"),
    cmrt("an older question that asked something else", old_cmrt("2.03a").with_answer("3", "Tin", "Yes"),
         Found("answer_not_comparable", "info", "Declaration", "D35", value="Yes")),
    cmrt("a question that is no longer asked", old_cmrt("5.0"),
         Found("question_not_mapped", "info", "Declaration", "D73", value="Yes"),
         companions=(Found("template_read_by_labels", "warning", "Declaration", value="5.0"),
                     Found("template_version_not_accepted", "warning", "Declaration", "J3", value="5.0")),
         because="only revisions read by their labels have such questions"),
)  # fmt: skip
_ROWS = (
    cmrt("a row saved without values, found in the list",
         replace(CLEAN, smelters=(SmelterRow(smelter_id_input="CID900101"), *CLEAN.smelters[1:])),
         Found("row_recomputed", "info", "Smelter List", "A5", value="CID900101")),
    cmrt("a row saved without values, not in the list",
         replace(CLEAN, smelters=(*CLEAN.smelters, SmelterRow(smelter_id_input="CID999999"))),
         Found("row_not_computed", "warning", "Smelter List", "A9", value="CID999999"),
         companions=(Found("smelter_metal_missing", "critical", "Smelter List", "B9"),
                     Found("smelter_lookup_missing", "critical", "Smelter List", "C9"),
                     Found("smelter_awaiting_review", "warning", "Smelter List", "C9",
                           value="CID999999 (CID999999 is in no list received for a row without a metal)")),
         because="metal and choice are empty too, and no facility is named"),
    cmrt("a metal of no template in an emrt",
         replace(emrt(), smelters=(*emrt().smelters, {**emrt().smelters[0], "metal": "Unobtainium"})),
         Found("metal_unrecognised", "warning", "Smelter List", "B7", value="Unobtainium"),
         companions=(
             Found("smelter_of_another_metal", "warning", "Smelter List", "B7", value="Unobtainium: Fernmoor Cobalt Oy "
                   "(known as cobalt (CID910001), declared under unobtainium)"),
             Found("mineral_list_missing", "warning", None, value="Unobtainium", by=False)),
         because="the row waits for a person, and no list has that metal"),
)  # fmt: skip
_LISTS = (
    Case("blank_but_filled", "a blank template with a contact",
         {"list.xlsx": CmrtSpec(revision="6.31", lookup=lookup_rows(), contact_name="A. Person")},
         (of_table("blank_but_filled", "warning", sheet="Declaration", cell="D15", value="A. Person"),), where="list"),
    Case("lookup_missing", "a blank template without its list",
         {"list.xlsx": CmrtSpec(revision="6.22", left_out_sheets=("Smelter Look-up",))},
         (of_table("lookup_missing", "warning"),), where="list"),
    Case("lookup_not_proved", "a list with a column too many", {"list.xlsx": rearranged()},
         (of_table("lookup_not_proved", "critical"),), where="list"),
)  # fmt: skip
_DATES = (
    Case("date_unreadable", "a list whose day is no date",
         {"list 2026-01-05.csv": [{"name": "Party 98", "country": "PERU", "list_name": "List A",
                                   "list_date": "spring"}]},
         (of_table("date_unreadable", "warning", cell="D2", value="spring"),), where="list"),
    Case("date_ambiguous", "a list whose day may be two",
         {"list 2026-01-05.csv": [{"name": "Party 97", "country": "PERU", "list_name": "List A",
                                   "list_date": "06/10/2025"}]},
         (of_table("date_ambiguous", "warning", cell="D2", value="06/10/2025"),), where="list"),
    Case("scope_unrecognised", "a product perhaps in scope",
         {"table.csv": [{"product_id": "P1", "product_name": "Product", "in_scope": "perhaps"}]},
         (of_table("scope_unrecognised", "warning", cell="C2", value="perhaps"),), where="year"),
)  # fmt: skip
_HEAD = "product_id,product_name"
_TABLES = (
    table("a column of ours that is not read", f"{_HEAD},Colour\nP1,A,red\n".encode(),
          of_table("column_not_read", "info", cell="C1", value="Colour")),
    table("a row wider than its headings", f"{_HEAD}\nP1,A,lost\n".encode(),
          of_table("row_wider_than_headings", "warning", row=2)),
    table("a text that is not UTF-8", f"{_HEAD}\nP1,Nürnberg\n".encode("cp1252"),
          of_table("encoding_guessed", "warning")),
    table("a field of several lines", f'{_HEAD}\nP1,"Nut\nBolt"\n'.encode(),
          of_table("line_break_in_field", "info", row=2, value="Nut\nBolt")),
    table("a member nobody made", zipped({"a.csv": f"{_HEAD}\nP1,A\n".encode(), "__MACOSX/._a.csv": b"x"}),
          of_table("member_left_out", "info", value="__MACOSX/._a.csv"), name="suppliers.zip"),
)  # fmt: skip
_SHEETS = (
    table("a sheet of no table", two_sheets(), of_table("sheet_not_read", "warning", sheet="Notes"), name="erp.xlsx"),
)
CASES = (*_CELLS, *_ROWS, *_LISTS, *_DATES, *_TABLES, *_SHEETS)
