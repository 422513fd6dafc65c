"""A clean declaration: breaks no completeness rule of the template and no plausibility rule of ours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from include.sample.lists import lookup_rows
from include.sample.spec import (
    COMPANY_QUESTIONS,
    METALS,
    QUESTIONS,
    SCOPE_COMPANY,
    SURVEYS_BY_TEMPLATE,
    Cell,
    CmrtSpec,
    LookupRow,
    Reply,
    SmelterRow,
    listed,
)

_IN_SCOPE: dict[str, Cell] = {
    "1": "Yes", "2": "Yes", "3": "No", "4": "No", "5": "No", "6": "100%", "7": "Yes", "8": "Yes",
}  # fmt: skip
_COMPANY: dict[str, Reply] = {
    **dict.fromkeys(COMPANY_QUESTIONS, ("Yes", None)),
    "B": ("Yes", "https://www.supplier.example/minerals-policy"),
    "E": (SURVEYS_BY_TEMPLATE, None),
    "H": ("No", None),
}


def complete_spec(
    company_name: str = "Example Components Ltd",
    *,
    metals: Collection[str] = METALS,
    revision: str = "6.4",
    smelters: Sequence[SmelterRow] | None = None,
    lookup: Sequence[LookupRow] | None = None,
    **fields: Any,
) -> CmrtSpec:
    """A complete company-level declaration for ``metals``; the other metals are answered "No" in question 1.

    Without ``smelters`` each metal names the first facility of ``lookup`` (by default the sample's list of that
    revision). ``fields`` are any other fields of CmrtSpec. Raises TypeError for an unknown one.
    """
    entries = tuple(lookup_rows(revision) if lookup is None else lookup)
    rows = tuple(_first_of_each(metals, entries) if smelters is None else smelters)
    base = CmrtSpec(
        revision=revision,
        company_name=company_name,
        declaration_scope=SCOPE_COMPANY,
        company_unique_id="00-000-0000",
        company_authority="SAMPLE",
        company_address="1 Example Road, Sampleton",
        contact_name="Jordan Sample",
        contact_email="contact@supplier.example",
        contact_phone="+1-555-0100",
        authorizer_name="Robin Sample",
        authorizer_title="Director of Quality",
        authorizer_email="authorizer@supplier.example",
        authorizer_phone="+1-555-0101",
        effective_date=date(2025, 9, 15),
        answers={question: _answers(question, metals) for question in QUESTIONS},
        company_answers=_COMPANY,
        smelters=rows,
        lookup=entries,
    )
    return replace(base, **fields)


def _answers(question: str, metals: Collection[str]) -> dict[str, Reply]:
    """One question: as in ``_IN_SCOPE`` for a metal used, "No" in question 1 and blank after it for one that is not."""
    unused: Reply = ("No" if question == "1" else None, None)
    return {metal: (_IN_SCOPE[question], None) if metal in metals else unused for metal in METALS}


def _first_of_each(metals: Collection[str], lookup: Sequence[LookupRow]) -> list[SmelterRow]:
    first: dict[str, LookupRow] = {}
    for row in lookup:
        first.setdefault(row.metal, row)
    return [listed(first[metal]) for metal in METALS if metal in metals]
