"""What is to be laid into the template, cell by cell of its meaning, before any cell is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from include.filing.inputs import Parameters, Row
from include.filing.manifest import DRAFT_MARK, SAMPLE_MARK
from include.filing.rollup.derived import Derived
from include.rollup_profile import CHOICES, RollupPerson
from include.settings import CompanyProfile

_EMAIL = "{who}: no e-mail address with '@', which the template's Checker asks for"


@dataclass(frozen=True)
class Smelter:
    """A row of the Smelter List: metal, CID, and name and country of the newest list."""

    metal: str
    smelter_cid: str
    name: str
    country: str


@dataclass(frozen=True)
class Filling:
    """Fields of the Declaration, answers by question and metal, company answers with comments, and the two lists.

    What is null stays empty; ``to_do`` says in plain words what a person has to give or decide.
    """

    fields: Mapping[str, str | date | None]
    answers: Mapping[tuple[str, str], str | None]
    company_answers: Mapping[str, tuple[str | None, str | None]]
    smelters: tuple[Smelter, ...]
    products: tuple[tuple[str, str | None], ...] = ()
    to_do: tuple[str, ...] = field(default=())


def make_filling(
    derived: Iterable[Derived], appendix_a: Iterable[Row], profile: CompanyProfile, parameters: Parameters
) -> Filling:
    """Everything the template is given, from the derived answers, Appendix A and the company profile."""
    rows = list(derived)
    answers = {(row.question, row.metal): row.answer for row in rows}
    smelters = tuple(
        Smelter(row["metal"], row["smelter_cid"], row["smelter_name_standard"] or "", row["facility_country"] or "")
        for row in sorted(appendix_a, key=lambda row: (row["metal"], row["smelter_cid"]))
    )
    asked = any(answers[("2", metal)] == "Yes" for _, metal in answers)
    company_answers, missing = _company_answers(profile, asked)
    listed = {smelter.metal for smelter in smelters}
    empty = [
        f"{metal} is in scope and no facility is identified: the Checker asks for a row of the Smelter List"
        for metal in dict.fromkeys(row.metal for row in rows)
        if answers[("2", metal)] == "Yes" and metal not in listed
    ]
    to_do = [*(row.to_do for row in rows if row.to_do), *_missing_fields(profile), *missing, *empty]
    products = tuple((item.number, item.name) for item in profile.rollup.products)
    shown = products if profile.rollup.scope == "product" else ()
    return Filling(_fields(profile, parameters), answers, company_answers, smelters, shown, tuple(dict.fromkeys(to_do)))


def _fields(profile: CompanyProfile, parameters: Parameters) -> dict[str, str | date | None]:
    """Field of the Declaration -> value; the date is that of the figures, until who authorises it sets another."""
    given, registrant = profile.rollup, profile.registrant
    marks = [SAMPLE_MARK] * profile.sample + [DRAFT_MARK] * parameters.draft
    contact, authorizer = given.contact, given.authorizer
    return {
        "company_name": registrant.name if registrant else None,
        "declaration_scope": given.scope,
        "scope_description": " | ".join([*marks, *([given.scope_description] if given.scope_description else [])])
        or None,
        "company_unique_id": given.unique_id,
        "company_authority": given.unique_id_authority,
        "company_address": ", ".join(registrant.address) if registrant else None,
        "contact_name": contact.name if contact else None,
        "contact_email": contact.email if contact else None,
        "contact_phone": contact.telephone if contact else None,
        "authorizer_name": authorizer.name if authorizer else None,
        "authorizer_title": authorizer.title if authorizer else None,
        "authorizer_email": authorizer.email if authorizer else None,
        "authorizer_phone": authorizer.telephone if authorizer else None,
        "effective_date": parameters.as_of,
    }


def _missing_fields(profile: CompanyProfile) -> list[str]:
    """What the template's Checker requires and the profile does not give."""
    given, found = profile.rollup, []
    if profile.registrant is None:
        found.append("company name: registrant is not stated in company.yaml")
    if given.scope is None:
        found.append("scope of the declaration: rollup.scope is not stated in company.yaml")
    if given.scope == "user_defined" and not given.scope_description:
        found.append("description of scope: rollup.scope_description is not stated in company.yaml")
    if given.scope == "product" and not given.products:
        found.append("product list: rollup.products is not stated in company.yaml")
    found += _missing_person("contact", given.contact, telephone=True)
    return found + _missing_person("authorizer", given.authorizer, telephone=False)


def _missing_person(who: str, person: RollupPerson | None, telephone: bool) -> list[str]:
    if person is None:
        return [f"{who}: rollup.{who} is not stated in company.yaml"]
    found = [] if "@" in (person.email or "") else [_EMAIL.format(who=who)]
    return found + [f"{who}: no telephone number"] * (telephone and not person.telephone)


def _company_answers(
    profile: CompanyProfile, asked: bool
) -> tuple[dict[str, tuple[str | None, str | None]], list[str]]:
    """Questions A to H as the profile answers them; the template asks for them when any metal is in scope."""
    answers: dict[str, tuple[str | None, str | None]] = {}
    missing = []
    for question in sorted(CHOICES):
        given = next((item for letter, item in profile.rollup.answers.items() if letter == question), None)
        answer, comment = (given.answer, given.comment) if given else (None, None)
        if question == "B" and answer == "Yes":
            comment = comment or profile.policy_url
        answers[question] = (answer, comment)
        if asked and answer is None:
            missing.append(f"question {question}: rollup.answers.{question} is not stated in company.yaml")
        elif not comment and (question, answer) in (("B", "Yes"), ("E", "Yes, using other format")):
            missing.append(f"question {question}: the template asks for a comment with this answer")
    return answers, missing
