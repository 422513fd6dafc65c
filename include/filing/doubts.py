"""Open findings that keep Form SD from standing without a Conflict Minerals Report.

Form SD, Item 1.01(b): the body alone rests on an inquiry that leaves no reason to doubt. A gap in coverage (a part
nobody answers for, a file that could not be used) leaves every metal open; an answer that another answer or row
contradicts leaves its metal open.
"""

from __future__ import annotations

from collections import Counter

from include.filing.inputs import Marts, Row, survey_rows
from include.settings import METALS

Doubt = tuple[str, int]
"""A kind of finding in plain words, and how many are open."""

GAPS = {
    "supplier_list_missing": "findings that no supplier list has been received",
    "part_supplier_unknown": "findings that the bill of materials names a supplier the supplier list does not have",
    "part_manufacturer_unknown": "findings that the supplier list lacks a manufacturer of the bill of materials",
    "bill_supplier_missing": "lines of the bill of materials that name no supplier",
    "supplier_untied": "findings that a declaration is not tied to a supplier",
    "supplier_tie_disagrees": "declarations for which the rules point at different suppliers",
    "file_quarantined": "files that could not be used",
}
"""Codes of ``finding`` that leave the coverage of the inquiry open, whatever the metal."""

CONTRADICTIONS = {
    "q3_no_while_inquiry_incomplete": "answers that rule covered countries out on an incomplete inquiry (question 3)",
    "q3_no_while_origin_covered": "answers that rule covered countries out beside a row that names one (question 3)",
    "q3_no_while_facility_covered": "answers that rule covered countries out beside a facility in one (question 3)",
    "q3_no_while_origin_data_covered": "answers that rule covered countries out against our origin data (question 3)",
    "q5_yes_while_row_not_recycled": "answers of all recycled or scrap beside a row that is not (question 5)",
    "q7_yes_while_q6_below_100": "answers that all smelters are identified while suppliers are missing (question 7)",
    "q8_no": "answers that not all known smelters are reported (question 8: No)",
    "smelter_awaiting_review": "findings that a person must say which facility a row means",
    "smelter_not_yet_identified": "findings that a declared facility is not identified",
}
"""Codes of ``finding`` about one metal; ``value`` starts with its name ("Tin: ...")."""


def gaps_in_coverage(marts: Marts, reporting_year: int) -> tuple[Doubt, ...]:
    """Open gaps of the year by code, none that counts zero, always in the same order."""
    counts = Counter(row["code"] for row in _not_closed(marts, reporting_year))
    return tuple((words, counts[code]) for code, words in GAPS.items() if counts[code])


def contradictions(marts: Marts, reporting_year: int, metal: str) -> tuple[Doubt, ...]:
    """Open contradictions of one metal by code; one that names none of the four metals counts against each of them.

    Findings on a declaration that a newer one replaced do not count: its answers do not count either. One that a person
    waived does: a waiver says that a supplier need not mend a cell, not where a metal comes from.
    """
    counts = Counter(row["code"] for row in _not_closed(marts, reporting_year) if _metal_of(row) in (metal, None))
    return tuple((words, counts[code]) for code, words in CONTRADICTIONS.items() if counts[code])


def products_not_covered(marts: Marts, reporting_year: int) -> int:
    """Products in scope that valid declarations do not reach in every part; 0 when no product is counted at all."""
    rates = [row for row in marts.rows("response_rate", reporting_year) if row["basis"] == "product"]
    reached: int = sum(row["numerator"] for row in rates if row["measure"] == "fully_covered")
    products: int = max((row["denominator"] for row in rates), default=0)
    return products - reached


def _not_closed(marts: Marts, reporting_year: int) -> list[Row]:
    return [row for row in survey_rows(marts, "finding", reporting_year) if row["state"] != "closed"]


def _metal_of(row: Row) -> str | None:
    head = (row["value"] or "").partition(":")[0].strip()
    return head if head in METALS else None
