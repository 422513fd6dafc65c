"""Charts as SVG, drawn on the server by Vega: no script reaches the browser, texts take the page's colour.

A chart of a run never changes, so each is drawn once. Its figures stand beside it in a table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from markupsafe import escape

from include.events import canonical_json

Row = dict[str, Any]
_WIDTH, _HEIGHT = 340, 150
_POINTS = 80
STATUSES = ("conformant", "cross_recognized", "active", "listed_only", "unknown", "delisted", "not_eligible")
"""Statuses of a facility, the best first: the order of charts and tables."""
# Each stands out by 3:1 on the light and on the dark ground; the legend and the table say the same in words.
_COLOURS = ("#1b8a63", "#3f8fc4", "#b97a12", "#7f8a99", "#6b7480", "#a05fc4", "#d6453b")
_MEASURES = {"received": "answered", "valid": "answered validly"}


def smelters_by_status(run: str, year: int, rows: Iterable[Row]) -> str | None:
    """Bars: facilities by metal, cut by status; null when there are none."""
    values = [{"metal": r["metal"], "status": r["smelter_status"], "smelters": r["smelters"]} for r in rows]
    return _drawn(run, year, "smelters", canonical_json(values).decode()) if values else None


def response_course(run: str, year: int, rows: Iterable[Row]) -> str | None:
    """Lines: share of suppliers that answered, and validly, by day; null before the first answer."""
    values = [
        {"day": str(r["day"]), "measure": words, "share": r[measure]}
        for r in rows
        for measure, words in _MEASURES.items()
    ]
    return _drawn(run, year, "course", canonical_json(values).decode()) if values else None


def warm_up() -> None:
    """Draw something once: the drawing engine takes a second to start, which no page should wait for."""
    smelters_by_status("", 0, [{"metal": "Tin", "smelter_status": "active", "smelters": 1}])
    response_course("", 0, [{"day": "2026-01-01", "received": 0.5, "valid": 0.5}])


def by_rank(statuses: Iterable[str]) -> list[str]:
    """Statuses once each, the best first; one that is not known stands last."""
    present = set(statuses)
    return [status for status in STATUSES if status in present] + sorted(present - set(STATUSES))


@lru_cache(maxsize=64)
def _drawn(run: str, year: int, kind: str, values: str) -> str:
    import vl_convert

    rows = json.loads(values)
    chart, said = _smelter_chart(rows) if kind == "smelters" else _course_chart(rows)
    drawn = str(vl_convert.vegalite_to_svg(chart.to_json()))
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(said)}" ', 1)


def _smelter_chart(values: list[Row]) -> tuple[Any, str]:
    import altair

    present = by_rank(row["status"] for row in values)
    known = dict(zip(STATUSES, _COLOURS, strict=True))
    shown = [row | {"rank": present.index(row["status"]), "status": _words(row["status"])} for row in values]
    colours = altair.Scale(
        domain=[_words(status) for status in present], range=[known.get(status, "#6b7480") for status in present]
    )
    base = altair.Chart(altair.Data(values=shown), width=_WIDTH, height=_HEIGHT)
    chart = base.mark_bar().encode(
        y=altair.Y("metal:N", title=None),
        x=altair.X("sum(smelters):Q", title="facilities", axis=altair.Axis(tickMinStep=1, format="d")),
        color=altair.Color("status:N", title=None, scale=colours),
        order=altair.Order("rank:Q"),
    )
    metals = sorted({row["metal"] for row in shown})
    counts = ", ".join(f"{metal} {sum(row['smelters'] for row in shown if row['metal'] == metal)}" for metal in metals)
    return _styled(chart), f"Bars: facilities in the report by metal and status. {counts}."


def _course_chart(values: list[Row]) -> tuple[Any, str]:
    import altair

    scale = altair.Scale(domain=[*_MEASURES.values()], range=["#4a7fe0", "#1b8a63"])
    base = altair.Chart(altair.Data(values=values), width=_WIDTH, height=_HEIGHT)
    point = {"size": 45} if len(values) <= _POINTS else False
    chart = base.mark_line(interpolate="step-after", strokeWidth=2, point=point).encode(
        x=altair.X("yearmonthdate(day):T", title=None, axis=altair.Axis(format="%-d %b %y", tickCount=4)),
        y=altair.Y("share:Q", title="of the suppliers asked", axis=altair.Axis(format="%", tickCount=5),
                   scale=altair.Scale(domain=[0, 1])),
        color=altair.Color("measure:N", title=None, scale=scale),
        strokeDash=altair.StrokeDash("measure:N", title=None, scale=altair.Scale(
            domain=[*_MEASURES.values()], range=[[1, 0], [5, 3]])),
    )  # fmt: skip
    last = {row["measure"]: row for row in values}
    ends = ", ".join(f"{round(row['share'] * 100)}% {measure}" for measure, row in last.items())
    return _styled(chart), f"Lines: suppliers that answered, by day. On {values[-1]['day']}: {ends}."


def _words(status: str) -> str:
    return status.replace("_", " ")


def _styled(chart: Any) -> Any:
    text = {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12, "titleFontSize": 12}
    return (
        chart.configure(background="transparent", font="system-ui, sans-serif")
        .configure_view(strokeOpacity=0)
        .configure_axis(**text, titleFontWeight="normal", gridOpacity=0.25, domainOpacity=0.4, tickOpacity=0.4)
        .configure_legend(labelColor="currentColor", labelFontSize=12, orient="bottom", columns=3, columnPadding=16)
    )
