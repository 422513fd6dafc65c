"""What the company says of its own programme: everything here comes from the company profile."""

from __future__ import annotations

from dataclasses import dataclass

from include.filing.facts.base import fact
from include.filing.wording import clean_text, join_and
from include.settings import METALS, CompanyProfile


@dataclass(frozen=True)
class ProductLine:
    """One family of covered products, and the metals necessary to it as words of a sentence."""

    name: str
    description: str
    metals: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProgramFacts:
    """Company statements of the profile; None or empty where the profile says nothing."""

    covered_products: tuple[ProductLine, ...] = fact("families of covered products", "profile.covered_products")
    policy_url: str | None = fact("address of the public policy", "profile.policy_url")
    policy_summary: str | None = fact("what the policy says, in full sentences", "profile.policy_summary")
    due_diligence_framework: str | None = fact(
        "framework the due diligence is designed to conform to", "profile.due_diligence_framework"
    )
    senior_owner_role: str | None = fact("role that answers for the program", "profile.senior_owner_role")
    contract_terms: str | None = fact("what supplier contracts say, in full sentences", "profile.contract_terms")
    grievance_channel: str | None = fact("how anyone can raise a concern", "profile.grievance_channel")
    retention_years: int | None = fact("years for which records are kept", "profile.retention_years")
    accepted_versions: tuple[str, ...] = fact("accepted template revisions", "profile.accepted_template_versions")
    next_steps: tuple[str, ...] = fact("steps the company intends to take", "profile.next_steps")


def program_facts(profile: CompanyProfile) -> ProgramFacts:
    """The profile's statements, with whitespace folded and hidden characters shown."""

    def text(value: str | None) -> str | None:
        return clean_text(value) if value else None

    return ProgramFacts(
        covered_products=tuple(
            ProductLine(
                clean_text(product.name),
                sentence(product.description),
                join_and([metal.lower() for metal in METALS if metal in product.metals]),
                sentence(product.reason),
            )
            for product in profile.covered_products
        ),
        policy_url=text(profile.policy_url),
        policy_summary=profile.policy_summary and sentence(profile.policy_summary),
        due_diligence_framework=text(profile.due_diligence_framework),
        senior_owner_role=text(profile.senior_owner_role),
        contract_terms=profile.contract_terms and sentence(profile.contract_terms),
        grievance_channel=text(profile.grievance_channel),
        retention_years=profile.retention_years,
        accepted_versions=profile.accepted_template_versions,
        next_steps=tuple(sentence(step) for step in profile.next_steps),
    )


def sentence(text: str) -> str:
    """Text of the profile as a sentence: first letter upper case, a full stop at the end where none stands."""
    clean = clean_text(text)
    clean = clean[:1].upper() + clean[1:]
    return clean if clean.endswith((".", "!", "?", ")", "\N{RIGHT DOUBLE QUOTATION MARK}")) else f"{clean}."
