"""The Form SD decision flow: for each metal what the evidence proposes, and so which form and exhibit.

Source: 17 CFR 240.13p-1 and Form SD (17 CFR 249b.400), Item 1.01. The code proposes; a named person determines, so
``determined_by`` stays null here. No reliance on a staff position is ever proposed: that is counsel's own decision.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from include.filing.evidence import Evidence, MetalEvidence, covered_products_evidence, gather
from include.filing.inputs import Marts
from include.filing.wording import join_and
from include.settings import METALS, CompanyProfile

Outcome = Literal["not_applicable", "form_sd_only", "with_conflict_minerals_report"]
Conclusion = Literal[
    "not_necessary",
    "recycled_or_scrap",
    "not_covered_countries",
    "not_covered_or_recycled",
    "may_originate_in_covered_countries",
    "undetermined",
]
BODY_ONLY: tuple[Conclusion, ...] = ("recycled_or_scrap", "not_covered_countries", "not_covered_or_recycled")
RULE_SOURCE = "17 CFR 240.13p-1; Form SD (17 CFR 249b.400), Item 1.01"

_REASONS: dict[Conclusion, str] = {
    "not_necessary": "No product in scope and no supplier declaration needs this metal.",
    "recycled_or_scrap": "Every supplier in the scope of the inquiry answered validly, and each that uses the metal "
    "declares it to be entirely from recycled or scrap sources; nothing contradicts this.",
    "not_covered_countries": "Every supplier in the scope of the inquiry answered validly, and each that uses the "
    "metal declares that it does not originate in the covered countries; nothing contradicts this.",
    "not_covered_or_recycled": "Every supplier in the scope of the inquiry answered validly, and each that uses the "
    "metal declares it to be either from recycled or scrap sources or not from the covered countries; nothing "
    "contradicts this.",
    "may_originate_in_covered_countries": "At least one supplier answer or origin record points to a covered country.",
    "undetermined": "The evidence does not establish where this metal originated, and missing or unknown answers "
    "cannot support a filing without a Conflict Minerals Report.",
}


@dataclass(frozen=True)
class MetalDetermination:
    """What is proposed for one metal, with every piece of evidence on either side."""

    metal: str
    conclusion: Conclusion
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Determination:
    """The proposal for one reporting year; ``determined_by`` and ``determined_on`` are filled by a person, later."""

    reporting_year: int
    as_of: date
    outcome: Outcome
    reason: str
    items: tuple[str, ...]
    exhibits: tuple[str, ...]
    metals: tuple[MetalDetermination, ...]
    evidence: tuple[Evidence, ...]
    rule_source: str = RULE_SOURCE
    proposed_by: str = "decision flow in code"
    relies_on_staff_position: bool = False
    determined_by: str | None = None
    determined_on: date | None = None

    def metals_text(self, *conclusions: Conclusion) -> str | None:
        """The metals with one of these conclusions, in words; None when there is none."""
        return join_and([item.metal.lower() for item in self.metals if item.conclusion in conclusions]) or None

    def as_json(self) -> dict[str, Any]:
        """The determination as plain JSON values, dates in ISO form."""
        plain = asdict(self)
        plain["as_of"] = self.as_of.isoformat()
        plain["determined_on"] = self.determined_on.isoformat() if self.determined_on else None
        return plain


def propose(marts: Marts, profile: CompanyProfile, reporting_year: int, as_of: date) -> Determination:
    """Propose the outcome for a year from the marts and the profile; the default is the full report."""
    evidence = {metal: gather(marts, profile, reporting_year, metal) for metal in METALS}
    products = covered_products_evidence(marts, profile, reporting_year)
    none_in_scope = any(item.supports == "no_filing" for item in products)
    contradicted = any(item.supports != "no_filing" for item in products)
    metals = tuple(
        _metal(item, can_be_out=bool(profile.covered_products) or none_in_scope) for item in evidence.values()
    )
    in_scope = [item for item in metals if item.conclusion != "not_necessary"]
    if none_in_scope and not contradicted and not in_scope:
        outcome: Outcome = "not_applicable"
        reason = "No product in scope needs any of the four metals, so Rule 13p-1 asks for no filing."
    elif in_scope and all(item.conclusion in BODY_ONLY for item in in_scope):
        outcome = "form_sd_only"
        reason = "For every metal in scope the inquiry supports a Form SD without a Conflict Minerals Report."
    else:
        outcome = "with_conflict_minerals_report"
        reason = "For at least one metal in scope the inquiry does not support anything less than the full report."
    return Determination(reporting_year, as_of, outcome, reason, *_forms(outcome), metals, tuple(products))


def _forms(outcome: Outcome) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if outcome == "not_applicable":
        return (), ()
    if outcome == "form_sd_only":
        return ("1.01",), ()
    return ("1.01", "1.02"), ("1.01",)


def _metal(found: MetalEvidence, can_be_out: bool) -> MetalDetermination:
    conclusion = _conclude(found, can_be_out)
    return MetalDetermination(found.metal, conclusion, _REASONS[conclusion], found.evidence())


def _conclude(found: MetalEvidence, can_be_out: bool) -> Conclusion:
    if can_be_out and not found.necessary:
        return "not_necessary"
    if found.covered_country_answers or found.covered_country_records or found.covered_country_facilities:
        return "may_originate_in_covered_countries"
    if not found.complete:
        return "undetermined"
    if found.recycled == found.users:
        return "recycled_or_scrap"
    if found.not_covered == found.users:
        return "not_covered_countries"
    return "not_covered_or_recycled"
