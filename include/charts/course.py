"""Answers over time, and where the present pace leads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Any

from include.charts.drawing import WIDTH, Row, drawn
from include.events import canonical_json

_HEIGHT = 150
_POINTS = 50
_MEASURES = {"received": "answered", "valid": "answered validly"}
_COLOURS = ("#4a7fe0", "#1b8a63")


@dataclass(frozen=True)
class Estimate:
    """An estimate drawn at its day: measure received or valid, and three shares of the suppliers asked."""

    day: str
    measure: str
    low: float
    expected: float
    high: float


def response_course(rows: Iterable[Row], estimates: Iterable[Estimate] = ()) -> str | None:
    """Lines as SVG: share of suppliers that answered, and validly, by day (rows: day, received, valid).

    An estimate is a hollow mark with its range. None before the first answer.
    """
    values = [[str(row["day"]), measure, row[measure]] for row in rows for measure in _MEASURES]
    ahead = [astuple(estimate) for estimate in estimates]
    return _drawn(canonical_json([values, ahead]).decode()) if values else None


@lru_cache(maxsize=64)
def _drawn(text: str) -> str:
    values, ahead = json.loads(text)
    rows = [{"day": day, "measure": _MEASURES[measure], "share": share} for day, measure, share in values]
    points = [
        {"day": day, "measure": _MEASURES[measure], "low": low, "share": expected, "high": high}
        for day, measure, low, expected, high in ahead
    ]
    return drawn(_chart(rows, points), _said(rows, points))


def _said(rows: list[dict[str, Any]], points: list[dict[str, Any]]) -> str:
    last = {row["measure"]: row for row in rows}
    ends = ", ".join(f"{_percent(row['share'])} {measure}" for measure, row in last.items())
    said = f"Lines: suppliers that answered, by day. On {rows[-1]['day']}: {ends}."
    for point in points:
        between = f"{_percent(point['low'])} to {_percent(point['high'])}"
        said += f" Estimate for {point['day']}: {between} {point['measure']}."
    return said


def _percent(share: float) -> str:
    return f"{round(share * 100)}%"


def _chart(rows: list[dict[str, Any]], points: list[dict[str, Any]]) -> Any:
    import altair

    names = [*_MEASURES.values()]
    dashes = altair.Scale(domain=names, range=[[1, 0], [5, 3]])
    encoding = {
        "x": altair.X("yearmonthdate(day):T", title=None, axis=altair.Axis(format="%-d %b %y", tickCount=4)),
        "y": altair.Y(
            "share:Q",
            title="of the suppliers asked",
            axis=altair.Axis(format="%", tickCount=5),
            scale=altair.Scale(domain=[0, 1]),
        ),
        "color": altair.Color("measure:N", title=None, scale=altair.Scale(domain=names, range=[*_COLOURS])),
    }
    base = altair.Chart(altair.Data(values=rows), width=WIDTH, height=_HEIGHT).encode(**encoding)
    dot = {"size": 45} if len(rows) <= _POINTS else False
    lines = base.mark_line(interpolate="step-after", strokeWidth=2, point=dot).encode(
        strokeDash=altair.StrokeDash("measure:N", title=None, scale=dashes)
    )
    if not points:
        return lines
    ahead = altair.Chart(altair.Data(values=points)).encode(**encoding)
    span = ahead.mark_rule(strokeWidth=2).encode(y="low:Q", y2="high:Q")
    mark = ahead.mark_point(filled=False, size=70, strokeWidth=2, shape="diamond")
    return altair.layer(lines, span, mark)
