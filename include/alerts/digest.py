"""The digest to compliance: what a refresh brought that no earlier digest told, grouped by supplier, within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from include.alerts.news import COMPANY, FACILITIES, UNTIED, Item, Topic
from include.review_links import ReviewLinks

MAX_GROUPS = 20
MAX_LINES = 8
MAX_CELLS = 12
_TOPICS: tuple[tuple[Topic, str, str], ...] = (
    ("facility", "flagged facility", "flagged facilities"),
    ("critical", "critical finding", "critical findings"),
    ("quarantined", "quarantined file", "quarantined files"),
    ("uncertain", "letter of unknown outcome", "letters of unknown outcome"),
    ("overdue", "overdue supplier", "overdue suppliers"),
)
_FIRST = (FACILITIES, COMPANY, UNTIED)


@dataclass(frozen=True)
class Line:
    """Items that say the same of one file and sheet: their number, and the cells as far as there is room."""

    severity: str
    message: str
    place: str
    link: str | None
    count: int


@dataclass(frozen=True)
class Group:
    """One heading with its lines: those shown, how many items more there are, and the page that shows them all."""

    heading: str
    lines: tuple[Line, ...]
    count: int
    more: int
    link: str | None


@dataclass(frozen=True)
class Year:
    """One reporting year of a digest. ``lesser`` is the new warnings and notes; ``standing`` all that wait."""

    reporting_year: int
    deadline: str
    summary: str
    groups: tuple[Group, ...]
    more_groups: int
    more_items: int
    lesser: str
    standing: str
    overview: str | None


@dataclass(frozen=True)
class Digest:
    """All the templates read: the years with news, or the campaign's alone where an earlier alert is in doubt."""

    as_of: date
    title: str
    doubts: tuple[str, ...]
    years: tuple[Year, ...]
    sample: bool


def summary(items: Sequence[Item]) -> str:
    """The news in one line of counts, for the subject too: no text of others is in it."""
    counts = ((sum(item.topic == topic for item in items), one, many) for topic, one, many in _TOPICS)
    return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count)


def groups(items: Sequence[Item], links: ReviewLinks) -> list[Group]:
    """Items by heading: facilities, company data and untied files first, then suppliers, the most severe first."""
    found: dict[tuple[str, str | None], list[Item]] = {}
    for item in items:
        found.setdefault((item.heading, item.supplier_id), []).append(item)

    def order(entry: tuple[tuple[str, str | None], list[Item]]) -> tuple[int, int, int, str]:
        (heading, _), inside = entry
        first = _FIRST.index(heading) if heading in _FIRST else len(_FIRST)
        return first, inside[0].rank, -sum(item.rank == inside[0].rank for item in inside), heading

    return [
        _group(heading, inside, links.supplier(supplier) if supplier else links.findings(severity="critical"))
        for (heading, supplier), inside in sorted(found.items(), key=order)
    ]


def _group(heading: str, inside: Sequence[Item], link: str | None) -> Group:
    same: dict[tuple[str, str, str], list[Item]] = {}
    for item in inside:
        same.setdefault((item.severity, item.message, item.place), []).append(item)
    lines = tuple(_line(together) for together in list(same.values())[:MAX_LINES])
    return Group(heading, lines, len(inside), len(inside) - sum(line.count for line in lines), link)


def _line(same: Sequence[Item]) -> Line:
    cells = list(dict.fromkeys(item.cell for item in same if item.cell))
    more = f"and {len(cells) - MAX_CELLS:,} more" if len(cells) > MAX_CELLS else ""
    place = ", ".join(part for part in (same[0].place, *cells[:MAX_CELLS], more) if part)
    return Line(same[0].severity, same[0].message, place, same[0].link, len(same))
