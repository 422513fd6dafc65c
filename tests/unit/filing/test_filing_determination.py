"""The decision flow: each case gives the proposal a careful lawyer would expect, with its evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import filing_company as company
import pytest

from include.filing.determination import Determination, propose
from include.filing.doubts import CONTRADICTIONS, GAPS
from include.settings import METALS

YEAR = company.YEAR
TIN_ONLY = [{"name": "Brackets", "description": "Parts.", "metals": ["Tin"], "reason": "Solder."}]
GOLD_AND_TIN = [{"name": "Boards", "description": "Boards.", "metals": ["Gold", "Tin"], "reason": "Solder."}]


def _clean(answers: list[dict[str, Any]], suppliers: int = 2, **more: Any) -> dict[str, Any]:
    """Marts of a year in which nothing is missing or open: only the answers differ from case to case."""
    tables: dict[str, Any] = company.no_tables()
    tables["supplier_status"] = [company.supplier(number, "complete") for number in range(1, suppliers + 1)]
    tables["declaration_status"] = [company.declaration(number) for number in range(1, suppliers + 1)]
    tables["response_rate"] = [company.rate("product", measure, 3, 3) for measure in ("represented", "fully_covered")]
    return tables | {"metal_answer": answers} | more


def _proposed(tables: dict[str, Any], products: list[dict[str, Any]] | None) -> Determination:
    return propose(company.marts(**tables), company.profile(covered_products=products), YEAR, company.AS_OF)


def _both(metal: str, q3: str | None, q5: str | None = "No", **more: Any) -> list[dict[str, Any]]:
    return [company.answer(number, metal, q3, q5, **more) for number in (1, 2)]


def _conclusion(found: Determination, metal: str) -> str:
    return next(item.conclusion for item in found.metals if item.metal == metal)


def test_all_no_from_every_supplier_supports_the_body_alone() -> None:
    found = _proposed(_clean(_both("Tin", "No")), TIN_ONLY)
    assert (found.outcome, found.items, found.exhibits) == ("form_sd_only", ("1.01",), ())
    assert _conclusion(found, "Tin") == "not_covered_countries"


def test_all_recycled_supports_the_body_alone() -> None:
    found = _proposed(_clean(_both("Tin", "Unknown", "Yes")), TIN_ONLY)
    assert (found.outcome, _conclusion(found, "Tin")) == ("form_sd_only", "recycled_or_scrap")


def test_one_recycled_and_one_not_covered_supports_the_body_alone() -> None:
    answers = [company.answer(1, "Tin", None, "Yes"), company.answer(2, "Tin", "No", "No")]
    found = _proposed(_clean(answers), TIN_ONLY)
    assert (found.outcome, _conclusion(found, "Tin")) == ("form_sd_only", "not_covered_or_recycled")


def test_recycled_gold_does_not_carry_unknown_tin() -> None:
    found = _proposed(_clean(_both("Gold", "No", "Yes") + _both("Tin", "Unknown")), GOLD_AND_TIN)
    assert (found.outcome, found.exhibits) == ("with_conflict_minerals_report", ("1.01",))
    assert (_conclusion(found, "Gold"), _conclusion(found, "Tin")) == ("recycled_or_scrap", "undetermined")


CONTRARY: dict[str, dict[str, Any]] = {
    "one supplier silent": {
        "supplier_status": [company.supplier(1, "complete"), company.supplier(2, "no_response")],
    },
    "one supplier never valid": {
        "supplier_status": [company.supplier(1, "complete"), company.supplier(2, "answered_incomplete")],
    },
    "an answer of a declaration with a critical finding": {"metal_answer": _both("Tin", "No", valid=False)},
    "one Unknown": {"metal_answer": [company.answer(1, "Tin", "No"), company.answer(2, "Tin", "Unknown")]},
    "one empty answer": {"metal_answer": [company.answer(1, "Tin", "No"), company.answer(2, "Tin", None)]},
    "use left open": {"metal_answer": [company.answer(1, "Tin", "No"), company.answer(2, "Tin", "No", q1=None)]},
    "a smelter not identified": {"smelter_accounting": [company.accounting(1, "Tin", "not_yet_identified")]},
    "a name under review": {"smelter_accounting": [company.accounting(1, "Tin", "awaiting_review")]},
    "a declaration tied to nobody": {"declaration_status": [company.declaration(9, supplier_id=None)]},
    "nobody declares the metal": {"metal_answer": []},
}


@pytest.mark.parametrize("case", CONTRARY)
def test_anything_missing_or_open_keeps_the_full_report(case: str) -> None:
    found = _proposed(_clean(_both("Tin", "No")) | CONTRARY[case], TIN_ONLY)
    assert found.outcome == "with_conflict_minerals_report"
    assert _conclusion(found, "Tin") == "undetermined"


def _against(found: Determination, metal: str) -> list[tuple[int, str]]:
    evidence = next(item.evidence for item in found.metals if item.metal == metal)
    return [(item.count, item.source) for item in evidence if item.supports == "report"]


@pytest.mark.parametrize("rates", [{"represented": 3, "fully_covered": 1}, {"represented": 3}])
def test_products_not_fully_covered_keep_the_full_report(rates: dict[str, int]) -> None:
    rows = [company.rate("product", measure, number, 3) for measure, number in rates.items()]
    found = _proposed(_clean(_both("Tin", "No"), response_rate=rows), TIN_ONLY)
    assert (found.outcome, _conclusion(found, "Tin")) == ("with_conflict_minerals_report", "undetermined")
    assert _against(found, "Tin") == [(3 - rates.get("fully_covered", 0), "response_rate")]


@pytest.mark.parametrize(
    "code",
    [
        "part_supplier_unknown",
        "bill_supplier_missing",
        "supplier_untied",
        "supplier_tie_disagrees",
        "supplier_list_missing",
        "file_quarantined",
    ],
)
def test_a_gap_in_coverage_keeps_the_full_report_for_every_metal(code: str) -> None:
    gaps = [company.finding(code, "V0404"), company.finding(code, "V0405")]
    found = _proposed(_clean(_both("Tin", "No") + _both("Gold", "No", "Yes"), finding=gaps), GOLD_AND_TIN)
    assert found.outcome == "with_conflict_minerals_report"
    for metal in ("Gold", "Tin"):
        assert (_conclusion(found, metal), _against(found, metal)) == ("undetermined", [(2, "finding")])


CONTRADICTED = [
    "q3_no_while_inquiry_incomplete",
    "q3_no_while_origin_covered",
    "q3_no_while_facility_covered",
    "q3_no_while_origin_data_covered",
    "q5_yes_while_row_not_recycled",
    "q7_yes_while_q6_below_100",
    "q8_no",
    "smelter_awaiting_review",
    "smelter_not_yet_identified",
]


@pytest.mark.parametrize("code", CONTRADICTED)
def test_a_contradicted_answer_keeps_the_full_report_for_its_metal_alone(code: str) -> None:
    doubts = [company.finding(code, "Tin: 50%")]
    found = _proposed(_clean(_both("Tin", "No") + _both("Gold", "No", "Yes"), finding=doubts), GOLD_AND_TIN)
    assert found.outcome == "with_conflict_minerals_report"
    assert (_conclusion(found, "Tin"), _against(found, "Tin")) == ("undetermined", [(1, "finding")])
    assert (_conclusion(found, "Gold"), _against(found, "Gold")) == ("recycled_or_scrap", [])


@pytest.mark.parametrize("value", [None, "a name without a metal", "Tinn: a smelter"])
def test_a_doubt_that_names_no_metal_counts_against_each(value: str | None) -> None:
    doubts = [company.finding("smelter_not_yet_identified", value)]
    assert _conclusion(_proposed(_clean(_both("Tin", "No"), finding=doubts), TIN_ONLY), "Tin") == "undetermined"


def test_a_contradiction_mended_in_a_newer_declaration_is_no_doubt() -> None:
    mended = [company.finding("q8_no", "Tin: No", state="closed")]
    assert _proposed(_clean(_both("Tin", "No"), finding=mended), TIN_ONLY).outcome == "form_sd_only"


@pytest.mark.parametrize("code", ["q8_no", "file_quarantined"])
def test_a_waiver_does_not_settle_where_a_metal_comes_from(code: str) -> None:
    waived = [company.finding(code, "Tin: No", state="waived")]
    assert _conclusion(_proposed(_clean(_both("Tin", "No"), finding=waived), TIN_ONLY), "Tin") == "undetermined"


def test_a_declaration_of_nobody_that_was_set_aside_leaves_nothing_open() -> None:
    tables = _clean(_both("Tin", "No"))
    stranger = company.declaration(9, supplier_id=None, valid=False)
    assert _conclusion(_proposed(tables | {"declaration_status": [stranger]}, TIN_ONLY), "Tin") == "undetermined"
    aside = [stranger | {"set_aside": True}]
    assert _proposed(tables | {"declaration_status": aside}, TIN_ONLY).outcome == "form_sd_only"


def test_every_code_that_is_weighed_is_one_the_rules_can_raise() -> None:
    rules = "".join(
        path.read_text(encoding="utf-8") for path in (Path(__file__).parents[3] / "expectations").glob("*.yaml")
    )
    assert [code for code in (*GAPS, *CONTRADICTIONS) if f"code: {code}," not in rules] == []


def test_other_findings_do_not_keep_the_full_report() -> None:
    other = [company.finding("effective_date_in_future", "2027-01-01")]
    assert _proposed(_clean(_both("Tin", "No"), finding=other), TIN_ONLY).outcome == "form_sd_only"


def test_one_yes_among_many_no_is_reason_to_believe() -> None:
    answers = [company.answer(number, "Tin", "Yes" if number == 7 else "No") for number in range(1, 21)]
    found = _proposed(_clean(answers, suppliers=20), TIN_ONLY)
    assert _conclusion(found, "Tin") == "may_originate_in_covered_countries"
    against = [(item.count, item.source) for item in found.metals[2].evidence if item.supports == "report"]
    assert against == [(1, "metal_answer")]
    assert any(item.supports == "body_only" and item.count == 19 for item in found.metals[2].evidence)


def test_an_origin_record_outweighs_answers_of_no() -> None:
    rwanda = [row for row in company.tables()["country_of_origin"] if row["metal"] == "Tin" and row["covered_country"]]
    found = _proposed(_clean(_both("Tin", "No"), country_of_origin=rwanda), TIN_ONLY)
    assert _conclusion(found, "Tin") == "may_originate_in_covered_countries"


def test_a_facility_in_a_covered_country_outweighs_answers_of_no() -> None:
    facility = company.tables()["appendix_a"][25] | {"metal": "Tin", "facility_country": "Rwanda"}
    found = _proposed(_clean(_both("Tin", "No"), appendix_a=[facility]), TIN_ONLY)
    assert _conclusion(found, "Tin") == "may_originate_in_covered_countries"


def test_a_quarter_of_answers_all_no_is_not_enough() -> None:
    suppliers = [company.supplier(n, "complete" if n <= 26 else "no_response") for n in range(1, 101)]
    answers = [company.answer(number, "Tin", "No") for number in range(1, 27)]
    found = _proposed(_clean(answers, supplier_status=suppliers), TIN_ONLY)
    assert found.outcome == "with_conflict_minerals_report"
    assert any(item.count == 74 and "without a response" in item.fact for item in found.metals[2].evidence)


def test_a_metal_no_product_and_no_supplier_uses_is_left_out() -> None:
    unused = [company.answer(1, "Tungsten", None, None, q1="No", q2=None)]
    found = _proposed(_clean(_both("Tin", "No") + unused), TIN_ONLY)
    assert _conclusion(found, "Tungsten") == "not_necessary"
    assert found.outcome == "form_sd_only"


def test_a_metal_only_a_supplier_declares_comes_into_scope() -> None:
    found = _proposed(_clean(_both("Tin", "No") + _both("Tungsten", "Yes")), TIN_ONLY)
    assert _conclusion(found, "Tungsten") == "may_originate_in_covered_countries"
    assert found.outcome == "with_conflict_minerals_report"


def test_a_catalogue_without_a_product_in_scope_needs_no_filing() -> None:
    tables = company.no_tables() | {"response_rate": [company.rate("product", "represented", 0, 0)]}
    found = _proposed(tables, None)
    assert (found.outcome, found.items, found.exhibits) == ("not_applicable", (), ())


def test_no_data_at_all_is_no_evidence_and_keeps_every_metal() -> None:
    found = _proposed(company.no_tables(), None)
    assert found.outcome == "with_conflict_minerals_report"
    assert {item.conclusion for item in found.metals} == {"undetermined"}


def test_covered_products_in_the_profile_outweigh_an_empty_catalogue() -> None:
    tables = company.no_tables() | {"response_rate": [company.rate("product", "represented", 0, 0)]}
    assert _proposed(tables, TIN_ONLY).outcome == "with_conflict_minerals_report"


def test_the_code_never_determines_and_never_relies_on_a_staff_position() -> None:
    found = propose(company.marts(), company.profile(), YEAR, company.AS_OF).as_json()
    assert (found["determined_by"], found["determined_on"]) == (None, None)
    assert found["relies_on_staff_position"] is False
    assert [item["metal"] for item in json.loads(json.dumps(found))["metals"]] == list(METALS)


def test_an_emrt_is_no_evidence_for_or_against_a_conflict_mineral() -> None:
    emrt = {"template_kind": "emrt"}
    others = {
        "smelter_accounting": [company.accounting(1, metal, "awaiting_review", **emrt) for metal in ("Tin", "Cobalt")],
        "declaration_status": [company.declaration(9, supplier_id=None, **emrt)],
        "finding": [
            company.finding(code, "Cobalt: x", **emrt) for code in ("supplier_untied", "smelter_awaiting_review")
        ],
    }
    answers = _both("Tin", "No")
    clean = _clean(answers)
    joined = clean | {name: [*clean.get(name, []), *rows] for name, rows in others.items()}

    assert _proposed(joined, TIN_ONLY) == _proposed(clean, TIN_ONLY)


def test_a_metal_in_scope_by_all_that_an_old_revision_asks_is_not_left_open() -> None:
    old = [company.answer(number, "Tin", "No", q2=None) | {"in_scope": True} for number in (1, 2)]

    assert _proposed(_clean(old), TIN_ONLY) == _proposed(_clean(_both("Tin", "No")), TIN_ONLY)
