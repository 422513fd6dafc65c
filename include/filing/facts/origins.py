"""Origin: what suppliers answered, which countries are associated with facilities, risks and changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from include.filing.countries import natural_name
from include.filing.determination import BODY_ONLY, Determination
from include.filing.facts.base import fact, positive
from include.filing.inputs import Marts, Parameters, Row
from include.filing.wording import clean_text, join_and
from include.settings import METALS

_BASES = ("declared", "origin_data")
"""Who names an origin: the suppliers, or the user's origin data."""


@dataclass(frozen=True)
class AnswerLine:
    """Answers on one metal in the declarations that count: how many use it, and what they say of its origin."""

    metal: str
    declarations: int
    covered_yes: int
    covered_no: int
    covered_open: int
    recycled: int


@dataclass(frozen=True)
class OriginLine:
    """One line of Appendix B; ``covered`` is "Yes" for a covered country.

    ``facilities`` counts those for which a supplier named the country; None where only origin data does, which carries
    a licence and is shown by metal alone.
    """

    metal: str
    country: str
    covered: str
    facilities: int | None


@dataclass(frozen=True)
class ChangeLine:
    """Facilities of one metal against the year before."""

    metal: str
    new: int
    gone: int
    status_changed: int
    unchanged: int
    not_compared: int


@dataclass(frozen=True, kw_only=True)
class OriginFacts:
    """Figures on origin, risk and change; None where there is nothing to say."""

    reason_metals: str | None = fact("metals with evidence for a covered country", "determination.metals")
    undetermined_metals: str | None = fact("metals whose origin is not determined", "determination.metals")
    settled_metals: str | None = fact("metals the inquiry settles without a report", "determination.metals")
    answer_table: tuple[AnswerLine, ...] = fact("answers to questions 3 and 5 by metal", "metal_answer")
    origins: tuple[OriginLine, ...] = fact("lines of Appendix B", "country_of_origin")
    origin_countries: int | None = fact("countries named as origin", "country_of_origin.origin_country")
    origin_countries_declared: int | None = fact(
        "countries that suppliers named", "country_of_origin.origin_country, origin_basis (declared)"
    )
    origin_countries_data: int | None = fact(
        "countries that origin data alone names", "country_of_origin.origin_country, origin_basis (origin_data)"
    )
    origin_data_sources: str | None = fact("the origin data, with its date", "country_of_origin.origin_source")
    facilities_recycled: int | None = fact(
        "facilities for which a supplier reported recycled or scrap", "country_of_origin.smelters (recycled)"
    )
    covered_countries: tuple[str, ...] = fact("covered countries named as origin", "country_of_origin.covered_country")
    flags_open: int | None = fact("open red flags", "red_flag.state")
    flags_critical: int | None = fact("open critical red flags", "red_flag.severity")
    flags_facilities: int | None = fact("facilities with an open red flag", "red_flag.smelter_cid")
    flags_accepted: int | None = fact("red flags accepted with a recorded reason", "red_flag.state")
    change_table: tuple[ChangeLine, ...] = fact("facilities against the year before", "year_over_year.change")
    facilities_new: int | None = fact("facilities not listed the year before", "year_over_year (new)")
    facilities_gone: int | None = fact("facilities no longer listed", "year_over_year (gone)")
    facilities_not_compared: int | None = fact(
        "facilities of both years without a status of both", "year_over_year.status_before, status_now"
    )
    facilities_changed: int | None = fact("facilities with another status", "year_over_year (status_changed)")


def origin_facts(marts: Marts, parameters: Parameters, determination: Determination) -> OriginFacts:
    """Count origin, risk and change of one year."""
    year = parameters.reporting_year
    sourced = marts.rows("country_of_origin", year)
    origins = [row for row in sourced if not row["recycled"]]
    covered = {natural_name(row["origin_country"]) for row in origins if row["covered_country"]}
    return OriginFacts(
        reason_metals=determination.metals_text("may_originate_in_covered_countries"),
        undetermined_metals=determination.metals_text("undetermined"),
        settled_metals=determination.metals_text(*BODY_ONLY),
        answer_table=_answers(marts.rows("metal_answer", year)),
        origins=_lines(origins),
        **_countries(sourced),
        covered_countries=tuple(_with_article(name) for name in sorted(covered)),
        **_flags(marts.rows("red_flag", year)),
        **_changes(marts.rows("year_over_year", year)),
    )


def _with_article(country: str) -> str:
    return f"the {country}" if "Republic" in country else country


def _answers(rows: list[Row]) -> tuple[AnswerLine, ...]:
    lines = []
    for metal in METALS:
        using = [row for row in rows if row["metal"] == metal and row["in_scope"] is not False]
        covered = Counter(row["q3"] for row in using)
        recycled = sum(1 for row in using if row["q5"] == "Yes")
        unclear = len(using) - covered["Yes"] - covered["No"]
        if using:
            lines.append(AnswerLine(metal, len(using), covered["Yes"], covered["No"], unclear, recycled))
    return tuple(lines)


def _lines(rows: list[Row]) -> tuple[OriginLine, ...]:
    """One line for a metal and country, whoever names it."""
    found: dict[tuple[str, str], OriginLine] = {}
    for row in sorted(rows, key=lambda row: str(row["origin_basis"])):  # what suppliers declared comes first
        country = clean_text(natural_name(row["origin_country"]))
        counted = row["smelters"] if _declared(row) else None
        line = OriginLine(row["metal"], country, "Yes" if row["covered_country"] else "No", counted)
        found.setdefault((row["metal"], country), line)
    return tuple(found[key] for key in sorted(found))


def _countries(rows: list[Row]) -> dict[str, Any]:
    """How many countries who names, and what the origin data is called."""
    named = {basis: {natural_name(row["origin_country"]) for row in _named(rows, basis)} for basis in _BASES}
    data = _named(rows, "origin_data")
    recycled = [row for row in rows if row["recycled"] and _declared(row)]
    return {
        "origin_countries": positive(len(set().union(*named.values()))),
        "origin_countries_declared": positive(len(named["declared"])),
        "origin_countries_data": positive(len(named["origin_data"] - named["declared"])),
        "origin_data_sources": join_and(sorted({clean_text(row["origin_source"]) for row in data})) or None,
        "facilities_recycled": positive(sum(row["smelters"] for row in recycled)),
    }


def _named(rows: list[Row], basis: str) -> list[Row]:
    return [row for row in rows if row["origin_basis"] == basis and not row["recycled"]]


def _declared(row: Row) -> bool:
    return bool(row["origin_basis"] == "declared")


def _flags(rows: list[Row]) -> dict[str, Any]:
    weighed = [row for row in rows if row["severity"] != "info"]
    still_open = [row for row in weighed if row["state"] != "accepted"]
    return {
        "flags_open": positive(len(still_open)),
        "flags_critical": positive(sum(1 for row in still_open if row["severity"] == "critical")),
        "flags_facilities": positive(len({row["smelter_cid"] for row in still_open if row["smelter_cid"]})),
        "flags_accepted": positive(len(weighed) - len(still_open)),
    }


def _changes(rows: list[Row]) -> dict[str, Any]:
    """A first year, in which everything is new, is no comparison; nor is a status of which one side is missing."""
    if all(row["change"] in ("new", "first_year") for row in rows):
        rows = []
    pairs = Counter((row["metal"], _kind(row)) for row in rows)
    totals = Counter(map(_kind, rows))
    kinds = ("new", "gone", "status_changed", "unchanged", "not_compared")
    metals = [metal for metal in METALS if any(pairs[metal, kind] for kind in kinds)]
    return {
        "change_table": tuple(ChangeLine(metal, *(pairs[metal, kind] for kind in kinds)) for metal in metals),
        "facilities_new": positive(totals["new"]),
        "facilities_gone": positive(totals["gone"]),
        "facilities_changed": positive(totals["status_changed"]),
        "facilities_not_compared": positive(totals["not_compared"]),
    }


def _kind(row: Row) -> str:
    """The change of a row's status; "unchanged" only where both years have one that is the same, renamed or not."""
    if row["change"] not in ("unchanged", "renamed"):
        return str(row["change"])
    known = {row["status_before"], row["status_now"]}.isdisjoint({None, "unknown"})
    return "unchanged" if known else "not_compared"
