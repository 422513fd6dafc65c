"""What the marts of a year say of one metal, as the rules of the roll-up need it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from include.filing.countries import covered_names, natural_name
from include.filing.inputs import Marts, Row, survey_rows
from include.settings import CompanyProfile

UNRESOLVED = ("awaiting_review", "not_yet_identified", "supplier_untied")
"""Outcomes of a declared smelter row that leave open which facility it means."""


@dataclass(frozen=True)
class Survey:
    """How far the survey came: suppliers as entities (``response_rate``), and declarations nobody is known for."""

    asked: int
    received: int
    valid: int
    untied: int

    @property
    def complete(self) -> bool:
        """Every supplier asked has answered validly, and no declaration is without a supplier."""
        return self.asked > 0 and self.valid == self.asked and not self.untied

    def gaps(self) -> list[str]:
        """What is missing, in plain words; empty when the survey is complete."""
        if not self.asked:
            return ["no supplier is in scope of the survey"]
        counted = {
            "suppliers without a response": self.asked - self.received,
            "suppliers whose declarations are not valid": self.received - self.valid,
            "declarations not tied to a supplier": self.untied,
        }
        return [f"{what}: {number}" for what, number in counted.items() if number]


@dataclass(frozen=True)
class MetalEvidence:
    """One metal: the answers of the declarations that count, and the facilities they name."""

    metal: str
    survey: Survey
    products: tuple[str, ...]
    answers: tuple[Row, ...]
    facilities: frozenset[str]
    consolidated: frozenset[str]
    unresolved: Mapping[str, int]
    covered_facilities: int
    covered_origins: tuple[str, ...]

    @property
    def users(self) -> tuple[Row, ...]:
        """Answers of declarations that use the metal or leave it open: only No to question 1 or 2 takes one out."""
        return tuple(row for row in self.answers if row["in_scope"] is not False)


def gather(marts: Marts, profile: CompanyProfile, reporting_year: int, metals: Sequence[str]) -> list[MetalEvidence]:
    """The evidence for each metal of one year."""
    survey = _survey(marts, reporting_year)
    return [_of_metal(marts, profile, reporting_year, metal, survey) for metal in metals]


def _survey(marts: Marts, reporting_year: int) -> Survey:
    rates = {row["measure"]: row for row in marts.rows("response_rate", reporting_year) if row["basis"] == "supplier"}
    untied = [
        row
        for row in survey_rows(marts, "declaration_status", reporting_year)
        if not row["supplier_id"] and not row["set_aside"] and not row["superseded_by"]
    ]
    asked = max((row["denominator"] for row in rates.values()), default=0)
    received, valid = (rates[name]["numerator"] if name in rates else 0 for name in ("received", "valid"))
    return Survey(asked, received, valid, len(untied))


def _of_metal(marts: Marts, profile: CompanyProfile, reporting_year: int, metal: str, survey: Survey) -> MetalEvidence:
    appendix = [row for row in marts.rows("appendix_a", reporting_year) if row["metal"] == metal]
    declared = survey_rows(marts, "smelter_accounting", reporting_year)
    origins = [row for row in marts.rows("country_of_origin", reporting_year) if row["metal"] == metal]
    return MetalEvidence(
        metal=metal,
        survey=survey,
        products=tuple(product.name for product in profile.covered_products if metal in product.metals),
        answers=tuple(row for row in marts.rows("metal_answer", reporting_year) if row["metal"] == metal),
        facilities=frozenset(row["smelter_cid"] for row in appendix),
        consolidated=frozenset(
            row["smelter_cid"] for row in declared if row["metal"] == metal and row["outcome"] == "consolidated"
        ),
        # A row without a metal may be of any.
        unresolved=Counter(
            row["outcome"] for row in declared if row["metal"] in (metal, None) and row["outcome"] in UNRESOLVED
        ),
        covered_facilities=sum(natural_name(row["facility_country"]) in covered_names() for row in appendix),
        covered_origins=tuple(sorted({row["origin_country"] for row in origins if row["covered_country"]})),
    )
