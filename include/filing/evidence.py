"""Evidence for and against filing Form SD without a Conflict Minerals Report, counted per metal from the marts.

Form SD, Item 1.01(b): the body alone suffices only where the registrant determined, or has no reason to doubt, that
its minerals did not originate in the covered countries or came from recycled or scrap sources. Silence and "Unknown"
are counted against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from include.filing.countries import covered_names, natural_name
from include.filing.doubts import Doubt, contradictions, gaps_in_coverage, products_not_covered
from include.filing.inputs import Marts, Row, survey_rows
from include.settings import CompanyProfile

Supports = Literal["body_only", "report", "no_filing", "in_scope", "neither"]
UNRESOLVED = ("not_yet_identified", "awaiting_review", "supplier_untied")
"""Outcomes of a declared smelter row that leave the facility, and so its origin, open."""


@dataclass(frozen=True)
class Evidence:
    """One counted fact, the side it supports, and the mart it was counted in."""

    supports: Supports
    fact: str
    count: int
    source: str


@dataclass(frozen=True)
class MetalEvidence:
    """Counts for one metal; a user is a supplier with an answer that says it uses the metal, or may use it."""

    metal: str
    in_profile: bool
    appendix_rows: int
    users: int
    recycled: int
    not_covered: int
    open_answers: int
    covered_country_answers: int
    partly_invalid: int
    covered_country_records: int
    covered_country_facilities: int
    other_country_records: int
    unresolved_rows: int
    silent_suppliers: int
    incomplete_suppliers: int
    untied_declarations: int
    products_not_covered: int
    doubts: tuple[Doubt, ...]

    @property
    def necessary(self) -> bool:
        """Whether anything says that products in scope need this metal."""
        return self.in_profile or bool(self.users or self.appendix_rows or self.unresolved_rows)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing: a user, valid answers from all for every product, no facility or doubt open."""
        missing = (self.open_answers, self.partly_invalid, self.unresolved_rows, self.silent_suppliers)
        gaps = (self.incomplete_suppliers, self.untied_declarations, self.products_not_covered)
        return self.users > 0 and not any((*missing, *gaps, *self.doubts))

    def evidence(self) -> tuple[Evidence, ...]:
        """The counts that are not zero, as facts in plain words, always in the same order."""
        rows: list[tuple[Supports, str, int, str]] = [
            ("in_scope", "the company profile names the metal for a covered product", int(self.in_profile), "profile"),
            ("in_scope", "facilities of this metal in Appendix A", self.appendix_rows, "appendix_a"),
            ("in_scope", "suppliers whose declarations use the metal or leave it open", self.users, "metal_answer"),
            (
                "body_only",
                "suppliers that declare all of it recycled or scrap (question 5: Yes)",
                self.recycled,
                "metal_answer",
            ),
            (
                "body_only",
                "suppliers that declare none from the covered countries (question 3: No)",
                self.not_covered,
                "metal_answer",
            ),
            (
                "neither",
                "origin records that name countries outside the covered countries",
                self.other_country_records,
                "country_of_origin",
            ),
            (
                "report",
                "suppliers with an answer that some is from the covered countries (question 3: Yes)",
                self.covered_country_answers,
                "metal_answer",
            ),
            ("report", "origin records that name a covered country", self.covered_country_records, "country_of_origin"),
            ("report", "facilities of this metal in a covered country", self.covered_country_facilities, "appendix_a"),
            (
                "report",
                "suppliers whose answers leave the origin open (Unknown or empty)",
                self.open_answers,
                "metal_answer",
            ),
            (
                "report",
                "suppliers with a declaration that has an open critical finding",
                self.partly_invalid,
                "metal_answer",
            ),
            ("report", "declared facilities not identified", self.unresolved_rows, "smelter_accounting"),
            (
                "report",
                "vendor numbers in scope without a response",
                self.silent_suppliers,
                "supplier_status",
            ),
            (
                "report",
                "vendor numbers in scope whose declarations are not all valid",
                self.incomplete_suppliers,
                "supplier_status",
            ),
            ("report", "declarations not tied to a supplier", self.untied_declarations, "declaration_status"),
            (
                "report",
                "products in scope that valid declarations do not reach in every part",
                self.products_not_covered,
                "response_rate",
            ),
            *(("report", fact, count, "finding") for fact, count in self.doubts),
        ]
        return tuple(Evidence(*row) for row in rows if row[2])


def gather(marts: Marts, profile: CompanyProfile, reporting_year: int, metal: str) -> MetalEvidence:
    """Count everything the marts say about one metal in one year."""

    def of_metal(table: str) -> list[Row]:
        return [row for row in marts.rows(table, reporting_year) if row["metal"] == metal]

    suppliers = [row for row in marts.rows("supplier_status", reporting_year) if row["in_scope"]]
    responses = [row["response"] for row in suppliers]
    origins = [row for row in of_metal("country_of_origin") if not row["recycled"]]
    facilities = of_metal("appendix_a")
    users = _by_supplier(row for row in of_metal("metal_answer") if _may_use(row))
    return MetalEvidence(
        metal=metal,
        in_profile=any(metal in product.metals for product in profile.covered_products),
        appendix_rows=len(facilities),
        users=len(users),
        recycled=sum(all(row["q5"] == "Yes" for row in rows) for rows in users),
        not_covered=sum(all(row["q3"] == "No" for row in rows) for rows in users),
        open_answers=sum(any(_open(row) for row in rows) for rows in users),
        covered_country_answers=sum(any(row["q3"] == "Yes" for row in rows) for rows in users),
        partly_invalid=sum(any(not row["valid"] for row in rows) for rows in users),
        covered_country_records=sum(1 for row in origins if row["covered_country"]),
        covered_country_facilities=sum(
            1 for row in facilities if natural_name(row["facility_country"]) in covered_names()
        ),
        other_country_records=sum(1 for row in origins if not row["covered_country"]),
        unresolved_rows=sum(
            1
            for row in survey_rows(marts, "smelter_accounting", reporting_year)
            if row["metal"] == metal and row["outcome"] in UNRESOLVED
        ),
        silent_suppliers=responses.count("no_response"),
        incomplete_suppliers=responses.count("answered_incomplete"),
        untied_declarations=sum(
            1
            for row in survey_rows(marts, "declaration_status", reporting_year)
            if not row["supplier_id"] and not row["set_aside"]
        ),
        products_not_covered=products_not_covered(marts, reporting_year),
        doubts=(*gaps_in_coverage(marts, reporting_year), *contradictions(marts, reporting_year, metal)),
    )


def covered_products_evidence(marts: Marts, profile: CompanyProfile, reporting_year: int) -> list[Evidence]:
    """Whether any product is in scope: an empty catalogue proves nothing, a catalogue with none in scope does."""
    found: list[Evidence] = []
    if profile.covered_products:
        found.append(
            Evidence(
                "in_scope", "covered product families in the company profile", len(profile.covered_products), "profile"
            )
        )
    rates = [row for row in marts.rows("response_rate", reporting_year) if row["basis"] == "product"]
    products = max((row["denominator"] for row in rates), default=None)
    if products:
        found.append(Evidence("in_scope", "products in scope in the product catalogue", products, "response_rate"))
    elif products == 0:
        found.append(Evidence("no_filing", "products in scope in the product catalogue", 0, "response_rate"))
    suppliers = sum(1 for row in marts.rows("supplier_status", reporting_year) if row["in_scope"])
    if suppliers:
        found.append(Evidence("in_scope", "vendor numbers that supply products in scope", suppliers, "supplier_status"))
    return found


def _by_supplier(rows: Iterable[Row]) -> list[list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["supplier_id"]].append(row)
    return [grouped[supplier] for supplier in sorted(grouped)]


def _may_use(row: Row) -> bool:
    """A supplier is out for a metal only by saying No to question 1 or 2; an empty answer keeps it in."""
    return row["in_scope"] is not False


def _open(row: Row) -> bool:
    """Neither "recycled: Yes" nor a clear answer on the covered countries, or no clear answer on use itself."""
    return row["in_scope"] is None or (row["q5"] != "Yes" and row["q3"] not in ("Yes", "No"))
