"""What the report is put together from. A chart stands only beside the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from include.filing.wording import percent
from include.plain_text import one_line

Tone = Literal["plain", "good", "warning", "critical"]
LISTED = 20
"""Lines of a list of names; what is left out is counted below it."""
NONE = "–"
NO_LIST = "No supplier is in scope, so nobody can be counted. Drop a supplier list and a bill of materials."


@dataclass(frozen=True)
class Figure:
    """One figure of the first row: its label, the figure, of how many, and the mart it comes from."""

    label: str
    value: str
    detail: str
    source: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Table:
    """A caption, a head row and rows of as many cells; ``numeric`` columns stand right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    sum_row: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a section: what it says, and the marts it comes from. Raises ValueError for a chart without a table."""

    title: str
    source: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    chart: str | None = None
    table: Table | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """A picture alone is no evidence."""
        if self.chart and not self.table:
            raise ValueError(f"{self.title}: a chart needs its table")


@dataclass(frozen=True)
class Section:
    """A section of the report; ``anchor`` is its id in the page."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


def name(text: str | None) -> str:
    """A name that others wrote, on one line and bounded."""
    return one_line(text, 90) if text else NONE


def words(code: str) -> str:
    """A code as words."""
    return one_line(code).replace("_", " ")


def number(value: int | None) -> str:
    """A number with its thousands marked; nothing to count reads as a dash."""
    return NONE if value is None else f"{value:,}"


def share(part: int, whole: int) -> str:
    """A share in whole percent; of nothing there is none."""
    return percent(part, whole) or NONE


def left_out(everything: Sequence[object], page: str) -> tuple[str, ...]:
    """The note under a list that shows LISTED lines at most; nothing when it shows all."""
    more = len(everything) - LISTED
    return (f"{LISTED} of {len(everything):,} are shown; the other {more:,} stand on the review page {page}.",) * (
        more > 0
    )
