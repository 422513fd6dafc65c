"""Bars cut into parts, each part with its number where it fits: what a colour says, a number says too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from include.charts.drawing import GREY, WIDTH, Row

_SIGN, _MARGIN = 7, 4
"""Pixels of a digit, and of the air beside it."""
_FEW = 6


def stacked_bars(
    rows: Sequence[Row],
    categories: Sequence[str],
    parts: Mapping[str, str],
    title: str,
    row_height: int,
    width: int = WIDTH,
) -> Any:
    """An Altair chart: one bar a category, cut by part; ``rows`` hold category, part and count.

    ``categories`` stand from top to bottom, ``parts`` (name to colour) from left to right. A part that is not named
    there must not occur in ``rows``.
    """
    import altair

    placed = _placed(rows, categories, tuple(parts), width)
    base = altair.Chart(altair.Data(values=placed), width=width, height=altair.Step(row_height)).encode(
        y=altair.Y("category:N", title=None, sort=list(categories))
    )
    scale = altair.Scale(domain=list(parts), range=list(parts.values()))
    bars = base.mark_bar(height={"band": 0.72}).encode(
        x=altair.X("start:Q", title=title, axis=_whole(max((row["end"] for row in placed), default=0))),
        x2="end:Q",
        color=altair.Color("part:N", title=None, scale=scale, sort=list(parts)),
    )
    counts = base.mark_text(color="#ffffff", fontWeight="bold", fontSize=11).encode(x="middle:Q", text="shown:N")
    return altair.layer(bars, counts)


def plain_bars(rows: Sequence[Row], title: str, row_height: int) -> Any:
    """An Altair chart: one bar a row (category, count, label) in the order given, with its label behind it."""
    import altair

    most = max(row["count"] for row in rows) or 1
    base = altair.Chart(
        altair.Data(values=[dict(row) for row in rows]), width=WIDTH, height=altair.Step(row_height)
    ).encode(
        y=altair.Y("category:N", title=None, sort=[row["category"] for row in rows]),
        x=altair.X(
            "count:Q",
            title=title,
            scale=altair.Scale(domain=[0, most * 1.3]),  # room for the label behind the longest
            axis=_whole(most),
        ),
    )
    labels = base.mark_text(align="left", dx=_MARGIN).encode(text="label:N")
    return altair.layer(base.mark_bar(height={"band": 0.72}, color="#3b6ea5"), labels)


def _whole(most: int) -> Any:
    """An axis of whole numbers: with few, every one; the engine would print a half as a whole."""
    import altair

    if most <= _FEW:
        return altair.Axis(values=list(range(most + 1)), format="d")
    return altair.Axis(tickCount=5, format="d")


def _placed(rows: Sequence[Row], categories: Sequence[str], parts: Sequence[str], width: int) -> list[dict[str, Any]]:
    """Rows with where each part starts and ends, and its number where there is room for it."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts[row["category"], row["part"]] += row["count"]
    totals = [sum(counts[category, part] for part in parts) for category in categories]
    scale = width / (max(totals, default=0) or 1)
    placed = []
    for category in categories:
        numbers = [counts[category, part] for part in parts]
        for part, number, end in zip(parts, numbers, accumulate(numbers), strict=True):
            if number:
                fits = number * scale >= len(str(number)) * _SIGN + _MARGIN
                place = {"start": end - number, "end": end, "middle": end - number / 2}
                placed.append({"category": category, "part": part, "shown": str(number) if fits else ""} | place)
    return placed


def colours(parts: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Part to colour in the order given; one that is not known is grey."""
    return {part: known.get(part, GREY) for part in parts}
