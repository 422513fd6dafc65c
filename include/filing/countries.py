"""Country names as a reader of a report expects them, from the one country list of the project."""

from __future__ import annotations

from functools import cache

from include.countries import COVERED, all_countries, country


def natural_name(text: str | None) -> str:
    """Natural form of a country name ("Korea, Republic of" -> "South Korea"); what is no country stays as it stands."""
    if not text:
        return ""
    found = country(text)
    return found.name if found else text


@cache
def covered_names() -> frozenset[str]:
    """Natural names of the covered countries."""
    return frozenset(found.name for found in all_countries() if found.alpha_2 in COVERED)
