"""Who files, for which year and in which state: what the cover and every heading need."""

from __future__ import annotations

from dataclasses import dataclass

from include.filing.facts.base import fact
from include.filing.inputs import Parameters
from include.filing.wording import clean_text
from include.settings import METALS, CompanyProfile, Person

GAP_SOURCE = "company.yaml"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Facts shared by every document. A missing cover fact reads as a bracketed gap, never as nothing."""

    registrant_name: str = fact("exact name of the registrant", "profile.registrant.name")
    reporting_year: int = fact("calendar year of the report", "parameters.reporting_year")
    draft: bool = fact("whether the document is marked DRAFT", "parameters.package")
    sample: bool = fact("whether the document is marked SAMPLE", "profile.sample")
    necessary_metals: tuple[str, ...] = fact(
        "metals necessary to covered products, lower case", "profile.covered_products.metals"
    )
    metals_assumed: bool | None = fact(
        "true when no covered product is described and all four metals are assumed", "profile.covered_products"
    )
    report_url: str | None = fact("where the report is posted", "profile.report_url")


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The cover of Form SD and its signature block."""

    jurisdiction: str = fact("state or country of incorporation", "profile.registrant.jurisdiction")
    commission_file_number: str = fact("Commission file number", "profile.registrant.commission_file_number")
    ein: str = fact("IRS employer identification number", "profile.registrant.ein")
    address_lines: tuple[str, ...] = fact("address of the principal executive office", "profile.registrant.address")
    contact_name: str = fact("person to contact", "profile.contact.name")
    contact_title: str = fact("title of the person to contact", "profile.contact.title")
    contact_telephone: str = fact("telephone of the person to contact", "profile.contact.telephone")
    signatory_name: str = fact("person who signs", "profile.signatory.name")
    signatory_title: str = fact("title of the person who signs", "profile.signatory.title")


def gap(label: str) -> str:
    """What stands where a required fact is missing; ``is_gap`` knows it again."""
    return f"[{label}: not stated in {GAP_SOURCE}]"


def is_gap(value: object) -> bool:
    """Whether a value of a context is such a gap."""
    return isinstance(value, str) and value.startswith("[") and value.endswith(f": not stated in {GAP_SOURCE}]")


def identity(profile: CompanyProfile, parameters: Parameters) -> Identity:
    """Facts of the profile that every document shows."""
    named = {metal for product in profile.covered_products for metal in product.metals}
    assumed = not profile.covered_products
    return Identity(
        registrant_name=_registrant(profile, "name", "registrant name"),
        reporting_year=parameters.reporting_year,
        draft=parameters.draft,
        sample=profile.sample,
        necessary_metals=tuple(metal.lower() for metal in METALS if assumed or metal in named),
        metals_assumed=assumed or None,
        report_url=profile.report_url and clean_text(profile.report_url),
    )


def cover(profile: CompanyProfile) -> Cover:
    """Facts of the cover; each that is missing is a bracketed gap."""
    address = profile.registrant.address if profile.registrant else (gap("address"),)
    return Cover(
        jurisdiction=_registrant(profile, "jurisdiction", "jurisdiction"),
        commission_file_number=_registrant(profile, "commission_file_number", "Commission file number"),
        ein=_registrant(profile, "ein", "IRS employer identification number"),
        address_lines=tuple(clean_text(line) for line in address),
        contact_name=_person(profile.contact, "name", "contact name"),
        contact_title=_person(profile.contact, "title", "contact title"),
        contact_telephone=_person(profile.contact, "telephone", "contact telephone"),
        signatory_name=_person(profile.signatory, "name", "signatory name"),
        signatory_title=_person(profile.signatory, "title", "signatory title"),
    )


def _registrant(profile: CompanyProfile, field: str, label: str) -> str:
    value = getattr(profile.registrant, field, None)
    return clean_text(value) if value else gap(label)


def _person(person: Person | None, field: str, label: str) -> str:
    value = getattr(person, field, None)
    return clean_text(value) if value else gap(label)
