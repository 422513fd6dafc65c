from __future__ import annotations

import io
import zipfile
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from include.fixed_zip import FIXED_TIME
from include.sample.cmrt import (
    METALS,
    NOT_IDENTIFIED,
    NOT_LISTED,
    SCOPE_COMPANY,
    SCOPE_PRODUCT,
    CmrtSpec,
    Formula,
    LookupRow,
    ProductRow,
    SmelterRow,
    build_cmrt,
    complete_spec,
    lookup_rows,
    with_answer,
    with_company_answer,
)
from include.sample.spec import COMPANY_QUESTIONS, QUESTIONS

REAL = Path(__file__).parents[3].parent / "shared" / "data" / "cmrt"
FIELD_CELLS = {
    "language": "D3", "company_name": "D8", "declaration_scope": "D9", "scope_description": "D10",
    "company_unique_id": "D12", "company_authority": "D13", "company_address": "D14", "contact_name": "D15",
    "contact_email": "D16", "contact_phone": "D17", "authorizer_name": "D18", "authorizer_title": "D19",
    "authorizer_email": "D20", "authorizer_phone": "D21", "effective_date": "D22",
}  # fmt: skip
HEADING_ROWS = dict(zip(QUESTIONS, (25, 31, 37, 43, 49, 55, 61, 67), strict=True))
METAL_OFFSET = {"Tantalum": 1, "Tin": 2, "Gold": 3, "Tungsten": 4}
BLANK = CmrtSpec(lookup=lookup_rows())


@pytest.mark.parametrize(("name", "address"), FIELD_CELLS.items())
def test_each_field_stands_in_its_cell(name: str, address: str, read: Any) -> None:
    book = read(build_cmrt(replace(CmrtSpec(), **{name: f"value of {name}"})))
    assert book.cell("Declaration", address) == f"value of {name}"


def test_every_answer_and_comment_stands_beside_its_metal(read: Any) -> None:
    answers = {q: {metal: (f"{q}{metal}", f"{q}{metal} why") for metal in METALS} for q in QUESTIONS}
    book = read(build_cmrt(CmrtSpec(answers=answers)))
    for question, heading in HEADING_ROWS.items():
        assert str(book.cell("Declaration", f"B{heading}")).startswith(f"{question})")
        for metal, offset in METAL_OFFSET.items():
            row = heading + offset
            assert str(book.cell("Declaration", f"B{row}")).split(" ")[0] == metal
            assert book.cell("Declaration", f"D{row}") == f"{question}{metal}"
            assert book.cell("Declaration", f"G{row}") == f"{question}{metal} why"


def test_company_answers_stand_in_every_second_row(read: Any) -> None:
    book = read(build_cmrt(CmrtSpec(company_answers={q: (q * 2, q * 3) for q in COMPANY_QUESTIONS})))
    for question, row in zip("ABCDEFGH", range(75, 91, 2), strict=True):
        assert str(book.cell("Declaration", f"B{row}")).startswith(f"{question}.")
        assert (book.cell("Declaration", f"D{row}"), book.cell("Declaration", f"G{row}")) == (
            question * 2,
            question * 3,
        )


def test_smelter_row_fills_columns_a_to_t_in_order(read: Any) -> None:
    names = [field.name for field in fields(SmelterRow)]
    book = read(build_cmrt(CmrtSpec(smelters=(SmelterRow(), SmelterRow(**{name: name for name in names})))))
    heading, empty, filled = (row[:20] for row in book.rows("Smelter List", 4))
    assert heading[1] == "Metal (*)"
    assert heading[5] == "Smelter Identification"
    assert empty == [""] * 20
    assert filled == names


def test_products_stand_below_row_5(read: Any) -> None:
    book = read(build_cmrt(CmrtSpec(products=(ProductRow("007", "Widget", "new"), ProductRow(8)))))
    assert [book.cell("Product List", f"{column}6") for column in "BCD"] == ["007", "Widget", "new"]
    assert book.cell("Product List", "B7") == 8


def test_lookup_is_grouped_by_metal_and_each_block_ends_with_the_catch_alls(read: Any) -> None:
    rows = (LookupRow("Tin", "b", "B", "PERU", "CID900001"), LookupRow("Gold", "a"), LookupRow("Tin", "c"))
    sheet = read(build_cmrt(CmrtSpec(lookup=rows))).rows("Smelter Look-up", 5)
    assert [(row[0], row[1]) for row in sheet] == [
        ("Gold", "a"), ("Gold", NOT_LISTED), ("Gold", NOT_IDENTIFIED),
        ("Tin", "b"), ("Tin", "c"), ("Tin", NOT_LISTED), ("Tin", NOT_IDENTIFIED),
    ]  # fmt: skip
    assert sheet[3][2:5] == ["B", "PERU", "CID900001"]


def test_blank_template_holds_labels_and_look_up_but_no_answer(read: Any) -> None:
    book = read(build_cmrt(BLANK))
    assert book.cell("Declaration", "J3") == "Revision 6.4\nApril 26, 2024"
    assert book.cell("Declaration", "D8") == ""
    assert {book.cell("Declaration", f"D{row}") for row in (26, 29, 71, 75, 89)} == {""}
    assert book.rows("Smelter List", 5) == []
    assert len(book.rows("Smelter Look-up", 5)) == len(lookup_rows()) + 2 * len(METALS)


def test_text_stays_text_and_only_a_formula_is_one() -> None:
    spec = replace(BLANK, company_name='=HYPERLINK("x")', extra_cells={("Smelter List", "E9"): Formula("=1+1")})
    book = openpyxl.load_workbook(io.BytesIO(build_cmrt(spec)))
    assert (book["Declaration"]["D8"].data_type, book["Declaration"]["D8"].value) == ("s", '=HYPERLINK("x")')
    assert (book["Smelter List"]["E9"].data_type, book["Smelter List"]["E9"].value) == ("f", "=1+1")


def test_a_fault_can_be_planted_anywhere(read: Any) -> None:
    spec = replace(complete_spec(), extra_cells={("Declaration", "D22"): 45000, ("My notes", "B2"): "hello"})
    spec = replace(spec, left_out_sheets=("Checker",))
    book = read(build_cmrt(spec))
    assert book.cell("Declaration", "D22") == 45000
    assert book.cell("My notes", "B2") == "hello"
    assert "Checker" not in book.sheet_names


def test_changing_one_answer_leaves_the_others(read: Any) -> None:
    spec = complete_spec()
    changed = with_company_answer(with_answer(spec, "6", "Tin", "None", "why"), "H", None)
    before, after = (read(build_cmrt(item)).rows("Declaration", 1) for item in (spec, changed))
    cells = {(r + 1, c + 1) for r, row in enumerate(before) for c, value in enumerate(row) if after[r][c] != value}
    assert cells == {(57, 4), (57, 7), (89, 4)}


def test_date_is_read_as_a_date(read: Any) -> None:
    assert read(build_cmrt(complete_spec())).cell("Declaration", "D22") == date(2025, 9, 15)


def test_same_spec_same_bytes_and_no_time_of_saving() -> None:
    content = build_cmrt(complete_spec())
    assert content == build_cmrt(complete_spec())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.read("docProps/core.xml").count(FIXED_TIME) == 2


def test_revision_without_a_date_is_refused_until_one_is_given(read: Any) -> None:
    with pytest.raises(KeyError):
        build_cmrt(CmrtSpec(revision="7.0"))
    book = read(build_cmrt(CmrtSpec(revision="7.0", revision_date="May 1, 2030")))
    assert book.cell("Declaration", "J3") == "Revision 7.0\nMay 1, 2030"


@pytest.mark.parametrize(("scope", "shown"), [(SCOPE_PRODUCT, True), (SCOPE_COMPANY, False), (None, False)])
def test_product_scope_shows_the_templates_link_text(scope: str | None, shown: bool, read: Any) -> None:
    assert bool(read(build_cmrt(replace(BLANK, declaration_scope=scope))).cell("Declaration", "D11")) is shown


@pytest.mark.skipif(not REAL.exists(), reason="real templates are not on this machine")
@pytest.mark.parametrize("revision", ["6.4", "6.5"])
def test_labels_stand_where_the_real_template_has_them(revision: str, read: Any) -> None:
    ours = read(build_cmrt(replace(BLANK, revision=revision)))
    real = read((REAL / f"blank_{revision}_en.xlsx").read_bytes())
    assert set(ours.sheet_names) <= set(real.sheet_names)
    assert real.cell("Declaration", "J3") == ours.cell("Declaration", "J3")
    for row in (*range(8, 23), *range(25, 90)):
        filled = [bool(str(book.cell("Declaration", f"B{row}")).strip()) for book in (ours, real)]
        assert filled[0] == filled[1] or row == 11, f"B{row}"
    for sheet, row, width in (("Smelter List", 4, 20), ("Product List", 5, 4), ("Smelter Look-up", 4, 10)):
        labels = [[bool(text) for text in book.rows(sheet, row)[0][:width]] for book in (ours, real)]
        assert labels[0] == labels[1], sheet
