"""Facilities, their statuses, and what became of every declared smelter row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from include.filing.countries import natural_name
from include.filing.evidence import UNRESOLVED
from include.filing.facts.base import fact, positive
from include.filing.inputs import Marts, Parameters, Row, survey_rows
from include.filing.wording import (
    STATUS_LABELS,
    STATUS_MEANINGS,
    clean_text,
    join_and,
    long_date,
    percent,
    status_key,
)
from include.settings import METALS

OUTCOMES = {
    "consolidated": "Consolidated into Appendix A",
    "duplicate": "Repeated within one declaration",
    "superseded": "Replaced by a newer declaration",
    "metal_out_of_scope": "For a metal the declaration itself declares out of scope",
    "not_yet_identified": "Reported as not yet identified",
    "supplier_untied": "In a declaration not tied to a supplier",
    "awaiting_review": "Name not matched to a known facility, under review",
    "rejected": "Rejected after review, with a recorded reason",
}
"""What can become of a declared smelter row, in the order in which tables show it."""
_SILENT = ("delisted", "listed_only", "unclear", "unknown")
"""Statuses that we take from no list: a file named beside one is silent about the facility, or not clear."""
_OPEN = {
    "not_yet_identified": "reported by the supplier itself as not yet identified",
    "awaiting_review": "with a name or number that we are still reviewing",
    "supplier_untied": "in declarations not tied to a supplier",
}


@dataclass(frozen=True)
class FacilityLine:
    """One line of Appendix A."""

    metal: str
    smelter_cid: str
    name: str
    country: str
    status: str


@dataclass(frozen=True)
class StatusLine:
    """Facilities of one metal by status, in the order of ``status_columns``, and their sum."""

    metal: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class OutcomeLine:
    """How many declared smelter rows ended in one outcome."""

    label: str
    rows: int


@dataclass(frozen=True)
class Meaning:
    """A status word in use and what it says."""

    label: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class SmelterFacts:
    """Figures of the reconciliation; None where there is nothing to say."""

    facilities: tuple[FacilityLine, ...] = fact("lines of Appendix A", "appendix_a")
    facilities_total: int | None = fact("lines of Appendix A", "appendix_a")
    facilities_distinct: int | None = fact(
        "facilities, where one stands under several metals", "appendix_a.smelter_cid"
    )
    facilities_by_metal: str | None = fact("lines of Appendix A by metal, in words", "appendix_a.metal")
    facility_countries: int | None = fact("countries in which the facilities stand", "appendix_a.facility_country")
    status_columns: tuple[str, ...] = fact("status words in use", "appendix_a.smelter_status")
    status_table: tuple[StatusLine, ...] = fact("facilities by metal and status, last line all metals", "appendix_a")
    status_meanings: tuple[Meaning, ...] = fact("what the status words in use say", "appendix_a.smelter_status")
    status_lists: str | None = fact("lists and dates behind the statuses", "appendix_a.status_source, status_as_of")
    status_dates: str | None = fact("dates of these lists", "appendix_a.status_as_of")
    conformant: int | None = fact("facilities with status conformant", "appendix_a.smelter_status")
    conformant_share: str | None = fact("their share", "appendix_a.smelter_status")
    active: int | None = fact("facilities with status active", "appendix_a.smelter_status")
    not_eligible: int | None = fact("facilities with status not eligible", "appendix_a.smelter_status")
    delisted: int | None = fact("facilities with status delisted", "appendix_a.smelter_status")
    status_unclear: int | None = fact(
        "facilities whose status a list leaves unclear, or lists contradict", "appendix_a.smelter_status, status_source"
    )
    without_status: int | None = fact(
        "facilities for which no list shows a status", "appendix_a.smelter_status, status_source"
    )
    facilities_outside: int | None = fact(
        "facilities declared only by suppliers of no covered product", "appendix_a.products"
    )
    rows_declared: int | None = fact("smelter rows in all declarations", "smelter_accounting")
    rows_unresolved: int | None = fact("rows whose facility is not resolved", "smelter_accounting.outcome")
    unresolved_parts: str | None = fact("these rows by outcome, in words", "smelter_accounting.outcome")
    outcome_table: tuple[OutcomeLine, ...] = fact("rows by outcome, last line their sum", "smelter_accounting.outcome")


def smelter_facts(marts: Marts, parameters: Parameters) -> SmelterFacts:
    """Count the facilities and the declared rows of one year."""
    appendix = marts.rows("appendix_a", parameters.reporting_year)
    return SmelterFacts(
        **_facilities(appendix),
        **_statuses(appendix),
        **_outcomes(survey_rows(marts, "smelter_accounting", parameters.reporting_year)),
    )


def _facilities(rows: list[Row]) -> dict[str, Any]:
    cids = {row["smelter_cid"] for row in rows}
    by_metal = Counter(row["metal"] for row in rows)
    dates = {row["status_as_of"] for row in rows if row["status_as_of"]}
    return {
        "facilities": tuple(_line(row, dated=len(dates) > 1) for row in sorted(rows, key=_order)),
        "facilities_total": positive(len(rows)),
        "facilities_distinct": len(cids) if len(cids) != len(rows) else None,
        "facilities_by_metal": join_and([f"{by_metal[metal]:,} of {metal.lower()}" for metal in _metals(by_metal)])
        or None,
        "facilities_outside": without_product(rows),
        "facility_countries": positive(len({natural_name(row["facility_country"]) for row in rows} - {""})),
    }


def without_product(rows: list[Row]) -> int | None:
    """How many of these rows of ``appendix_a`` no product in scope leads to; None when none, or when none has one.

    Where no row has a product there is no bill of materials, and nothing can be said.
    """
    outside = sum(1 for row in rows if not row["products"])
    return positive(outside) if outside < len(rows) else None


def _order(row: Row) -> tuple[str, str, str]:
    return row["metal"], (row["smelter_name_standard"] or "").casefold(), row["smelter_cid"]


def _line(row: Row, dated: bool) -> FacilityLine:
    status = STATUS_LABELS[status_key(row)]
    if dated and row["status_as_of"]:
        status = f"{status} ({long_date(row['status_as_of'])})"
    name = clean_text(row["smelter_name_standard"] or "")
    return FacilityLine(row["metal"], row["smelter_cid"], name, natural_name(row["facility_country"]), status)


def _statuses(rows: list[Row]) -> dict[str, Any]:
    counts = Counter(map(status_key, rows))
    used = [status for status in STATUS_LABELS if counts[status]]
    pairs = Counter((row["metal"], status_key(row)) for row in rows)
    metals = _metals(Counter(row["metal"] for row in rows))
    table = [_status_line(metal, [pairs[metal, status] for status in used]) for metal in metals]
    if len(table) > 1:
        table.append(_status_line("All metals", [counts[status] for status in used]))
    shown = [row for row in rows if row["status_as_of"] and status_key(row) not in _SILENT]
    lists = sorted({(row["status_as_of"], row["status_source"] or "") for row in shown})
    dates = sorted({row["status_as_of"] for row in rows if row["status_as_of"]})
    return {
        "status_columns": tuple(STATUS_LABELS[status] for status in used),
        "status_table": tuple(table),
        "status_meanings": tuple(Meaning(STATUS_LABELS[status], STATUS_MEANINGS[status]) for status in used),
        "status_lists": join_and(
            [f"the list \u201c{clean_text(name) or 'status list'}\u201d as of {long_date(day)}" for day, name in lists]
        )
        or None,
        "status_dates": join_and([long_date(day) for day in dates]) or None,
        "conformant": positive(counts["conformant"]),
        "conformant_share": percent(counts["conformant"], len(rows)),
        "active": positive(counts["active"]),
        "not_eligible": positive(counts["not_eligible"]),
        "delisted": positive(counts["delisted"]),
        "status_unclear": positive(counts["unclear"]),
        "without_status": positive(counts["listed_only"] + counts["unknown"]),
    }


def _status_line(metal: str, counts: list[int]) -> StatusLine:
    return StatusLine(metal, tuple(counts), sum(counts))


def _outcomes(rows: list[Row]) -> dict[str, Any]:
    counts = Counter(row["outcome"] for row in rows)
    table = [OutcomeLine(label, counts[outcome]) for outcome, label in OUTCOMES.items() if counts[outcome]]
    if table:
        table.append(OutcomeLine("All declared smelter rows", len(rows)))
    return {
        "rows_declared": positive(len(rows)),
        "rows_unresolved": positive(sum(counts[outcome] for outcome in UNRESOLVED)),
        "unresolved_parts": join_and([f"{counts[key]:,} {text}" for key, text in _OPEN.items() if counts[key]]) or None,
        "outcome_table": tuple(table),
    }


def _metals(found: Counter[str]) -> list[str]:
    """Metals found, the four of the law first; anything else is shown too rather than lost."""
    return [*(metal for metal in METALS if found[metal]), *sorted(set(found) - set(METALS))]
