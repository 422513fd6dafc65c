"""The package as a whole: same input same bytes, marks, gaps, hostile text, and figures that agree."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Any

import filing_company as company
import pyarrow as pa
import pytest

from include.filing.inputs import Parameters
from include.filing.package import Package, build_package
from include.filing.pages import read_page
from include.filing.tables import APPENDIX_A_HEAD
from include.schemas import MARTS
from include.settings import CompanyProfile

HOSTILE = '=HYPERLINK("http://x","y")<script>alert(1)</script>"\'{{ 7*7 }}\u202e\x07^' + "W" * 90
FINAL = replace(company.PARAMETERS, package="final")


@pytest.mark.parametrize("table", company.tables())
def test_the_invented_marts_have_the_shape_of_the_contract(table: str) -> None:
    rows = company.tables()[table]
    assert all(set(row) == set(MARTS[table].names) for row in rows)
    pa.Table.from_pylist(rows, schema=MARTS[table])


def test_the_draft_of_a_full_report_holds_its_files_without_a_problem() -> None:
    package = company.package()
    assert sorted(package.files) == [
        "appendix_a.xlsx",
        "determination.json",
        "ex101.htm",
        "management_report.html",
        "manifest.json",
        "preview_header.txt",
        "sd.htm",
        "statements.json",
        "submission.xml",
        "web_copy.html",
    ]
    assert package.problems == ()
    assert package.summary["facilities_total"] == 40
    assert package.summary["outcome"] == package.determination.outcome == "with_conflict_minerals_report"


def test_same_input_gives_the_same_bytes_whatever_the_order_of_rows() -> None:
    reversed_rows = {name: rows[::-1] for name, rows in company.tables().items()}
    assert dict(company.package().files) == dict(company.package(**reversed_rows).files)


def test_the_manifest_holds_every_hash_and_the_given_provenance() -> None:
    package = company.package()
    manifest = json.loads(package.files["manifest.json"])
    assert {name: entry["sha256"] for name, entry in manifest["outputs"].items()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in package.files.items() if name != "manifest.json"
    }
    assert manifest["provenance"] == company.PROVENANCE
    assert (manifest["state"], manifest["deadline"]) == ("draft", "2026-06-01")
    assert manifest["parameters"]["as_of"] == "2026-03-31"


def test_appendix_a_of_the_page_is_the_mart() -> None:
    rows = read_page(company.package().files["ex101.htm"]).table(APPENDIX_A_HEAD)
    assert rows is not None
    mart = {(row["metal"], row["smelter_cid"], row["smelter_name_standard"]) for row in company.tables()["appendix_a"]}
    assert {tuple(row[:3]) for row in rows} == mart


@pytest.mark.parametrize("name", ["sd.htm", "ex101.htm"])
def test_a_sample_draft_says_so_and_is_unsigned(name: str) -> None:
    text = read_page(company.package().files[name]).text
    assert "SAMPLE - NOT A FILING" in text
    assert "DRAFT - NOT FILED" in text
    assert "/s/" not in text


def test_sample_mark_stands_in_the_json_files() -> None:
    files = company.package().files
    for name in ("determination.json", "statements.json", "manifest.json"):
        assert json.loads(files[name])["mark"] == "SAMPLE - NOT A FILING"


def test_a_final_package_of_a_real_company_carries_no_mark_and_no_signature() -> None:
    package = company.package({"sample": False}, FINAL)
    text = read_page(package.files["sd.htm"]).text
    assert ("DRAFT" in text, "SAMPLE" in text) == (False, False)
    assert "By: ____" in text
    assert json.loads(package.files["determination.json"])["determined_by"] is None


def test_a_company_that_states_nothing_gets_visible_gaps_and_no_invented_word() -> None:
    package = build_package(company.marts(), CompanyProfile(), company.PARAMETERS, {})
    text = read_page(package.files["sd.htm"]).text
    assert "[registrant name: not stated in company.yaml]" in text
    assert "[Commission file number: not stated in company.yaml]" in text
    assert {problem.severity for problem in package.problems if problem.rule == "gap"} == {"warning"}
    assert "None" not in text
    final = build_package(company.marts(), CompanyProfile(), FINAL, {})
    assert {problem.severity for problem in final.problems if problem.rule == "gap"} == {"error"}


def test_hostile_text_is_harmless_in_every_file() -> None:
    def poisoned(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        free = ("smelter_name_standard", "smelter_name_reported", "facility_country", "reason", "status_source")
        return [row | {key: HOSTILE for key in free if row.get(key)} for row in rows]

    tables = {name: poisoned(rows) for name, rows in company.tables().items()}
    package = company.package({"policy_summary": HOSTILE, "next_steps": [HOSTILE]}, **tables)
    assert [problem for problem in package.problems if problem.severity == "error"] == []
    page = package.files["ex101.htm"].decode("ascii")
    assert "<script" not in page
    assert "{{ 7*7 }}" in read_page(package.files["ex101.htm"]).text  # shown as typed, never run as a template


def test_a_status_later_than_the_filing_date_is_hindsight() -> None:
    early = replace(company.PARAMETERS, filing_date=date(2026, 3, 1), as_of=date(2026, 3, 1))
    assert "hindsight" in {problem.rule for problem in company.package(parameters=early).problems}


BOTH_STATES = pytest.mark.parametrize(
    ("parameters", "severity"), [(company.PARAMETERS, "warning"), (FINAL, "error")], ids=["draft", "final"]
)


def _told(package: Package) -> list[tuple[str, str]]:
    return [(problem.rule, problem.severity) for problem in package.problems]


@BOTH_STATES
@pytest.mark.parametrize("asked", [0, 20])
def test_answers_without_a_record_of_asking_are_told(parameters: Parameters, severity: str, asked: int) -> None:
    numbers = {"surveyed": asked, "received": 21, "valid": 17}
    rates = [company.rate("supplier", measure, number, 26) for measure, number in numbers.items()]
    package = company.package(parameters=parameters, response_rate=rates)
    assert _told(package) == [("no-outreach", severity)]
    assert "no record that suppliers were asked: drop an outreach log" in package.problems[0].message


@BOTH_STATES
def test_a_report_without_a_framework_is_told(parameters: Parameters, severity: str) -> None:
    package = company.package({"due_diligence_framework": None}, parameters)
    assert _told(package) == [("gap", severity)]
    assert "due_diligence_framework is not stated in company.yaml" in package.problems[0].message


@BOTH_STATES
def test_declarations_counted_after_the_filing_date_are_hindsight(parameters: Parameters, severity: str) -> None:
    def counted(day: date) -> Package:
        rows = [row | {"cut_off": day} for row in company.tables()["response_rate"]]
        return company.package(parameters=parameters, response_rate=rows)

    late = counted(date(2026, 5, 21))
    assert set(_told(late)) == {("hindsight", severity)}
    messages = {problem.message for problem in late.problems}
    assert "declarations received until May 21, 2026 are counted, after the filing date" in messages
    assert counted(parameters.filing_date).problems == ()


@pytest.mark.parametrize("name", ["sd.htm", "ex101.htm"])
def test_responses_are_told_as_of_the_day_they_were_counted_to(name: str) -> None:
    counted = [row | {"cut_off": date(2026, 4, 17)} for row in company.tables()["response_rate"]]
    statements = json.loads(company.package(response_rate=counted).files["statements.json"])["statements"]
    keys = {"suppliers_received", "suppliers_valid"}
    told = [s["text"] for s in statements if s["document"] == name and keys & {item["key"] for item in s["data"]}]
    assert [text for text in told if "As of April 17, 2026" in text]
    assert not [text for text in told if "March 31, 2026" in text]


def test_facilities_no_product_leads_to_are_told() -> None:
    rows = company.tables()["appendix_a"]
    rows[0] = rows[0] | {"products": 0}
    package = company.package(appendix_a=rows)
    assert _told(package) == [("facility-without-product", "warning")]
    assert package.problems[0].message.startswith("1 facility of Appendix A was declared only by suppliers")


def test_a_late_filing_date_is_told() -> None:
    late = replace(company.PARAMETERS, filing_date=date(2026, 6, 2))
    assert "deadline" in {problem.rule for problem in company.package(parameters=late).problems}


def test_a_metal_only_suppliers_name_is_told() -> None:
    products = [company.PROFILE["covered_products"][0]]
    package = company.package({"covered_products": products})
    assert [p.message[:8] for p in package.problems if p.rule == "metal-not-in-profile"] == ["Tungsten"]
    assert "gold, tantalum, and tin are necessary" in read_page(package.files["sd.htm"]).text


def test_two_status_lists_put_their_dates_into_the_status() -> None:
    rows = company.tables()["appendix_a"]
    rows[0] = rows[0] | {"status_as_of": date(2026, 2, 1), "status_source": "other_list.csv"}
    text = read_page(company.package(appendix_a=rows).files["ex101.htm"]).text
    assert "(February 1, 2026)" in text
    assert "\u201cother_list.csv\u201d as of February 1, 2026" in text


def test_a_year_without_suppliers_or_facilities_is_told() -> None:
    rules = {problem.rule for problem in company.package(**company.no_tables()).problems}
    assert rules == {"no-inquiry", "no-facilities"}


def test_the_form_does_not_name_its_signing_day() -> None:
    text = read_page(company.package({"sample": False}, FINAL).files["sd.htm"]).text
    assert "May 20, 2026" not in text
    assert "due by June 1, 2026" in read_page(company.package().files["sd.htm"]).text
