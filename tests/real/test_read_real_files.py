"""The real files beside the project, when they are there: kinds, reasons, counts and values checked by eye."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from include.intake.archive import Archive
from include.intake.container import open_container
from include.intake.model import ReadFile
from include.intake.read import read_file, reference_tables
from include.intake.template.by_labels import layout_by_labels
from include.intake.template.form import identify_form
from include.intake.template.proof import proven_layout

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real files are not beside the project")


def read(path: str) -> ReadFile:
    file = SHARED / path
    return read_file(file.read_bytes(), "c" * 64, file.name)


@pytest.mark.parametrize(
    ("path", "kind", "revision", "language", "words"),
    [
        ("cmrt/blank_2.02_ole_in_xlsx.xlsx", "cmrt", "2.02", "English", None),
        ("cmrt/blank_3.01_default_password.xls", "cmrt", "3.01", "English", None),
        ("cmrt/blank_6.01_zh.xlsx", "cmrt", "6.01", "中文 Chinese", None),
        ("cmrt/blank_6.4_en.xlsx", "cmrt", "6.4", "English", None),
        ("cmrt/blank_6.5_en.xlsx", "cmrt", "6.5", "English", None),
        ("cmrt/blank_amrt_1.3_zh.xlsx", "amrt", "1.3", "中文 Chinese", None),
        ("cmrt/blank_emrt_2.0_en.xlsx", "emrt", "2.0", "English", None),
        ("cmrt/filled_6.4_honeywell_hem.xlsx", "cmrt", "6.4", "English", None),
        ("cmrt/filled_6.4_jx_advanced_metals.xlsx", "cmrt", "6.4", "English", None),
        ("cmrt/filled_6.4_sk_specialty.xlsx", "cmrt", "6.4", "English", None),
        ("cmrt/not_a_workbook_jpeg.xls", "unreadable", None, None, "a JPEG picture named .xls"),
        ("cmrt/testfill_2.00_validation_needed.xlsx", "cmrt", "2.00", "English", None),
        ("cmrt/testfill_2.03a_green.xlsx", "cmrt", "2.03a", "English", None),
        ("cmrt/testfill_3.01_high_risk.xlsx", "cmrt", "3.01", "English", None),
        ("smelters/cfsi_status_2014-07-01.csv", "smelter_status", None, None, None),
        ("smelters/matching_examples.csv", "unreadable", None, None, "'reason_none'"),
        ("smelters/old_smelter_id_to_cid.csv", "old_smelter_id", None, None, None),
    ],
)  # fmt: skip
def test_every_real_file_is_what_it_is(
    path: str, kind: str, revision: str | None, language: str | None, words: str | None
) -> None:
    found = read(path)
    assert (found.kind, found.template_revision, found.template_language) == (kind, revision, language)
    assert words in found.reason if words and found.reason else found.reason is words
    assert found.blank is (words is None and "blank" in path)


@pytest.mark.parametrize(
    ("name", "smelters", "products", "scope", "day"),
    [
        ("honeywell_hem", 40, 0, "user_defined", date(2024, 5, 2)),
        ("jx_advanced_metals", 27, 3, "product", date(2024, 5, 30)),
        ("sk_specialty", 2, 1, "product", date(2024, 5, 9)),
    ],
)
def test_filled_declarations(name: str, smelters: int, products: int, scope: str, day: date) -> None:
    tables = read(f"cmrt/filled_6.4_{name}.xlsx").tables
    assert (len(tables["declared_smelter"]), len(tables["declared_product"])) == (smelters, products)
    declaration = tables["declaration"][0]
    assert (declaration["declaration_scope"], declaration["effective_date"]) == (scope, day)
    assert all(row["smelter_id_reported"].startswith("CID") for row in tables["declared_smelter"])
    assert all(row["answer"] for row in tables["answer"] if row["answer_required"])
    assert {f["code"] for f in tables["intake_finding"]} <= {"country_unrecognised"}
    assert declaration["template_trust"] == "stated"


@pytest.mark.parametrize(
    ("name", "company", "authorizer_cell", "answers", "reported", "company_answers"),
    [
        (
            "2.00_validation_needed", None, "D14",
            {"1": None, "3": "Unknown", "5": "Unknown", "6": "100%", "7": "Yes", None: "No"},
            {"3": "Uncertain or Unknown", "6": "Yes", "7": "Yes all smelters have been provided"},
            {"A": "Yes", "E": "Yes, in conformance with IPC1755", "F": "Yes", "H": "Yes, with the SEC"},
        ),
        (
            "2.03a_green", "Green Status Pro", "D14",
            {"1": "Yes", "3": "Unknown", "5": "Unknown", "6": "100%", "7": "Yes", None: "Yes"},
            {"3": "Uncertain or Unknown", "6": "Yes", "7": "Yes all smelters have been provided"},
            {"A": "Yes", "E": "Yes, in conformance with IPC1755", "F": "Yes", "H": "Yes, with the SEC"},
        ),
        (
            "3.01_high_risk", "Green Status Pro", "D18",
            {"1": "Yes", "2": "Yes", "3": "Yes", "5": "No", "6": "100%", "7": "Yes", "8": "Yes"},
            {"5": "No", "6": "Yes, 100%"},
            {"A": "Yes", "E": "Yes, in conformance with IPC1755", "F": "Yes", "H": "Yes, with the SEC"},
        ),
    ],
)  # fmt: skip
def test_fills_of_old_revisions_give_the_questions_of_today(
    name: str, company: str | None, authorizer_cell: str, answers: dict[str | None, str], reported: dict[str, str],
    company_answers: dict[str, str],
) -> None:  # fmt: skip
    tables = read(f"cmrt/testfill_{name}.xlsx").tables
    declaration = tables["declaration"][0]
    assert (declaration["company_name"], declaration["declaration_scope"]) == (company, "company")
    assert (declaration["effective_date"], declaration["template_trust"]) == (date(2014, 5, 31), "stated")
    assert declaration["company_unique_id"] == "A999666333000"
    assert json.loads(declaration["source_cells"])["authorizer_name"] == authorizer_cell
    gold = {row["question"]: row for row in tables["answer"] if row["metal"] == "Gold"}
    assert {question: row["answer"] for question, row in gold.items()} == answers
    assert {question: gold[question]["answer_reported"] for question in reported} == reported
    given = {row["question"]: row["answer"] for row in tables["company_answer"]}
    assert {question: given[question] for question in company_answers} == company_answers
    tin = {row["question"]: row["answer"] for row in tables["answer"] if row["metal"] == "Tin"}
    assert tin["6"] == "Greater than 75%"
    smelters = tables["declared_smelter"]
    assert [(row["metal"], row["smelter_lookup"], row["facility_country_code"]) for row in smelters] == [
        ("Gold", "Allgemeine Gold- & Silberscheideanstalt", "DE"), ("Tin", "Alpha Metals", "US"),
        ("Tantalum", "Cabot Supermetals", "US"), ("Tungsten", "Ganzhou Huaxing Tungsten", "CN"),
    ]  # fmt: skip


def test_a_number_typed_before_the_template_had_a_column_for_it_is_read() -> None:
    rows = read("cmrt/testfill_2.00_validation_needed.xlsx").tables["declared_smelter"]
    assert [row["smelter_id_reported"] for row in rows] == [None, None, None, "4CHN005"]


@pytest.mark.parametrize(
    "name",
    [
        "blank_2.02_ole_in_xlsx.xlsx", "blank_3.01_default_password.xls", "blank_6.01_zh.xlsx", "blank_6.4_en.xlsx",
        "blank_6.5_en.xlsx", "blank_emrt_2.0_en.xlsx", "blank_amrt_1.3_zh.xlsx", "filled_6.4_jx_advanced_metals.xlsx",
        "testfill_2.00_validation_needed.xlsx", "testfill_2.03a_green.xlsx", "testfill_3.01_high_risk.xlsx",
    ],
)  # fmt: skip
def test_labels_alone_tell_the_layout_that_is_on_record(name: str) -> None:
    """What serves for revisions that nobody has seen must come to the same cells on those that are on record."""
    book = open_container((SHARED / "cmrt" / name).read_bytes(), name)
    assert not isinstance(book, Archive)
    form = identify_form(book) if book else None
    assert form is not None
    stated, told = proven_layout(form, book), layout_by_labels(form, book)
    same = ("metal_questions", "company_questions", "metals", "answer_column", "comment_column")
    assert [getattr(told, field) for field in same] == [getattr(stated, field) for field in same]
    hidden = {"scope_description"} if "jx_" in name else set()  # its label is gone under product scope
    assert told.declaration == {field: cell for field, cell in stated.declaration.items() if field not in hidden}
    unlabelled = {"smelter_id_input"} if stated.family in ("v2", "v3") else set()  # column A has no heading there
    assert set(stated.smelters.columns) - set(told.smelters.columns) == unlabelled
    assert all(stated.smelters.columns[field] == column for field, column in told.smelters.columns.items())
    assert told.products == stated.products


def test_old_lists_give_names_aliases_and_numbers_of_old() -> None:
    older = read("cmrt/blank_2.02_ole_in_xlsx.xlsx").tables["reference_smelter"]
    named = [row for row in older if row["smelter_name_standard"].startswith("Allgemeine Gold- und Silber")]
    assert {row["smelter_alias"] for row in named} == {
        "Allgemeine Gold- und Silberscheideanstalt A.G.", "Allgemeine Gold", "Allgemeine Gold- & Silberscheideanstalt",
        "Allgemeine",
    }  # fmt: skip
    assert {(row["old_smelter_id"], row["smelter_cid"], row["metal"]) for row in named} == {("1DEU001", None, "Gold")}
    later = read("cmrt/blank_3.01_default_password.xls").tables["reference_smelter"]
    agr = next(row for row in later if row["smelter_alias"] == "AGR Matthey")
    assert (agr["smelter_cid"], agr["list_version"], agr["list_date"]) == ("CID002030", "3.01", date(2014, 5, 30))


def test_other_templates_give_lists_of_their_own() -> None:
    emrt = read("cmrt/blank_emrt_2.0_en.xlsx").tables["reference_smelter"]
    assert {row["metal"] for row in emrt} == {"Cobalt", "Copper", "Lithium", "Mica", "Nickel"}
    assert {row["list_version"] for row in emrt} == {"EMRT 2.0"}
    amrt = read("cmrt/blank_amrt_1.3_zh.xlsx").tables["reference_smelter"]
    assert ({row["list_version"] for row in amrt}, len(amrt)) == ({"AMRT 1.3"}, 62)


def test_values_stand_as_the_sheets_show_them() -> None:
    tables = read("cmrt/filled_6.4_jx_advanced_metals.xlsx").tables
    declaration = tables["declaration"][0]
    assert declaration["company_name"] == "JX Advanced Metals Corporation"
    assert declaration["scope_description"] is None
    rows = {row["source_row"]: row for row in tables["declared_smelter"]}
    assert (rows[10]["mine_country"], rows[10]["facility_country"], rows[10]["state"]) == (
        "Ta scrap", None, "East Kazakhstan",
    )  # fmt: skip
    assert rows[13]["smelter_name_reported"] == "Metallurgical Products India Pvt. Ltd. (MPIL)"
    assert (rows[14]["facility_country"], rows[14]["facility_country_code"]) == ("China", "CN")
    answers = {(row["question"], row["metal"]): row["answer"] for row in tables["answer"]}
    assert [answers[q, "Tin"] for q in "12345678"] == ["No", *[None] * 7]
    assert answers["6", "Tungsten"] == "100%"
    same = Counter(tuple(v for k, v in row.items() if k not in ("source_row", "mine")) for row in rows.values())
    assert max(same.values()) == 5  # one refiner, five mines


def test_honeywell_trailing_tabs_and_origins() -> None:
    tables = read("cmrt/filled_6.4_honeywell_hem.xlsx").tables
    assert tables["declaration"][0]["company_name"] == "Honeywell International"
    first = [row["origin_country_code"] for row in tables["declared_origin"] if row["source_row"] == 5]
    assert first == ["AU", "AT", "BR", "CN", "KZ", "PT", "RW"]
    unknown = [row["origin_country_reported"] for row in tables["declared_origin"] if not row["origin_country"]]
    assert {word for word in unknown if "ecycled" not in word} == {"Korea", "RussianF ederation"}


def test_reference_lists() -> None:
    newest = read("cmrt/blank_6.5_en.xlsx").tables["reference_smelter"]
    assert len(newest) == 629
    facilities = {(row["metal"], row["smelter_cid"]) for row in newest}
    assert Counter(metal for metal, _ in facilities) == {"Gold": 182, "Tantalum": 35, "Tin": 73, "Tungsten": 59}
    assert {row["list_date"] for row in newest} == {date(2025, 4, 25)}
    assert all(row["facility_country_code"] for row in newest)
    filled = SHARED / "cmrt" / "filled_6.4_sk_specialty.xlsx"
    older = reference_tables(filled.read_bytes(), "c" * 64, filled.name).tables["reference_smelter"]
    assert len(older) == len(read("cmrt/blank_6.4_en.xlsx").tables["reference_smelter"])


def test_status_and_old_id_lists() -> None:
    status = read("smelters/cfsi_status_2014-07-01.csv").tables["smelter_status"]
    assert Counter(row["smelter_status"] for row in status)["unknown"] == 0
    assert len(status) == 131
    old = read("smelters/old_smelter_id_to_cid.csv").tables["old_smelter_id"]
    assert len(old) == 215
    assert all(row["smelter_cid"] for row in old)
    assert sum(row["old_smelter_id"] is None for row in old) > 0  # the list holds facilities that never had one
