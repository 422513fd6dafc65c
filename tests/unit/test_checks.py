"""Each rule of each suite, broken alone in a real file, found by Great Expectations at exactly its place.

All broken files are landed and checked together, as in a refresh, and read back from the mart of findings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from include import checks
from include.checks import check_new_batches, rule_table, suites
from include.intake.receive import land_batch
from include.sample.cmrt import (
    SCOPE_USER_DEFINED,
    CmrtSpec,
    ProductRow,
    build_cmrt,
    complete_spec,
    unlisted,
    with_answer,
    with_company_answer,
)
from include.sample.forms import amrt_form, build_form, cmrt_form, emrt_form
from include.sample.table import build_table
from include.schemas import LANDED
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts

NOW = datetime(2026, 1, 20, tzinfo=UTC)
Place = tuple[str, int, str | None]
"""Sheet (empty for a text file), row and cell of a finding."""


@dataclass(frozen=True)
class Broken:
    """A file with one fault: its bytes, and where the fault is found with which severity and value."""

    content: bytes
    places: tuple[Place, ...]
    severity: str
    value: str | None = None
    ending: str = ".csv"


def declaration(places: Place | tuple[Place, ...], severity: str, value: str | None = None, **changes: Any) -> Broken:
    return workbook(replace(CLEAN, **changes), places, severity, value)


def workbook(spec: CmrtSpec, place: Any, severity: str, value: str | None = None) -> Broken:
    places = (place,) if isinstance(place[0], str) else tuple(place)
    return Broken(build_cmrt(spec), places, severity, value, ".xlsx")


def smelter(place: Place, severity: str, value: str | None = None, **changes: Any) -> Broken:
    first, *others = CLEAN.smelters
    return declaration(place, severity, value, smelters=(replace(first, **changes), *others))


def table(rows: list[dict[str, Any]], numbers: tuple[int, ...], severity: str, value: str | None = None) -> Broken:
    return Broken(build_table(rows), tuple(("", number, None) for number in numbers), severity, value)


def mine(place: Place, severity: str, value: str | None = None, **changes: Any) -> Broken:
    return Broken(build_form(replace(emrt_form(), mines=({**MINE, **changes},))), (place,), severity, value, ".xlsx")


def changed(good: list[dict[str, Any]], **changes: Any) -> list[dict[str, Any]]:
    """The table with its second row changed: row 3 of the file."""
    return [good[0], {**good[1], **changes}, *good[2:]]


CLEAN = replace(complete_spec(), lookup=())
MINE = {
    "metal": "Cobalt",
    "smelter_name_reported": "Invented Cobalt",
    "mine": "Invented Hill",
    "mine_country": "FINLAND",
}
SUPPLIERS = [
    {"supplier_id": f"V100{n}", "supplier_name": f"Company {n}", "supplier_role": "manufacturer",
     "contact_email": f"minerals@company{n}.example", "exempt_reason": None}
    for n in range(3)
]  # fmt: skip
PRODUCTS = [
    {"product_id": f"P{n}", "product_name": f"Product {n}", "in_scope": "yes", "scope_reason": None} for n in range(3)
]
BILL = [{"product_id": f"P{n}", "part_id": f"C{n}", "supplier_id": f"V100{n}"} for n in range(3)]
LIST = [
    {"metal": "Tin", "smelter_alias": f"Invented Tin {n}", "standard smelter name": f"Invented Tin {n}",
     "country": "PERU", "smelter_id": f"CID90020{n}"}
    for n in range(3)
]  # fmt: skip
LETTERS = [
    {"supplier_id": f"V100{n}", "letter_kind": "survey", "sent_on": "2025-10-06", "channel": "mail"} for n in range(3)
]
SANCTIONS = [
    {"name": f"Party {n}", "smelter_cid": f"CID90020{n}", "country": "PERU", "list_name": "List A",
     "list_date": "2026-01-05"}
    for n in range(3)
]  # fmt: skip
AREAS = [
    {"country": name, "region": None, "source": "List A", "date": "2026-01-05"} for name in ("Mali", "Peru", "Chad")
]
ORIGINS = [
    {"smelter_cid": f"CID90020{n}", "country": name, "source": "Data A", "date": "2026-01-05"}
    for n, name in enumerate(("Peru", "Chile", "Recycled or scrap"))
]
STATUS = [
    {"metal": "Tin", "cid": f"CID90020{n}", "smelter_name": f"Invented Tin {n}", "status": "Conformant"}
    for n in range(3)
]

CASES: dict[str, Callable[[], Broken]] = {
    "company_name_missing": lambda: declaration(("Declaration", 8, "D8"), "critical", company_name=None),
    "scope_missing": lambda: declaration(("Declaration", 8, "D9"), "critical", declaration_scope=None),
    "scope_description_missing": lambda: declaration(
        ("Declaration", 8, "D10"), "critical", declaration_scope=SCOPE_USER_DEFINED
    ),
    "contact_name_missing": lambda: declaration(("Declaration", 8, "D15"), "critical", contact_name=None),
    "contact_email_missing": lambda: declaration(("Declaration", 8, "D16"), "critical", contact_email=None),
    "contact_email_malformed": lambda: declaration(
        ("Declaration", 8, "D16"), "warning", "ask the front desk", contact_email="ask the front desk"
    ),
    "contact_phone_missing": lambda: declaration(("Declaration", 8, "D17"), "critical", contact_phone=None),
    "authorizer_missing": lambda: declaration(("Declaration", 8, "D18"), "critical", authorizer_name=None),
    "authorizer_email_missing": lambda: declaration(("Declaration", 8, "D20"), "critical", authorizer_email=None),
    "authorizer_email_malformed": lambda: declaration(
        ("Declaration", 8, "D20"), "warning", "same", authorizer_email="same"
    ),
    "effective_date_missing": lambda: declaration(("Declaration", 8, "D22"), "critical", effective_date=None),
    "answer_missing": lambda: workbook(
        with_answer(CLEAN, "6", "Tin", None), ("Declaration", 57, "D57"), "critical", "question 6 for Tin"
    ),
    "answer_not_in_vocabulary": lambda: workbook(
        with_answer(CLEAN, "7", "Gold", "Mostly"),
        ("Declaration", 64, "D64"),
        "critical",
        "question 7 for Gold: Mostly",
    ),
    "company_answer_missing": lambda: workbook(
        with_company_answer(CLEAN, "D", None), ("Declaration", 81, "D81"), "critical", "company question D"
    ),
    "company_answer_not_in_vocabulary": lambda: workbook(
        with_company_answer(CLEAN, "G", "In part"),
        ("Declaration", 87, "D87"),
        "critical",
        "company question G: In part",
    ),
    "policy_address_missing": lambda: workbook(
        with_company_answer(CLEAN, "B", "Yes"), ("Declaration", 77, "G77"), "critical"
    ),
    "survey_format_missing": lambda: workbook(
        with_company_answer(CLEAN, "E", "Yes, using other format (describe)"), ("Declaration", 83, "G83"), "critical"
    ),
    "smelter_metal_missing": lambda: smelter(("Smelter List", 5, "B5"), "critical", metal=None),
    "smelter_metal_unknown": lambda: smelter(("Smelter List", 5, "B5"), "critical", "Cobalt", metal="Cobalt"),
    "smelter_lookup_missing": lambda: smelter(("Smelter List", 5, "C5"), "critical", smelter_lookup=None),
    "unlisted_smelter_name_missing": lambda: declaration(
        ("Smelter List", 9, "D9"),
        "critical",
        smelters=(*CLEAN.smelters, replace(unlisted("Tin", "x", "PERU"), smelter_name_reported=None)),
    ),
    "unlisted_smelter_country_missing": lambda: declaration(
        ("Smelter List", 9, "E9"),
        "critical",
        smelters=(*CLEAN.smelters, replace(unlisted("Tin", "Invented Tin", "x"), facility_country=None)),
    ),
    "product_number_missing": lambda: declaration(
        ("Product List", 7, "B7"), "warning", products=(ProductRow("P1", "Valve"), ProductRow(None, "Pump"))
    ),
    "supplier_id_missing": lambda: table(changed(SUPPLIERS, supplier_id=None), (3,), "critical"),
    "supplier_id_repeated": lambda: table(changed(SUPPLIERS, supplier_id="V1000"), (2, 3), "critical", "V1000"),
    "supplier_name_missing": lambda: table(changed(SUPPLIERS, supplier_name=None), (3,), "warning"),
    "supplier_role_unknown": lambda: table(changed(SUPPLIERS, supplier_role="broker"), (3,), "warning", "broker"),
    "supplier_contact_missing": lambda: table(changed(SUPPLIERS, contact_email=None), (3,), "warning"),
    "product_id_missing": lambda: table(changed(PRODUCTS, product_id=None), (3,), "critical"),
    "product_id_repeated": lambda: table(changed(PRODUCTS, product_id="P0"), (2, 3), "critical", "P0"),
    "scope_reason_missing": lambda: table(changed(PRODUCTS, in_scope="no"), (3,), "critical"),
    "letter_supplier_missing": lambda: table(changed(LETTERS, supplier_id=None), (3,), "critical"),
    "letter_kind_missing": lambda: table(changed(LETTERS, letter_kind=None), (3,), "critical"),
    "letter_kind_unknown": lambda: table(changed(LETTERS, letter_kind="Erinnerung"), (3,), "critical", "erinnerung"),
    "letter_day_missing": lambda: table(changed(LETTERS, sent_on="06/10/2025"), (3,), "critical"),
    "bill_product_missing": lambda: table(changed(BILL, product_id=None), (3,), "critical"),
    "bill_part_missing": lambda: table(changed(BILL, part_id=None), (3,), "warning"),
    "bill_supplier_missing": lambda: table(changed(BILL, supplier_id=None), (3,), "critical"),
    "reference_cid_malformed": lambda: table(changed(LIST, smelter_id="CID12"), (3,), "critical", "CID12"),
    "reference_cid_missing": lambda: table(changed(LIST, smelter_id=None), (3,), "critical"),
    "reference_name_missing": lambda: table(changed(LIST, smelter_alias=None), (3,), "critical"),
    "reference_metal_missing": lambda: table(changed(LIST, metal=None), (3,), "critical"),
    "mine_metal_missing": lambda: mine(("Mine List", 5, "A5"), "warning", metal=None),
    "mine_name_missing": lambda: mine(("Mine List", 5, "C5"), "warning", mine=None),
    "mine_country_missing": lambda: mine(("Mine List", 5, "F5"), "warning", mine_country=None),
    "mineral_of_another_template": lambda: Broken(
        build_form(replace(emrt_form(), minerals=("Cobalt", "Tin"))),
        (("Declaration", 12, "E12"),),
        "warning",
        "Tin",
        ".xlsx",
    ),
    "status_cid_malformed": lambda: table(changed(STATUS, cid="900201"), (3,), "critical", "900201"),
    "status_cid_missing": lambda: table(changed(STATUS, cid=None), (3,), "critical"),
    "status_metal_missing": lambda: table(changed(STATUS, metal=None), (3,), "warning"),
    "sanction_name_missing": lambda: table(changed(SANCTIONS, name=None), (3,), "critical"),
    "sanction_cid_malformed": lambda: table(changed(SANCTIONS, smelter_cid="CID12"), (3,), "critical", "CID12"),
    "sanction_country_unrecognised": lambda: table(changed(SANCTIONS, country="Atlantis"), (3,), "warning", "Atlantis"),
    "sanction_list_missing": lambda: table(changed(SANCTIONS, list_name=None), (3,), "warning"),
    "cahra_country_missing": lambda: table(changed(AREAS, country=None), (3,), "critical"),
    "cahra_country_unrecognised": lambda: table(changed(AREAS, country="Mali; Chad"), (3,), "critical", "Mali; Chad"),
    "origin_cid_missing": lambda: table(changed(ORIGINS, smelter_cid=None), (3,), "critical"),
    "origin_cid_malformed": lambda: table(changed(ORIGINS, smelter_cid="900201"), (3,), "critical", "900201"),
    "origin_country_unrecognised": lambda: table(changed(ORIGINS, country="L3"), (3,), "critical", "L3"),
    "status_unknown": lambda: table(changed(STATUS, status="Pending"), (3,), "warning", "Pending"),
}
CLEAN_FILES: dict[str, tuple[bytes, str]] = {
    "clean cmrt": (build_cmrt(CLEAN), ".xlsx"),
    "clean without e-mail": (build_cmrt(replace(CLEAN, contact_email="N/A", authorizer_email="na")), ".xlsx"),
    "clean two metals": (build_cmrt(replace(complete_spec(metals=("Tin", "Gold")), lookup=())), ".xlsx"),
    "clean no metal": (
        build_cmrt(replace(complete_spec(metals=(), smelters=()), lookup=(), company_answers={})),
        ".xlsx",
    ),
    "clean unlisted": (
        build_cmrt(replace(CLEAN, smelters=(*CLEAN.smelters, unlisted("Tin", "Invented", "PERU")))),
        ".xlsx",
    ),
    "clean cmrt 2.03a": (build_form(cmrt_form("2.03a")), ".xlsx"),
    "clean cmrt 3.02": (build_form(cmrt_form("3.02")), ".xlsx"),
    "clean emrt": (build_form(replace(emrt_form(), mines=(MINE,))), ".xlsx"),
    "clean amrt": (build_form(amrt_form()), ".xlsx"),
    "clean suppliers": (
        build_table(
            [*SUPPLIERS, {**SUPPLIERS[0], "supplier_id": "V9", "contact_email": None, "exempt_reason": "no metal"}]
        ),
        ".csv",
    ),
    "clean products": (build_table(changed(PRODUCTS, in_scope="no", scope_reason="packaging only")), ".csv"),
    "clean bill": (build_table(BILL), ".csv"),
    "clean list": (build_table(LIST), ".csv"),
    "clean letters": (build_table(LETTERS), ".csv"),
    "clean status": (build_table(STATUS), ".csv"),
    "clean sanctions": (build_table(SANCTIONS), ".csv"),
    "clean areas": (build_table(AREAS), ".csv"),
    "clean origins": (build_table(ORIGINS), ".csv"),
}
RULES = [rule.code for rules in suites().values() for rule in rules if rule.expectation]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """File name without ending -> its findings from the suites, after one landing and one check of all files."""
    settings = Settings(data=str(tmp_path_factory.mktemp("checks")), reporting_year=2025, settle_seconds=0)
    files = {code + broken.ending: broken.content for code, make in CASES.items() if (broken := make())}
    files |= {name + ending: content for name, (content, ending) in CLEAN_FILES.items()}
    Path(settings.drop).mkdir()
    for name, content in files.items():
        Path(settings.drop, name).write_bytes(content)
    assert land_batch(settings, sorted(files), NOW).quarantined == 0
    run = build_marts(settings, CompanyProfile(), date(2026, 3, 31)).run
    rows: dict[str, list[dict[str, Any]]] = {Path(name).stem: [] for name in files}
    for row in Marts(open_store(settings.lake), run).table("finding").to_pylist():
        if row["code"] in RULES and row["drop_path"]:
            rows[Path(row["drop_path"]).stem].append(row)
    return rows


def test_every_rule_has_a_case() -> None:
    assert sorted(CASES) == sorted(RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_file_that_breaks_one_rule_has_that_finding_alone(found: dict[str, list[dict[str, Any]]], code: str) -> None:
    broken = CASES[code]()

    rows = found[code]

    assert [(row["code"], row["source_sheet"], row["source_row"], row["source_cell"]) for row in rows] == [
        (code, *place) for place in broken.places
    ]
    assert {row["severity"] for row in rows} == {broken.severity}
    assert {row["value"] for row in rows} == {broken.value}
    assert all(row["message"] and "{" not in row["message"] for row in rows)


@pytest.mark.parametrize("name", CLEAN_FILES)
def test_a_clean_file_has_no_finding(found: dict[str, list[dict[str, Any]]], name: str) -> None:
    assert found[name] == []


def test_every_suite_is_for_a_landed_table_and_its_columns() -> None:
    for name, rules in suites().items():
        for rule in rules:
            assert rule.severity in {"critical", "warning", "info"}
            if name not in ("", "reader"):
                assert rule.column in LANDED[name].names, rule.code
                assert rule.expectation, rule.code


def test_a_code_means_one_rule() -> None:
    codes = rule_table()["code"].to_pylist()

    assert len(codes) == len(set(codes))


def test_the_supplier_is_asked_for_nothing_in_rules_about_our_own_data() -> None:
    ours = {"supplier", "product", "bill_of_materials", "reference_smelter", "smelter_status", "outreach_log",
            "sanction", "cahra", "smelter_origin"}  # fmt: skip

    assert [rule.code for name in ours for rule in suites()[name] if rule.supplier_message] == []
    assert [
        rule.code for name, rules in suites().items() if name and name not in {*ours, "reader"} for rule in rules
        if not rule.supplier_message
    ] == []  # fmt: skip


def test_what_was_checked_is_not_checked_again(settings: Settings, drop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = open_store(settings.lake)
    drop("bill.csv", build_table(changed(BILL, part_id=None)))
    land_batch(settings, ["bill.csv"], NOW)
    assert check_new_batches(lake) == {"bill_part_missing": 1}

    monkeypatch.setattr(checks, "_failures", lambda *_: pytest.fail("checked again"))
    assert check_new_batches(lake) == {}

    drop("more.csv", build_table(PRODUCTS))
    land_batch(settings, ["more.csv"], NOW)
    with pytest.raises(pytest.fail.Exception, match="checked again"):
        check_new_batches(lake)


def test_one_file_landed_in_two_batches_at_once_does_not_repeat_itself(settings: Settings, drop: Any) -> None:
    """Two workers may take copies of one file at the same moment: neither has seen the other's manifest."""
    lake = open_store(settings.lake)
    for name, others in (("a", SUPPLIERS), ("b", PRODUCTS)):
        drop(f"{name}/suppliers.csv", build_table(SUPPLIERS))
        drop(f"{name}/{name}.csv", build_table(others[:1]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("include.intake.landing.batches", lambda _: [])
        land_batch(settings, ["a/suppliers.csv", "a/a.csv"], NOW)
        land_batch(settings, ["b/suppliers.csv", "b/b.csv"], NOW)

    assert check_new_batches(lake) == {}


def test_text_that_looks_like_a_pattern_stays_text(settings: Settings, drop: Any) -> None:
    """Values of files come back as they are, cut to 200 characters, and never as a format string."""
    drop("suppliers.csv", build_table(changed(SUPPLIERS, supplier_role="{0} {supplier_id} %s " + "x" * 300)))
    land_batch(settings, ["suppliers.csv"], NOW)
    run = build_marts(settings, CompanyProfile(), date(2026, 3, 31)).run

    (row,) = [
        row for row in Marts(open_store(settings.lake), run).rows("finding", 2025)
        if row["code"] == "supplier_role_unknown"
    ]  # fmt: skip

    assert row["value"].startswith("{0} {supplier_id} %s xxx")
    assert len(row["value"]) == 200
