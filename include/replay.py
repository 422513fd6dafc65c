"""A filed Appendix A against reference lists: what that filing should have said. Hindsight, and labelled so.

The same matching and status models as a refresh uses are built twice: over the lists up to the as-of date, and over all
lists given. Statuses are those of the as-of date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from include.intake.metals import canonical_metal
from include.reference_files import References
from include.warehouse.match import matching_database

Name = Mapping[str, str | None]
_ALL_LISTS = date(9999, 12, 31)
_MATCHES = """
SELECT declared.source_row, match.rung, match.judgement, match.smelter_cid, match.match_detail,
    facility.smelter_name_standard,
    (
        SELECT string_agg(found.smelter_cid || ':' || format('{:.2f}', found.score), '; '
            ORDER BY found.score DESC, found.smelter_cid)
        FROM match_candidate AS found WHERE found.key_id = declared.key_id
    ) AS candidates
FROM declared_key AS declared
JOIN smelter_match AS match USING (key_id)
LEFT JOIN match_key AS key USING (key_id)
LEFT JOIN ref_smelter AS facility ON facility.metal = key.metal AND facility.smelter_cid = match.smelter_cid
ORDER BY declared.source_row
"""
_STATUSES = """
SELECT metal, smelter_cid, smelter_status, status_as_of FROM smelter_status_as_of WHERE moment = 'now'
"""


@dataclass(frozen=True)
class Line:
    """One line of the filing: as it was filed, the facility it means, and how that is known."""

    number: int
    metal: str
    name: str
    country: str
    rung: str
    smelter_cid: str | None
    standard_name: str | None
    known_then: bool
    detail: str
    candidates: str


@dataclass(frozen=True)
class Replay:
    """The lines of a filing, read with lists up to a day and with later ones, and the statuses of that day."""

    as_of: date
    lists: tuple[str, ...]
    lines: tuple[Line, ...]
    statuses: Mapping[tuple[str, str], tuple[str, date | None]]

    def facilities(self) -> dict[tuple[str, str], list[Line]]:
        """(metal, CID) -> the lines that mean it, ordered."""
        found: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.smelter_cid:
                found[line.metal, line.smelter_cid].append(line)
        return dict(sorted(found.items()))

    def for_a_person(self) -> list[Line]:
        """Lines whose facility no list settles."""
        return [line for line in self.lines if not line.smelter_cid]

    def status(self, facility: tuple[str, str]) -> str:
        """The status word of a facility as of the day; one that no list of that day has is said to be so."""
        return self.statuses.get(facility, ("in no list then", None))[0]


def replay(names: Sequence[Name], references: References, as_of: date) -> Replay:
    """Read the lines of a filing (columns metal, smelter_name_reported, facility_country) against reference lists."""
    with matching_database(
        names, references.tables, references.dates, as_of, also=("smelter_status_as_of",)
    ) as connection:
        then = connection.sql(_MATCHES).to_arrow_table().to_pylist()
        statuses = connection.sql(_STATUSES).fetchall()
    with matching_database(names, references.tables, references.dates, _ALL_LISTS) as connection:
        now = connection.sql(_MATCHES).to_arrow_table().to_pylist()
    lines = tuple(_line(*row) for row in zip(names, then, now, strict=True))
    found = {(metal, cid): (status, day) for metal, cid, status, day in statuses}
    return Replay(as_of, tuple(sorted(references.names.values())), lines, found)


def _line(name: Name, then: Mapping[str, Any], now: Mapping[str, Any]) -> Line:
    known_then = then["judgement"] == "accepted"
    told = then if known_then else now
    metal = canonical_metal(name.get("metal")) or (name.get("metal") or "")
    accepted = told["judgement"] == "accepted"
    return Line(
        number=told["source_row"],
        metal=metal,
        name=(name.get("smelter_name_reported") or "").strip(),
        country=(name.get("facility_country") or "").strip(),
        rung=told["rung"],
        smelter_cid=told["smelter_cid"] if accepted else None,
        standard_name=told["smelter_name_standard"] if accepted else None,
        known_then=known_then,
        detail=told["match_detail"],
        candidates=told["candidates"] or "",
    )
