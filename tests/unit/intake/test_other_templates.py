"""EMRT and AMRT land in the same tables as a CMRT, with their minerals; what has no reader is refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from include.intake.model import ReadFile
from include.intake.read import read_file
from include.sample.forms import FormSpec, amrt_form, blank_form, build_form, cmrt_form, emrt_form
from include.schemas import LANDED

SIX = ("Cobalt", "Copper", "Graphite", "Lithium", "Mica", "Nickel")
EMRT_QUESTIONS = {"1": "1", "2": "2", "3": "4", "4": "5", "5": "6", "6": "7", "7": "8"}
"""Question as printed in an EMRT -> question of CMRT 6.x: an EMRT does not ask about the covered countries."""
OTHER = "Other [specify below]"
MINE = {
    "metal": "Cobalt", "smelter_name_reported": "Fernmoor Cobalt Oy", "mine": "Musonoi Hill",
    "mine_id_reported": "MID-17", "mine_id_source": "SAMPLE", "mine_country": "Congo, Democratic Republic of the",
    "city": "Kolwezi", "state": "Lualaba", "next_steps": "visit", "comment": "open pit",
}  # fmt: skip


def read(form: FormSpec) -> ReadFile:
    return read_file(build_form(form), "e" * 64, "answer.xlsx")


def findings(found: ReadFile) -> list[tuple[str, str, str | None]]:
    return [(row["code"], row["severity"], row["source_cell"]) for row in found.tables["intake_finding"]]


def answer(found: ReadFile, question: str, metal: str, table: str = "answer") -> dict[str, Any]:
    return next(row for row in found.tables[table] if (row["question"], row["metal"]) == (question, metal))


def test_a_complete_emrt_is_read() -> None:
    found = read(emrt_form())
    assert (found.kind, found.reason, found.template_revision, found.blank) == ("emrt", None, "2.0", False)
    assert findings(found) == []
    row = found.tables["declaration"][0]
    assert (row["template_kind"], row["template_trust"]) == ("emrt", "stated")
    assert (row["company_name"], row["company_unique_id"]) == ("Example Components Ltd", "00-000-0000")
    assert (row["contact_phone"], row["authorizer_email"]) == ("+1-555-0100", "authorizer@supplier.example")
    assert row["effective_date"] == date(2014, 5, 31)


@pytest.mark.parametrize("minerals", [("Cobalt", "Mica"), ("Graphite",), SIX])
def test_an_emrt_answers_for_the_minerals_it_covers(minerals: tuple[str, ...]) -> None:
    found = read(emrt_form(minerals=minerals))
    assert {(row["comment"], row["question"], row["metal"]) for row in found.tables["answer"]} == {
        (f"{printed} {metal}", question, metal) for printed, question in EMRT_QUESTIONS.items() for metal in minerals
    }
    assert len(found.tables["answer"]) == 7 * len(minerals)
    assert [row["metal"] for row in found.tables["declared_mineral"]] == list(minerals)
    assert [row["metal"] for row in found.tables["declared_smelter"]] == list(minerals)


def test_minerals_left_out_by_the_supplier_are_not_covered() -> None:
    found = read(emrt_form(minerals=("Copper", "Nickel")))
    cells = [(row["metal"], row["source_cell"]) for row in found.tables["declared_mineral"]]
    assert cells == [("Copper", "E12"), ("Nickel", "G13")]
    assert {row["metal"] for row in found.tables["answer"]} == {"Copper", "Nickel"}


def test_an_emrt_asks_question_c_for_each_mineral() -> None:
    found = read(emrt_form())
    rows = [(row["question"], row["metal"], row["comment"]) for row in found.tables["company_answer"]]
    assert [row for row in rows if row[0] == "C"] == [("C", "Cobalt", "C Cobalt"), ("C", "Mica", "C Mica")]
    assert [row[:2] for row in rows if row[0] != "C"] == [(question, None) for question in "ABDEFG"]
    assert answer(found, "C", "Mica", "company_answer")["source_cell"] == "D121"


@pytest.mark.parametrize(
    ("printed", "question", "written", "canonical"),
    [
        ("1", "1", "Not declaring", "Not declaring"),
        ("1", "1", "Unknown", "Unknown"),
        ("3", "4", "Unknown", "Unknown"),
        ("5", "6", "Did not survey", "Did not survey"),
        ("5", "6", "Greater than 90%", "Greater than 90%"),
        ("5", "6", 1, "100%"),
    ],
)
def test_answers_only_an_emrt_offers_keep_their_words(
    printed: str, question: str, written: str | int, canonical: str
) -> None:
    row = answer(read(emrt_form().with_answer(printed, "Mica", written)), question, "Mica")
    assert (row["answer"], row["answer_reported"]) == (canonical, str(written))


def test_company_answers_only_an_emrt_offers_keep_their_words() -> None:
    later = "Yes, when more processors are validated"
    form = replace(emrt_form(), company_metal_answers={"C": {"Cobalt": (later, None), "Mica": ("No", None)}})
    found = read(form.with_company_answer("E", "Yes, Using Other Format (Describe)", "by letter"))
    assert answer(found, "C", "Cobalt", "company_answer")["answer"] == later
    surveys = next(row for row in found.tables["company_answer"] if row["question"] == "E")
    assert (surveys["answer"], surveys["comment"]) == ("Yes, using other format", "by letter")
    assert findings(found) == []


def test_mines_are_declared_with_their_country() -> None:
    found = read(replace(emrt_form(), mines=(MINE, {"metal": "Mica", "mine": "unknown", "mine_country": "Unknown"})))
    first, second = found.tables["declared_mine"]
    assert (first["source_sheet"], first["source_row"], first["mine_country_code"]) == ("Mine List", 5, "CD")
    assert {field: first[field] for field in MINE} == MINE
    assert (second["metal"], second["mine_country_code"]) == ("Mica", None)
    assert findings(found) == []


def test_a_mine_in_no_country_is_reported_with_its_cell() -> None:
    found = read(replace(emrt_form(), mines=({**MINE, "mine_country": "Atlantis"},)))
    assert findings(found) == [("country_unrecognised", "info", "F5")]


def test_an_emrt_whose_labels_lost_their_values_follows_the_minerals_chosen() -> None:
    """Its mineral labels are formulas that sort what was chosen."""
    found = read(replace(emrt_form(minerals=("Mica", "Cobalt")), metals=("Cobalt", "Mica"), computed=False))
    assert found.reason is None
    assert answer(found, "1", "Cobalt")["comment"] == "1 Cobalt"
    assert answer(found, "C", "Mica", "company_answer")["comment"] == "C Mica"


def test_a_blank_emrt_is_a_list_of_reference_although_it_chooses_all_minerals() -> None:
    found = read(replace(blank_form(emrt_form(minerals=SIX)), minerals=SIX))
    assert found.blank
    assert {row["metal"] for row in found.tables["reference_smelter"]} == set(SIX)
    cobalt = next(row for row in found.tables["reference_smelter"] if row["smelter_alias"] == "Fernmoor Cobalt Oy")
    assert (cobalt["smelter_cid"], cobalt["facility_country_code"]) == ("CID910001", "FI")


def test_emrt_1_is_read_by_its_labels() -> None:
    found = read(emrt_form("1.3"))
    assert (found.kind, found.reason, found.template_revision) == ("emrt", None, "1.3")
    assert found.tables["declaration"][0]["template_trust"] == "labels"
    assert findings(found) == [("template_read_by_labels", "warning", None)]
    assert {(row["comment"], row["question"], row["metal"]) for row in found.tables["answer"]} == {
        (f"{printed} {label}", question, metal)
        for printed, question in EMRT_QUESTIONS.items()
        for label, metal in (("Cobalt", "Cobalt"), ("Natural Mica", "Mica"))
    }
    assert [row["metal"] for row in found.tables["declared_smelter"]] == ["Cobalt", "Mica"]


def test_emrt_1_asks_each_company_question_once() -> None:
    rows = read(emrt_form("1.3")).tables["company_answer"]
    assert [(row["question"], row["metal"], row["source_cell"]) for row in rows] == [
        (question, None, f"D{55 + 2 * place}") for place, question in enumerate("ABCDEFG")
    ]


def test_a_complete_amrt_is_read() -> None:
    found = read(amrt_form())
    assert (found.kind, found.reason, found.template_revision, found.blank) == ("amrt", None, "1.3", False)
    assert findings(found) == []
    assert (found.tables["declaration"][0]["template_kind"], found.tables["company_answer"]) == ("amrt", [])
    assert [(row["question"], row["metal"], row["answer"], row["source_cell"]) for row in found.tables["answer"]] == [
        ("1", "Silver", "Yes", "D31"), ("1", "Zinc", "Yes", "D32"),
        ("6", "Silver", "100%", "D43"), ("6", "Zinc", "100%", "D44"),
    ]  # fmt: skip


def test_an_amrt_names_minerals_its_list_does_not_have() -> None:
    form = replace(
        amrt_form(minerals=("Bismuth", "Silver")), minerals=("Silver", OTHER), other_minerals=(None, "Bismuth")
    )
    found = read(form)
    assert [(row["metal"], row["source_cell"]) for row in found.tables["declared_mineral"]] == [
        ("Silver", "D12"), ("Bismuth", "E15"),
    ]  # fmt: skip
    assert answer(found, "6", "Bismuth")["comment"] == "2 Bismuth"


def test_ten_minerals_stand_in_two_rows_of_five() -> None:
    ten = (
        "Zinc",
        "Silver",
        "Ruthenium",
        "Rhodium",
        "Platinum",
        "Palladium",
        "Manganese",
        "Lime",
        "Iridium",
        "Aluminum",
    )
    found = read(amrt_form(minerals=ten))
    cells = {row["metal"]: row["source_cell"] for row in found.tables["declared_mineral"]}
    assert (cells["Zinc"], cells["Platinum"], cells["Palladium"], cells["Aluminum"]) == ("D12", "I12", "D13", "I13")
    # The questions repeat them in the order of the alphabet
    assert (answer(found, "1", "Aluminum")["source_cell"], answer(found, "6", "Zinc")["source_cell"]) == ("D31", "D52")


@pytest.mark.parametrize(
    ("printed", "question", "written", "canonical"),
    [
        ("1", "1", "Not declaring", "Not declaring"), ("1", "1", "No", "No"), ("2", "6", 1, "100%"),
        ("2", "6", "Did not survey", "Did not survey"), ("2", "6", "Unknown", "Unknown"),
        ("2", "6", "50% or less", "50% or less"),
    ],
)  # fmt: skip
def test_answers_of_an_amrt(printed: str, question: str, written: str | int, canonical: str) -> None:
    found = read(amrt_form().with_answer(printed, "Zinc", written))
    assert (answer(found, question, "Zinc")["answer"], findings(found)) == (canonical, [])


def test_the_reasons_of_the_minerals_scope_sheet_are_kept() -> None:
    found = read(replace(amrt_form(), mineral_reasons={"Silver": "used in contacts", "Zinc": "customer asks"}))
    rows = [row for row in found.tables["declared_mineral"] if row["source_sheet"] == "Minerals Scope"]
    assert [(row["metal"], row["reason"], row["source_cell"]) for row in rows] == [
        ("Silver", "used in contacts", "B8"), ("Zinc", "customer asks", "B9"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", [amrt_form(), cmrt_form("6.6")], ids=["AMRT 1.3", "CMRT 6.6"])
def test_our_own_product_numbers_stand_between_the_suppliers_and_the_comment(form: FormSpec) -> None:
    product = {
        "product_number": "P-1", "product_name": "cable", "requester_product_number": "R-1",
        "requester_product_name": "loom", "comment": "blue",
    }  # fmt: skip
    row = read(replace(form, products=(product,))).tables["declared_product"][0]
    assert {field: row[field] for field in product} == product


def test_amrt_1_1_is_read_by_its_labels() -> None:
    found = read(replace(amrt_form("1.1"), products=({"product_number": "P-1", "comment": "blue"},)))
    assert (found.reason, found.tables["declaration"][0]["template_trust"]) == (None, "labels")
    assert findings(found) == [("template_read_by_labels", "warning", None)]
    assert [row["metal"] for row in found.tables["declared_mineral"]] == ["Silver", "Zinc"]
    assert answer(found, "6", "Zinc")["source_cell"] == "D43"
    assert found.tables["declared_product"][0]["comment"] == "blue"


@pytest.mark.parametrize("language", ["中文 Chinese", "Deutsch"])
@pytest.mark.parametrize(
    "form", [emrt_form(), emrt_form("1.3"), amrt_form(), amrt_form("1.1")], ids=["E2.0", "E1.3", "A1.3", "A1.1"]
)
def test_a_translated_template_reads_the_same(form: FormSpec, language: str) -> None:
    found, english = read(replace(form, language=language)), read(form)
    assert (found.reason, found.template_language) == (None, language)
    for table in ("answer", "company_answer"):
        kept = ("question", "metal", "answer", "comment", "source_cell")
        assert [[row[k] for k in kept] for row in found.tables[table]] == [
            [row[k] for k in kept] for row in english.tables[table]
        ]
    for table in ("declared_mineral", "declared_smelter"):
        assert found.tables[table] == english.tables[table]


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Cobalt Reporting Template (CRT)", "crt"), ("Cobalt Reporting Template", "crt")],
)
def test_a_cobalt_template_is_refused_by_name(title: str, kind: str) -> None:
    form = replace(emrt_form(), revision_text="Revision 2.2\nMay 13, 2020", left_out_sheets=("Mine List",))
    found = read(form.with_cells({("Declaration", "D2"): title}))
    assert (found.kind, found.template_revision, found.tables) == (kind, "2.2", {})
    assert "EMRT" in (found.reason or "")


def test_rows_are_those_of_the_landed_schemas() -> None:
    forms = (replace(emrt_form(), mines=(MINE,)), amrt_form(), blank_form(emrt_form()), emrt_form("1.3"))
    for form in forms:
        for table, rows in read(form).tables.items():
            assert all(set(row) == set(LANDED[table].names) for row in rows), table
            assert pa.Table.from_pylist(rows, schema=LANDED[table]).num_rows == len(rows)


def test_an_emrt_with_an_inserted_row_is_refused() -> None:
    found = read(replace(emrt_form(), inserted=(41, 1)))
    assert found.tables == {}
    assert "sheet Declaration was rearranged" in (found.reason or "")
