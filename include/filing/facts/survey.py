"""The supplier survey: who was asked, who answered, what was checked, and what was asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from include.filing.facts.base import fact, positive
from include.filing.inputs import Marts, Parameters, Row, survey_rows
from include.filing.wording import clean_text, count, join_and, long_date, percent
from include.findings import UNSETTLED

LETTERS = {
    "survey": "Survey request",
    "reminder": "Reminder",
    "correction": "Request to correct or complete",
    "official_notice": "Official notice",
    "closing": "Closing letter",
}
"""Kinds of letter in the order of the escalation, with the label tables show."""


@dataclass(frozen=True)
class RateLine:
    """One line of the response table: how many of how many, and the share in words."""

    measure: str
    number: int
    of: int
    share: str


@dataclass(frozen=True)
class LetterLine:
    """Letters of one kind: how many, to how many suppliers, and between which dates."""

    kind: str
    letters: int
    suppliers: int
    dates: str


@dataclass(frozen=True, kw_only=True)
class SurveyFacts:
    """Figures of the survey; None where there is nothing to say."""

    cut_off: str | None = fact("cut-off date of the rates", "response_rate.cut_off")
    checked_on: str | None = fact("day on which findings are as told; the cut-off or later", "parameters.as_of")
    suppliers_in_scope: int | None = fact("suppliers in scope and not exempt", "response_rate.denominator (supplier)")
    suppliers_exempt: int | None = fact("suppliers exempt with a recorded reason", "response_rate.exempt (supplier)")
    suppliers_surveyed: int | None = fact(
        "suppliers surveyed; None without a record that anyone was asked", "response_rate.numerator (surveyed)"
    )
    suppliers_received: int | None = fact("suppliers that sent a declaration", "response_rate.numerator (received)")
    received_share: str | None = fact("share of suppliers that sent one", "response_rate (received)")
    suppliers_late: int | None = fact("suppliers that first sent one later", "response_rate.late (received)")
    suppliers_valid: int | None = fact("suppliers whose declarations are all valid", "response_rate.numerator (valid)")
    valid_share: str | None = fact("their share", "response_rate (valid)")
    products_in_scope: int | None = fact("products in scope", "response_rate.denominator (product)")
    products_represented: int | None = fact("products with a responding supplier", "response_rate (represented)")
    products_fully_covered: int | None = fact(
        "products whose every part a valid declaration reaches", "response_rate (fully_covered)"
    )
    response_table: tuple[RateLine, ...] = fact("response rates", "response_rate")
    suppliers_no_response: int | None = fact(
        "suppliers without one by the cut-off", "response_rate (all less received)"
    )
    suppliers_incomplete: int | None = fact(
        "suppliers with a not valid declaration", "response_rate (received less valid)"
    )
    declarations: int | None = fact("declarations that count and are tied", "declaration_status")
    declarations_superseded: int | None = fact("declarations a newer one replaced", "declaration_status.superseded_by")
    declarations_untied: int | None = fact("declarations tied to no supplier", "declaration_status.supplier_id")
    declarations_set_aside: int | None = fact(
        "declarations a person set aside with a recorded reason", "declaration_status.set_aside"
    )
    company_level: int | None = fact("declarations at company level", "declaration_status.declaration_scope")
    revisions: str | None = fact("template revisions received", "declaration_status.template_revision")
    findings_total: int | None = fact("open findings on these declarations", "finding")
    findings_critical: int | None = fact("open critical findings", "finding.severity")
    findings_rules: int | None = fact("rules with an open finding", "finding.code")
    findings_waived: int | None = fact("critical findings a person waived", "declaration_status.waived_findings")
    survey_suppliers: int | None = fact("suppliers sent the survey request", "outreach (survey)")
    survey_first_on: str | None = fact("day of the first survey request", "outreach.first_on (survey)")
    reminders: int | None = fact("reminders sent", "outreach.letters (reminder)")
    reminder_suppliers: int | None = fact("suppliers reminded", "outreach.suppliers (reminder)")
    corrections: int | None = fact("requests to correct sent", "outreach.letters (correction)")
    correction_suppliers: int | None = fact("suppliers asked to correct", "outreach.suppliers (correction)")
    notices: int | None = fact("official notices sent", "outreach.letters (official_notice)")
    notice_suppliers: int | None = fact("suppliers sent an official notice", "outreach.suppliers (official_notice)")
    letters_table: tuple[LetterLine, ...] = fact("letters by kind", "outreach")


def survey_facts(marts: Marts, parameters: Parameters) -> SurveyFacts:
    """Count the survey of one year."""
    year = parameters.reporting_year
    statuses = survey_rows(marts, "declaration_status", year)
    counted = {row["file_sha256"] for row in _counted(statuses)}
    findings = [
        row
        for row in survey_rows(marts, "finding", year)
        if row["severity"] != "info" and row["file_sha256"] in counted and row["state"] in UNSETTLED
    ]
    return SurveyFacts(
        **_rates(marts.rows("response_rate", year), parameters.as_of),
        **_declarations(statuses),
        findings_total=positive(len(findings)),
        findings_critical=positive(sum(1 for row in findings if row["severity"] == "critical")),
        findings_rules=positive(len({row["code"] for row in findings})),
        findings_waived=positive(sum(row["waived_findings"] for row in _counted(statuses))),
        **_letters(marts.rows("outreach", year)),
    )


_MEASURES = {
    ("supplier", "surveyed"): "Suppliers surveyed",
    ("supplier", "received"): "Suppliers that submitted a declaration",
    ("supplier", "valid"): "Suppliers whose declarations are all valid",
    ("product", "represented"): "Covered products with at least one responding supplier",
    ("product", "fully_covered"): "Covered products whose every part a valid declaration reaches",
}


def _rates(rows: list[Row], as_of: date) -> dict[str, Any]:
    rates = {(row["basis"], row["measure"]): row for row in rows}
    lines = [(label, rates[key]) for key, label in _MEASURES.items() if _shown(key, rates)]
    suppliers = next((row for (basis, _), row in rates.items() if basis == "supplier"), None)
    products = next((row for (basis, _), row in rates.items() if basis == "product"), None)
    cut_offs = [row["cut_off"] for row in rows if row["cut_off"]]

    def reached(basis: str, measure: str) -> int | None:
        row = rates.get((basis, measure))
        return row["numerator"] if row and row["denominator"] else None

    def share(measure: str) -> str | None:
        row = rates.get(("supplier", measure))
        return percent(row["numerator"], row["denominator"]) if row else None

    asked = suppliers["denominator"] if suppliers else None
    return {
        "cut_off": long_date(max(cut_offs)) if cut_offs else None,
        "checked_on": long_date(max(as_of, *cut_offs)) if cut_offs else None,
        "suppliers_in_scope": asked or None,
        "suppliers_exempt": positive(suppliers["exempt"] or 0) if suppliers else None,
        "suppliers_surveyed": reached("supplier", "surveyed") or None,
        "suppliers_received": reached("supplier", "received"),
        "received_share": share("received"),
        "suppliers_late": positive(rates.get(("supplier", "received"), {"late": 0})["late"]),
        "suppliers_valid": reached("supplier", "valid"),
        "suppliers_no_response": _less(asked, reached("supplier", "received")),
        "suppliers_incomplete": _less(reached("supplier", "received"), reached("supplier", "valid")),
        "valid_share": share("valid"),
        "products_in_scope": positive(products["denominator"]) if products else None,
        "products_represented": reached("product", "represented"),
        "products_fully_covered": reached("product", "fully_covered"),
        "response_table": tuple(
            RateLine(label, row["numerator"], row["denominator"], percent(row["numerator"], row["denominator"]) or "")
            for label, row in lines
        ),
    }


def _shown(key: tuple[str, str], rates: Mapping[tuple[str, str], Row]) -> bool:
    """Whether a rate has a line: there is somebody to count, and "surveyed" has a record that anyone was asked."""
    return key in rates and rates[key]["denominator"] > 0 and (key[1] != "surveyed" or rates[key]["numerator"] > 0)


def _less(whole: int | None, part: int | None) -> int | None:
    """What is left of the whole; None when nothing is left, or when a figure is missing."""
    return None if whole is None or part is None else positive(whole - part)


def _declarations(rows: list[Row]) -> dict[str, Any]:
    counted = _counted(rows)
    revisions = Counter(row["template_revision"] for row in counted if row["template_revision"])
    ordered = sorted(revisions, key=_age)
    named = [f"{clean_text(revision)} ({count(revisions[revision], 'declaration')})" for revision in ordered]
    return {
        "declarations": positive(len(counted)),
        "declarations_superseded": positive(sum(1 for row in rows if row["superseded_by"])),
        "declarations_untied": positive(sum(1 for row in rows if not row["supplier_id"] and not row["set_aside"])),
        "declarations_set_aside": positive(sum(1 for row in rows if row["set_aside"] and not row["superseded_by"])),
        "company_level": positive(sum(1 for row in counted if row["declaration_scope"] == "company")),
        "revisions": join_and(named) or None,
    }


def _counted(rows: list[Row]) -> list[Row]:
    """The declarations the report rests on: tied to a supplier, not replaced by a newer one, and not set aside."""
    return [row for row in rows if not row["superseded_by"] and row["supplier_id"] and not row["set_aside"]]


def _age(revision: str) -> tuple[int, str, str]:
    """Order of CMRT revisions: the part after the point is a decimal, so 6.31 (2023) is older than 6.4 (2024)."""
    major, _, minor = revision.partition(".")
    return int(major) if major.isdecimal() else 0, minor, revision


def _letters(rows: list[Row]) -> dict[str, Any]:
    by_kind = {row["letter_kind"]: row for row in rows if row["letters"]}
    lines = [(label, by_kind[kind]) for kind, label in LETTERS.items() if kind in by_kind]

    def number(kind: str, column: str) -> int | None:
        return by_kind[kind][column] if kind in by_kind else None

    return {
        "survey_suppliers": number("survey", "suppliers"),
        "survey_first_on": long_date(by_kind["survey"]["first_on"]) if "survey" in by_kind else None,
        "reminders": number("reminder", "letters"),
        "reminder_suppliers": number("reminder", "suppliers"),
        "corrections": number("correction", "letters"),
        "correction_suppliers": number("correction", "suppliers"),
        "notices": number("official_notice", "letters"),
        "notice_suppliers": number("official_notice", "suppliers"),
        "letters_table": tuple(
            LetterLine(label, row["letters"], row["suppliers"], _dates(row)) for label, row in lines
        ),
    }


def _dates(row: Row) -> str:
    first, last = long_date(row["first_on"]), long_date(row["last_on"])
    return first if first == last else f"{first} to {last}"
