"""What people and programs do to a template: each value stays where it belongs, or is told; none goes in silence."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from include.intake.model import ReadFile
from include.intake.read import read_file
from include.sample.cmrt import CmrtSpec, Formula, ProductRow, build_cmrt, complete_spec, lookup_rows
from include.sample.forms import blank_form, build_form, cmrt_form
from include.sample.spec import ErrorValue
from tests.workbook_files import unzipped, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PRODUCTS = complete_spec(products=(ProductRow("P-1", "cable"), ProductRow("P-2", "lamp")))


def read(content: bytes, name: str = "answer.xlsx") -> ReadFile:
    return read_file(content, "a" * 64, name)


def codes(found: ReadFile) -> list[tuple[str, str | None]]:
    return [(row["code"], row["source_cell"]) for row in found.tables.get("intake_finding", [])]


def edited(content: bytes, sheet: str, how: str, *arguments: int) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    getattr(book[sheet], how)(*arguments)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def renamed(content: bytes, old: str, new: str) -> bytes:
    parts = unzipped(content)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(f'name="{old}"'.encode(), f'name="{new}"'.encode())
    return zipped(parts)


@pytest.mark.parametrize(
    ("how", "arguments"),
    [("insert_rows", (4,)), ("insert_cols", (2,)), ("insert_cols", (3,)), ("delete_cols", (2,)), ("delete_rows", (3,))],
)
def test_a_product_list_that_was_rearranged_is_refused(how: str, arguments: tuple[int, ...]) -> None:
    found = read(edited(build_cmrt(PRODUCTS), "Product List", how, *arguments))
    assert "sheet 'Product List' was rearranged" in (found.reason or "")


@pytest.mark.parametrize("revision", ["2.03a", "3.01", "6.4"])
@pytest.mark.parametrize(("how", "at"), [("insert_cols", 4), ("delete_rows", 2), ("delete_cols", 3)])
def test_a_smelter_list_that_was_rearranged_is_refused(revision: str, how: str, at: int) -> None:
    found = read(edited(build_form(cmrt_form(revision)), "Smelter List", how, at))
    assert "sheet 'Smelter List' was rearranged" in (found.reason or "")


@pytest.mark.parametrize(("how", "at"), [("insert_cols", 3), ("delete_rows", 2), ("insert_rows", 2)])
def test_a_look_up_list_that_was_rearranged_is_not_believed(how: str, at: int) -> None:
    found = read(edited(build_cmrt(CmrtSpec(lookup=tuple(lookup_rows()))), "Smelter Look-up", how, at))
    assert found.tables["reference_smelter"] == []
    assert [row["severity"] for row in found.tables["intake_finding"] if row["code"] == "lookup_not_proved"] == [
        "critical"
    ]


@pytest.mark.parametrize("name", ["DECLARATION", "declaration ", "Declaration"])
def test_capitals_and_spaces_of_a_sheet_name_do_not_matter(name: str) -> None:
    found = read(renamed(build_cmrt(PRODUCTS), "Declaration", name))
    assert (found.kind, found.reason) == ("cmrt", None)
    assert found.tables == read(build_cmrt(PRODUCTS)).tables


@pytest.mark.parametrize("name", ["Declaration (2)", "Erklärung"])
def test_a_template_whose_declaration_is_renamed_is_no_reference_list(name: str) -> None:
    found = read(renamed(build_cmrt(PRODUCTS), "Declaration", name))
    assert (found.kind, found.tables) == ("unreadable", {})
    assert "the Smelter List of a template without its sheet Declaration" in (found.reason or "")


def test_a_smelter_list_saved_alone_as_text_is_no_reference_list() -> None:
    headings = "Smelter Identification Number Input Column,Metal (*),Smelter Look-up (*),Smelter Name,Smelter Country,"
    headings += "Smelter Identification,Name of Mine(s),Location (Country) of Mine(s),Comments\n"
    found = read(f"{headings}CID900001,Tin,Aldercrag,Aldercrag,Peru,CID900001,,,\n".encode(), "list.csv")
    assert "the Smelter List of a template without its sheet Declaration" in (found.reason or "")


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"contact_name": "A. Person"}, "D15"), ({"declaration_scope": "A. Company"}, "D9"),
        ({"effective_date": "2025-05-02"}, "D22"), ({"products": (ProductRow("P-1"),)}, "B6"),
        ({"extra_cells": {("Declaration", "G26"): "we use none"}}, "G26"),
    ],
)  # fmt: skip
def test_what_stands_in_a_blank_template_is_told(change: dict[str, Any], cell: str) -> None:
    found = read(build_cmrt(CmrtSpec(lookup=tuple(lookup_rows()), **change)))
    assert found.blank
    assert found.tables["reference_smelter"]
    assert codes(found) == [("blank_but_filled", cell)]


def test_text_beside_the_answers_of_a_blank_template_is_told() -> None:
    extra = {("Declaration", "E26"): "Yes", ("Smelter List", "AK9"): "see page 2"}
    found = read(build_cmrt(CmrtSpec(lookup=tuple(lookup_rows()), extra_cells=extra)))
    assert codes(found) == [("text_outside_layout", "E26"), ("text_outside_layout", "AK9")]


def test_a_blank_template_of_every_family_says_nothing() -> None:
    for revision in ("2.00", "2.03a", "3.01", "6.4", "6.6"):
        found = read(build_form(blank_form(cmrt_form(revision))))
        assert (found.blank, codes(found)) == (True, [])


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        ("Declaration", "D8"), ("Declaration", "D22"), ("Declaration", "D26"), ("Declaration", "G77"),
        ("Product List", "B9"), ("Smelter List", "A30"), ("Smelter List", "O31"), ("Smelter List", "Q5"),
    ],
)  # fmt: skip
def test_a_formula_without_its_value_is_told(sheet: str, cell: str) -> None:
    found = read(build_cmrt(replace(PRODUCTS, extra_cells={(sheet, cell): Formula("=Other!A1")})))
    assert ("cell_not_computed", cell) in codes(found)


@pytest.mark.parametrize(("sheet", "cell"), [("Smelter List", "B40"), ("Smelter List", "Q41"), ("Product List", "C30")])
def test_a_row_of_error_values_is_told(sheet: str, cell: str) -> None:
    found = read(build_cmrt(replace(PRODUCTS, extra_cells={(sheet, cell): ErrorValue("#REF!")})))
    assert codes(found) == [("cell_error", cell)]


def test_a_name_the_supplier_left_out_is_not_filled_in() -> None:
    row = complete_spec().smelters[0]
    lost = replace(row, smelter_name_reported=None, facility_country=Formula("=E1"), smelter_id_reported=Formula("=F1"))
    found = read(build_cmrt(complete_spec(smelters=(lost,)))).tables["declared_smelter"][0]
    assert (found["smelter_name_reported"], found["smelter_id_reported"]) == (None, row.smelter_id_reported)


@pytest.mark.parametrize("typed", ["CID 900001", "cid-900001", "ＣＩＤ９００００１"])
def test_one_number_in_two_spellings_does_not_differ(typed: str) -> None:
    row = next(row for row in complete_spec().smelters if row.smelter_id_reported == "CID900001")
    assert codes(read(build_cmrt(complete_spec(smelters=(replace(row, smelter_id_input=typed),))))) == []


def test_shared_texts_are_found_under_another_name() -> None:
    parts = unzipped(build_cmrt(PRODUCTS))
    sheet = next(name for name, xml in parts.items() if b">P-1<" in xml)
    parts[sheet] = re.sub(rb'<c r="B6"[^>]*>.*?</c>', b'<c r="B6" t="s"><v>0</v></c>', parts[sheet])
    parts["xl/texts.xml"] = f'<sst xmlns="{MAIN}"><si><t>P-9</t></si></sst>'.encode()
    relation = f'<Relationship Id="rId99" Type="{RELATIONS}/sharedStrings" Target="texts.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    products = read(zipped(parts)).tables["declared_product"]
    assert [row["product_number"] for row in products] == ["P-9", "P-2"]


@pytest.mark.parametrize(
    ("stated", "revision"), [("Revision 6,4", "6.4"), ("Version 6.4", "6.4"), ("Rev. 6.4 April 26, 2024", "6.4")]
)
def test_a_revision_in_other_words(stated: str, revision: str) -> None:
    found = read(build_cmrt(complete_spec(extra_cells={("Declaration", "J3"): stated})))
    assert (found.reason, found.template_revision) == (None, revision)


def test_a_longer_number_is_no_revision() -> None:
    extra = {("Declaration", "J3"): "Revision 6.4.1", ("Smelter List", "Q3"): None}
    assert "without a revision" in (read(build_cmrt(complete_spec(extra_cells=extra))).reason or "")


def test_digits_of_other_scripts_are_no_serial_number() -> None:
    found = read(build_cmrt(complete_spec(effective_date="፩፩፩፩፩")))
    assert codes(found) == [("date_unreadable", "D22")]


def test_a_quote_that_is_never_closed_refuses_the_table() -> None:
    table = b'supplier id,supplier name\nS1,Nut\nS2,"Bolt\nS3,Screw\nS4,Nail\n'
    assert "rows cannot be told apart" in (read(table, "suppliers.csv").reason or "")


def test_a_field_over_several_lines_is_told() -> None:
    found = read(b'supplier id,supplier name\nS1,"Nut\nS2,Bolt"\n', "suppliers.csv")
    assert [row["code"] for row in found.tables["intake_finding"]] == ["line_break_in_field"]


def test_findings_of_one_kind_are_bounded_and_say_so() -> None:
    row = replace(complete_spec().smelters[0], mine_country="; ".join(f"Atlantis {number}" for number in range(250)))
    found = read(build_cmrt(complete_spec(smelters=(row,) * 6)))
    told = [row for row in found.tables["intake_finding"] if row["code"] == "country_unrecognised"]
    assert len(told) <= 1000
    assert len(found.tables["declared_smelter"]) == 6
