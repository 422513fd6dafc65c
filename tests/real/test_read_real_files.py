"""The real files beside the project, when they are there: kinds, reasons, counts and values checked by eye."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from include.intake.model import ReadFile
from include.intake.read import read_file, reference_tables

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real files are not beside the project")


def read(path: str) -> ReadFile:
    file = SHARED / path
    return read_file(file.read_bytes(), "c" * 64, file.name)


@pytest.mark.parametrize(
    ("path", "kind", "revision", "language", "words"),
    [
        ("cmrt/blank_2.02_ole_in_xlsx.xlsx", "unreadable", None, None, "protected with a password"),
        ("cmrt/blank_3.01_default_password.xls", "unreadable", None, None, "protected with a password"),
        ("cmrt/blank_6.01_zh.xlsx", "cmrt", "6.01", "中文 Chinese", None),
        ("cmrt/blank_6.4_en.xlsx", "cmrt", "6.4", "English", None),
        ("cmrt/blank_6.5_en.xlsx", "cmrt", "6.5", "English", None),
        ("cmrt/blank_amrt_1.3_zh.xlsx", "amrt", "1.3", "中文 Chinese", "an AMRT 1.3"),
        ("cmrt/blank_emrt_2.0_en.xlsx", "emrt", "2.0", "English", "an EMRT 2.0 (cobalt, mica"),
        ("cmrt/filled_6.4_honeywell_hem.xlsx", "cmrt", "6.4", "English", None),
        ("cmrt/filled_6.4_jx_advanced_metals.xlsx", "cmrt", "6.4", "English", None),
        ("cmrt/filled_6.4_sk_specialty.xlsx", "cmrt", "6.4", "English", None),
        ("cmrt/not_a_workbook_jpeg.xls", "unreadable", None, None, "a JPEG picture named .xls"),
        ("cmrt/testfill_2.00_validation_needed.xlsx", "cmrt", "2.00", "English", "2.00 is recognised but not read yet"),
        ("cmrt/testfill_2.03a_green.xlsx", "cmrt", "2.03a", "English", "2.03a is recognised but not read yet"),
        ("cmrt/testfill_3.01_high_risk.xlsx", "cmrt", "3.01", "English", "3.01 is recognised but not read yet"),
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
