"""A clean declaration on each kind and revision of the template: tests start here and break one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from include.sample.forms.families import FAMILIES
from include.sample.forms.labels import columns, fields, questions
from include.sample.forms.reference import conflict_minerals, other_minerals
from include.sample.forms.spec import FormRow, FormSpec
from include.sample.spec import METALS, SCOPE_COMPANY, SURVEYS_BY_TEMPLATE, Cell, Reply

_REVISIONS: dict[str, tuple[str, str]] = {
    "2.00": ("cmrt 2.00", "Revision 2 August 29th 2012"),
    "2.01": ("cmrt 2.02", "Revision 2.01 December 14th 2012"),
    "2.02": ("cmrt 2.02", "Revision 2.02 March 29th 2013"),
    "2.03": ("cmrt 2.03a", "Revision 2.03\nJuly 19th, 2013"),
    "2.03a": ("cmrt 2.03a", "Revision 2.03a\nJuly 25th, 2013"),
    "3.00": ("cmrt 3", "Revision 3.0\nApril 30, 2014"),
    "3.01": ("cmrt 3", "Revision 3.01\nMay 30, 2014"),
    "3.02": ("cmrt 3", "Revision 3.02\nNovember 7, 2014"),
    "4.01": ("cmrt 4.01", "Revision 4.01\nMay 5, 2015"),
    "4.20": ("cmrt 4.10", "Revision 4.20\nNovember 30, 2016"),
    "5.0": ("cmrt 5", "Revision 5.0\nMay 12, 2017"),
    "5.12": ("cmrt 5", "Revision 5.12\nApril 26, 2019"),
    "6.4": ("cmrt 6", "Revision 6.4\nApril 26, 2024"),
    "6.6": ("cmrt 6.6", "Revision 6.6\nApril 17, 2026"),
    "6.7": ("cmrt 6.6", "Revision 6.7\nApril 23, 2027"),
    "7.0": ("cmrt 6.6", "Revision 7.0\nApril 28, 2028"),
}
_FIELDS: dict[str, Cell] = {
    "company_name": "Example Components Ltd",
    "declaration_scope": SCOPE_COMPANY,
    "company_unique_id": "00-000-0000",
    "company_authority": "SAMPLE",
    "company_address": "1 Example Road, Sampleton",
    "contact_name": "Jordan Sample",
    "contact_email": "contact@supplier.example",
    "contact_phone": "+1-555-0100",
    "authorizer_name": "Robin Sample",
    "authorizer_title": "Director of Quality",
    "authorizer_email": "authorizer@supplier.example",
    "authorizer_phone": "+1-555-0101",
    "effective_date": date(2014, 5, 31),
}
_SEVEN = ("Yes", "Yes", "No", "No", "100%", "Yes", "Yes")
_ANSWERS: dict[str, tuple[Cell, ...]] = {
    "v2": ("Yes", "No", "No", "Yes", "Yes all smelters have been provided", "Yes"),
    "v3": ("Yes", "Yes", "No", "No", "Yes, 100%", "Yes", "Yes"),
    **dict.fromkeys(("v4", "v5", "emrt1", "emrt2"), _SEVEN),
    "v6": ("Yes", "Yes", "No", "No", "No", "100%", "Yes", "Yes"),
    **dict.fromkeys(("amrt1", "amrt2"), ("Yes", "100%")),
}
"""Answers in the words of the revision, by column of ``labels.csv`` and in the order of its questions."""
_COMPANY: dict[str, dict[str, Cell]] = {
    "v2": {"H": "Yes (documentation review only)"},
    "v5": {"F": SURVEYS_BY_TEMPLATE},
    "v6": {"E": SURVEYS_BY_TEMPLATE, "H": "Yes, with the SEC"},
    "emrt1": {"E": "Yes, in conformance with IPC1755 (e.g. EMRT)"},
    "emrt2": {"E": "Yes, in conformance with IPC1755 (e.g. EMRT)"},
}
"""Company answers that are not simply Yes."""
_URL = "https://www.supplier.example/minerals-policy"
_SIX = ("Cobalt", "Copper", "Graphite", "Lithium", "Mica", "Nickel")


def cmrt_form(revision: str) -> FormSpec:
    """A complete declaration at company level for all four metals, in the words of that revision.

    Each comment says which question and metal it stands beside. Raises KeyError for a revision not named here.
    """
    family, text = _REVISIONS[revision]
    form = _complete(family, text, METALS, conflict_minerals())
    return form.with_fields(declaration_scope="A. Company Level") if revision.startswith("2") else form


def emrt_form(revision: str = "2.0", minerals: tuple[str, ...] = ("Cobalt", "Mica")) -> FormSpec:
    """A complete EMRT; 2.0 covers the ``minerals`` chosen of six, 1.x always cobalt and natural mica.

    Raises KeyError for a revision other than 1.3 and 2.0.
    """
    reference = other_minerals(_SIX)
    if revision == "2.0":
        form = _complete("emrt 2", "Revision 2.0\nApril 25, 2025", minerals, reference)
        chosen = tuple(mineral if mineral in minerals else f"(Delete {mineral})" for mineral in _SIX)
        each: dict[str, Reply] = {mineral: ("Yes", f"C {mineral}") for mineral in minerals}
        company = {mark: reply for mark, reply in form.company_answers.items() if mark != "C"}
        return replace(form, minerals=chosen, company_answers=company, company_metal_answers={"C": each})
    text = {"1.3": "Revision 1.3\nMay 17, 2024"}[revision]
    return _complete("emrt 1", text, ("Cobalt", "Natural Mica"), other_minerals(("Cobalt", "Mica")))


def amrt_form(revision: str = "1.3", minerals: tuple[str, ...] = ("Silver", "Zinc")) -> FormSpec:
    """A complete AMRT for the ``minerals``, which its questions repeat in alphabetical order.

    Raises KeyError for a revision other than 1.1 and 1.3.
    """
    text = {"1.1": "Revision 1.1\nOctober 27, 2023", "1.3": "Revision 1.3\nOctober 17, 2025"}[revision]
    form = _complete(f"amrt {revision}", text, tuple(sorted(minerals)), other_minerals(minerals))
    return replace(form, minerals=minerals)


def blank_form(form: FormSpec) -> FormSpec:
    """The template nobody filled in yet: labels, choices and lists of reference, no answers."""
    return FormSpec(form.family, form.revision_text, form.language, metals=form.metals, reference=form.reference)


def _complete(family: str, revision_text: str, metals: tuple[str, ...], reference: tuple[FormRow, ...]) -> FormSpec:
    labels = FAMILIES[family].labels
    names = {field.name for field in fields(labels)}
    marks = [question.mark for question in questions(labels, "metal")]
    return FormSpec(
        family=family,
        revision_text=revision_text,
        fields={name: value for name, value in _FIELDS.items() if name in names},
        metals=metals,
        answers={
            mark: {metal: (answer, f"{mark} {metal}") for metal in metals}
            for mark, answer in zip(marks, _ANSWERS[labels], strict=True)
        },
        company_answers=_company_answers(labels),
        smelters=_first_of_each(family, metals, reference),
        reference=reference,
    )


def _company_answers(labels: str) -> Mapping[str, Reply]:
    written = _COMPANY.get(labels, {})
    marks = [question.mark for question in questions(labels, "company")]
    return {mark: (written.get(mark, "Yes"), _URL if mark == "B" else mark) for mark in marks}


def _first_of_each(family: str, metals: tuple[str, ...], reference: tuple[FormRow, ...]) -> tuple[FormRow, ...]:
    """One smelter of the list a metal, with the columns the family has; before 3.x ids are of the old kind."""
    held = {column.field for column in columns("Smelter List", FAMILIES[family].smelters)}
    rows: list[FormRow] = []
    for metal in metals:
        named = (row for row in reference if row.get("smelter_name_standard"))
        listed = next((row for row in named if row["metal"] == metal.removeprefix("Natural ")), None)
        if listed:
            identifier = "old_smelter_id" if family.startswith("cmrt 2") else "smelter_cid"
            row = {
                "metal": listed["metal"],
                "smelter_lookup": listed["smelter_alias"],
                "smelter_name_reported": listed["smelter_name_standard"],
                "facility_country": listed["facility_country"],
                "smelter_id_reported": listed.get(identifier),
                "city": listed["city"],
            }
            rows.append({field: value for field, value in row.items() if field in held})
    return tuple(rows)
