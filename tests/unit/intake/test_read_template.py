from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from include.intake.model import ReadFile
from include.intake.read import read_file, reference_tables
from include.intake.recognise import recognise
from include.sample.cmrt import CmrtSpec, ProductRow, build_cmrt, complete_spec, lookup_rows, with_answer
from include.schemas import LANDED


def read(spec: CmrtSpec) -> ReadFile:
    return read_file(build_cmrt(spec), "f" * 64, "answer.xlsx")


def declaration(spec: CmrtSpec) -> dict[str, Any]:
    return read(spec).tables["declaration"][0]


def codes(found: ReadFile) -> list[tuple[str, str | None]]:
    return [(row["code"], row["source_cell"]) for row in found.tables["intake_finding"]]


def test_a_complete_declaration_lands_every_field() -> None:
    found = read(complete_spec("Harbour Cables Ltd"))
    assert (found.kind, found.reason, found.template_revision, found.blank) == ("cmrt", None, "6.4", False)
    assert found.tables["intake_finding"] == []
    row = found.tables["declaration"][0]
    assert row["company_name"] == "Harbour Cables Ltd"
    assert (row["declaration_scope"], row["declaration_scope_reported"]) == ("company", "A. Company")
    assert (row["effective_date"], row["effective_date_reported"]) == (date(2025, 9, 15), "2025-09-15")
    assert all(row[field] for field in ("contact_email", "authorizer_name", "authorizer_title", "company_address"))


def test_rows_are_those_of_the_landed_schemas() -> None:
    product = ProductRow("0012", "cable")
    spec = complete_spec(products=(product,))
    spec = replace(spec, smelters=(replace(spec.smelters[0], mine_country="Peru"), *spec.smelters[1:]))
    blank = CmrtSpec(lookup=tuple(lookup_rows()))
    for found in (read(spec), read(blank)):
        for table, rows in found.tables.items():
            assert all(set(row) == set(LANDED[table].names) for row in rows), table
            assert pa.Table.from_pylist(rows, schema=LANDED[table]).num_rows == len(rows)
            assert all(row["file_sha256"] == "f" * 64 for row in rows)


def test_every_question_and_metal_has_a_row_even_unanswered() -> None:
    rows = read(CmrtSpec(company_name="Harbour Cables Ltd")).tables["answer"]
    assert len(rows) == 32
    assert [row["metal"] for row in rows[:4]] == ["Tantalum", "Tin", "Gold", "Tungsten"]
    assert (rows[0]["source_cell"], rows[-1]["source_cell"]) == ("D26", "D71")
    assert {row["answer"] for row in rows} == {None}


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("A. Company", "company"), ("b. product (or list of products)", "product"), ("Ｂ．Product", "product"),
        ("C. User defined [Specify in 'Description of scope']", "user_defined"), ("Company", "company"),
        ("D. Division", None), ("everything we sell", None),
    ],
)  # fmt: skip
def test_scope_follows_the_letter(written: str, word: str | None) -> None:
    found = read(complete_spec(declaration_scope=written))
    assert found.tables["declaration"][0]["declaration_scope"] == word
    assert (("scope_unrecognised", "D9") in codes(found)) is (word is None)


def test_link_text_below_a_product_scope_is_no_description() -> None:
    link = {("Declaration", "D11"): "Click here to enter the products"}
    spec = complete_spec(declaration_scope="B. Product (or List of Products)", extra_cells=link)
    found = read(spec)
    assert found.tables["declaration"][0]["scope_description"] is None
    assert codes(found) == []
    assert codes(read(replace(spec, declaration_scope="A. Company"))) == [("text_outside_layout", "D11")]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (datetime(2024, 5, 2), date(2024, 5, 2)), ("02-May-2024", date(2024, 5, 2)), ("2024-05-02", date(2024, 5, 2)),
        (45414, date(2024, 5, 2)), ("31/12/2024", date(2024, 12, 31)), ("03/04/2024", None), ("soon", None),
    ],
)  # fmt: skip
def test_the_date_is_read_when_it_can_mean_one_day(cell: Any, day: date | None) -> None:
    found = read(complete_spec(effective_date=cell))
    row = found.tables["declaration"][0]
    assert row["effective_date"] == day
    assert row["effective_date_reported"]
    assert bool(codes(found)) is (day is None)


def test_white_space_of_any_script_is_trimmed_and_nothing_else() -> None:
    spec = complete_spec("\u3000Harbour  Cables\u00a0Ltd\t\t\n", contact_phone=0, company_unique_id="0042")
    row = declaration(spec)
    assert row["company_name"] == "Harbour  Cables\u00a0Ltd"
    assert row["contact_phone"] is None
    assert row["company_unique_id"] == "0042"


def test_answers_turn_canonical_and_keep_what_was_written() -> None:
    spec = with_answer(complete_spec(), "6", "Tin", 1)
    spec = with_answer(spec, "3", "Gold", "Uncertain", "we asked")
    found = read(spec)
    answers = {(row["question"], row["metal"]): row for row in found.tables["answer"]}
    assert (answers["6", "Tin"]["answer"], answers["6", "Tin"]["answer_reported"]) == ("100%", "1")
    gold = answers["3", "Gold"]
    assert (gold["answer"], gold["answer_reported"], gold["comment"]) == (None, "Uncertain", "we asked")
    assert codes(found) == [("answer_not_in_vocabulary", "D40")]
    surveys = next(row for row in found.tables["company_answer"] if row["question"] == "E")
    assert surveys["answer"] == "Yes, in conformance with IPC1755"
    assert surveys["answer_reported"] == "Yes, in conformance with IPC1755 (e.g., CMRT)"


def test_the_template_asks_further_only_for_metals_in_scope() -> None:
    spec = with_answer(with_answer(complete_spec(), "1", "Tin", "No"), "2", "Gold", "No")
    found = read(spec)
    required = {(row["question"], row["metal"]): row["answer_required"] for row in found.tables["answer"]}
    assert [required[q, "Tin"] for q in "123"] == [True, False, False]
    assert [required[q, "Gold"] for q in "1238"] == [True, True, False, False]
    assert all(required[q, "Tantalum"] for q in "12345678")
    assert all(row["answer_required"] for row in found.tables["company_answer"])


def test_company_questions_are_not_asked_when_no_metal_is_in_scope() -> None:
    spec = complete_spec()
    for metal in ("Tantalum", "Tin", "Gold", "Tungsten"):
        spec = with_answer(spec, "1", metal, "No")
    assert not any(row["answer_required"] for row in read(spec).tables["company_answer"])


def test_a_blank_template_is_a_reference_list() -> None:
    lookup = tuple(lookup_rows())
    found = read(CmrtSpec(lookup=lookup))
    assert found.blank
    assert "declaration" not in found.tables
    rows = found.tables["reference_smelter"]
    assert [(r["metal"], r["smelter_alias"], r["smelter_cid"]) for r in rows] == [
        (entry.metal, entry.smelter_alias, entry.smelter_cid) for entry in lookup
    ]
    assert {(row["list_version"], row["list_date"]) for row in rows} == {("6.4", date(2024, 4, 26))}
    assert {row["facility_country_code"] is not None for row in rows} == {True}


def test_a_filled_template_gives_reference_rows_on_request() -> None:
    content = build_cmrt(complete_spec())
    found = reference_tables(content, "a" * 64, "filled.xlsx")
    assert found.reason is None
    assert len(found.tables["reference_smelter"]) == len(tuple(lookup_rows("6.4")))
    assert "declaration" not in found.tables


def test_a_supplier_list_holds_no_reference() -> None:
    found = reference_tables(b"supplier_id,supplier_name\n1,Harbour\n", "a" * 64, "suppliers.csv")
    assert found.reason == "a file of kind supplier: no reference of smelters in it"


def test_product_numbers_keep_their_shape() -> None:
    products = (ProductRow("0012", "cable", "red"), ProductRow(6.0, None, None), ProductRow(None, "only a name"))
    rows = read(complete_spec(products=products)).tables["declared_product"]
    assert [(r["product_number"], r["product_name"], r["comment"]) for r in rows] == [
        ("0012", "cable", "red"), ("6", None, None), (None, "only a name", None),
    ]  # fmt: skip
    assert rows[0]["source_row"] == 6


@pytest.mark.parametrize("headings", [("Requester’s Product Number", "Requester’s Product Name", "Comments"), "请求方"])
def test_requester_columns_of_revision_6_6_are_no_comment(headings: Any) -> None:
    shown = headings if isinstance(headings, tuple) else ("请求方的产品编号", "请求方的产品名称", "注释")
    extra = {("Product List", f"{column}5"): words for column, words in zip("DEF", shown, strict=True)}
    extra |= {("Product List", "D6"): "R-1", ("Product List", "E6"): "lamp", ("Product List", "F6"): "blue"}
    found = read(complete_spec(revision="6.6", products=(ProductRow("P-1", "cable"),), extra_cells=extra))
    row = found.tables["declared_product"][0]
    assert (row["product_number"], row["requester_product_number"], row["requester_product_name"], row["comment"]) == (
        "P-1", "R-1", "lamp", "blue",
    )  # fmt: skip
    assert codes(found) == []


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("Revision 6.7\nApril 1, 2027", "a CMRT 6.7: the cells of this revision are not on record here"),
        ("Revision 7.0\nApril 1, 2028", "a CMRT 7.0: the cells of this revision are not on record here"),
        ("Revision 5.12\nApril 26, 2019", "a CMRT 5.12: the cells of this revision are not on record here"),
        ("Revision 3.01\nMay 30, 2014", "a CMRT 3.01 whose sheet Declaration was rearranged"),
    ],
)
def test_a_revision_that_its_labels_do_not_prove_is_refused_by_name(stated: str, words: str) -> None:
    found = read(complete_spec(extra_cells={("Declaration", "J3"): stated}))
    assert found.kind == "cmrt"
    assert words in (found.reason or "")
    assert found.tables == {}


def test_a_revision_stated_beside_the_list_serves_when_the_declaration_has_lost_it() -> None:
    found = read(complete_spec(extra_cells={("Declaration", "J3"): None}))
    assert (found.reason, found.template_revision) == (None, "6.4")
    assert codes(found) == [("revision_from_elsewhere", "J3")]


def test_a_template_that_states_no_revision_anywhere_is_refused() -> None:
    found = read(complete_spec(extra_cells={("Declaration", "J3"): "no version", ("Smelter List", "Q3"): None}))
    assert (found.kind, found.tables) == ("cmrt", {})
    assert "without a revision in cell J3" in (found.reason or "")


def test_an_inserted_row_is_refused_because_answers_would_shift() -> None:
    moved = {("Declaration", "B31"): None, ("Declaration", "B32"): "2) Is the metal still in the products?"}
    found = read(complete_spec(extra_cells={**moved, ("Declaration", "B37"): "2) Is the metal still in it?"}))
    assert "no question should begin in cell B32" in (found.reason or "")


def every_label() -> dict[tuple[str, str], None]:
    cells = [f"{column}{row}" for row in range(8, 91) for column in "B"]
    cells += [f"{column}{row}" for row in range(25, 68, 6) for column in "DG"]
    return {("Declaration", cell): None for cell in cells}


def test_labels_lost_by_another_program_do_not_stop_the_reading() -> None:
    assert read(complete_spec(extra_cells=every_label())).reason is None


@pytest.mark.parametrize("cell", ["B8", "B20", "B26", "B29", "B31", "D31", "G67", "B75", "B89"])
def test_one_label_lost_among_others_is_a_row_that_was_put_in(cell: str) -> None:
    found = read(complete_spec(extra_cells={("Declaration", cell): None}))
    assert f"cell {cell} has lost its label" in (found.reason or "")
    assert found.tables == {}


@pytest.mark.parametrize(
    ("title", "sheet", "kind", "words"),
    [
        ("Extended Mineral Reporting Template (EMRT)", "Mine List", "emrt", "an EMRT 2.0 whose sheet Declaration was"),
        ("Additional Minerals Reporting Template (AMRT)", "Mine List", "amrt", "an AMRT 2.0: the cells of this"),
        ("Cobalt Reporting Template (CRT)", "Notes", "crt", "a CRT 2.0"),
    ],
)
def test_other_templates_are_named(title: str, sheet: str, kind: str, words: str) -> None:
    extra = {("Declaration", "D2"): title, ("Declaration", "J3"): "Revision 2.0\nApril 25, 2025"}
    found = recognise(build_cmrt(complete_spec(extra_cells=extra)), "answer.xlsx")
    assert (found.kind, found.template_revision) == (kind, "2.0")
    assert (found.reason or "").startswith(words)


def test_a_sheet_the_template_does_not_have_is_reported() -> None:
    from io import BytesIO

    import openpyxl

    book = openpyxl.load_workbook(BytesIO(build_cmrt(complete_spec())))
    book.create_sheet("More smelters")["C4"] = "Tin, somewhere"
    book.create_sheet("Empty")
    book["Smelter List"]["AK9"] = "see also page 2"
    target = BytesIO()
    book.save(target)
    found = read_file(target.getvalue(), "a" * 64, "answer.xlsx")
    assert [(row["source_sheet"], row["source_cell"], row["value"]) for row in found.tables["intake_finding"]] == [
        ("More smelters", "C4", "Tin, somewhere"), ("Smelter List", "AK9", "see also page 2"),
    ]  # fmt: skip
