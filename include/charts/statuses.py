"""Facilities of the report by metal and status."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from include.charts.bars import colours, stacked_bars
from include.charts.drawing import Row, drawn, word
from include.events import canonical_json

STATUSES = ("conformant", "cross_recognized", "active", "listed_only", "unclear", "unknown", "delisted", "not_eligible")
"""Statuses of a facility, the best first: the order of charts and tables."""
# Each stands out by 3:1 on the light and on the dark ground; the legend, the numbers and the table say the same.
_COLOURS = ("#1b8a63", "#3f8fc4", "#b97a12", "#7f8a99", "#8a7f6b", "#6b7480", "#a05fc4", "#d6453b")


def by_rank(statuses: Iterable[str]) -> list[str]:
    """Statuses once each, the best first; one that is not known stands last."""
    present = set(statuses)
    return [status for status in STATUSES if status in present] + sorted(present - set(STATUSES))


def smelters_by_status(rows: Iterable[Row], labels: Mapping[str, str] | None = None) -> str | None:
    """Bars as SVG: facilities by metal, cut by status; rows hold metal, smelter_status, smelters. None without any.

    ``labels`` gives statuses other words in the legend than their own.
    """
    values = [[word(row["metal"]), word(row["smelter_status"]), row["smelters"]] for row in rows]
    return _drawn(canonical_json([values, dict(labels or {})]).decode()) if values else None


@lru_cache(maxsize=64)
def _drawn(text: str) -> str:
    values, labels = json.loads(text)
    metals = sorted({metal for metal, _, _ in values})
    statuses = by_rank(status for _, status, _ in values)
    known = colours(statuses, dict(zip(STATUSES, _COLOURS, strict=True)))
    words = {status: labels.get(status, status.replace("_", " ")) for status in statuses}
    rows = [{"category": metal, "part": words[status], "count": smelters} for metal, status, smelters in values]
    totals = {metal: sum(row["count"] for row in rows if row["category"] == metal) for metal in metals}
    counts = ", ".join(f"{metal} {total}" for metal, total in totals.items())
    parts = {words[status]: colour for status, colour in known.items()}
    chart = stacked_bars(rows, metals, parts, "facilities", row_height=36)
    return drawn(chart, f"Bars: facilities in the report by metal and status. {counts}.")
