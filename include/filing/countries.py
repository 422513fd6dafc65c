"""Country names as a reader of a report expects them, and which countries the law covers."""

from __future__ import annotations

from functools import cache

import pycountry

_NAMES = {  # where ISO 3166 has neither a common name nor one that reads well in a sentence
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "VA": "Vatican City",
    "FK": "Falkland Islands",
    "BN": "Brunei",
    "RU": "Russia",
    "LA": "Laos",
    "PS": "Palestine",
}
COVERED_CODES = ("AO", "BI", "CD", "CF", "CG", "RW", "SS", "TZ", "UG", "ZM")
"""The Democratic Republic of the Congo and the countries that share a border with it: Form SD, Item 1.01(d)(1)."""


@cache
def natural_name(country: str | None) -> str:
    """Natural form of an ISO 3166 name or alpha-2 code ("Korea, Republic of" -> "South Korea"); else as it stands."""
    if not country:
        return ""
    try:
        found = pycountry.countries.lookup(country)
    except LookupError:
        return country
    return _NAMES.get(found.alpha_2) or getattr(found, "common_name", None) or _unfold(found.name)


@cache
def covered_names() -> frozenset[str]:
    """Natural names of the covered countries."""
    return frozenset(natural_name(code) for code in COVERED_CODES)


def _unfold(name: str) -> str:
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma else name
