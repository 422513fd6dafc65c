"""Countries of origin: for how many facilities suppliers named each, by metal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from include.charts.bars import colours, stacked_bars
from include.charts.drawing import Row, drawn, word
from include.events import canonical_json

_METALS = {"Gold": "#a8780a", "Tantalum": "#7a5ea8", "Tin": "#3b7fb5", "Tungsten": "#3f7a54"}
COVERED_MARK = "*"
"""Stands before the name of a covered country: colour is taken by the metals."""
_WIDTH = 250
"""The names of countries take the rest."""


def countries_of_origin(rows: Iterable[Row]) -> str | None:
    """Bars as SVG: a bar a country in the order of the rows, cut by metal; None without any.

    Rows hold country, covered (a covered country by the rule), metal and smelters: added up by metal, none by facility.
    """
    values = [[word(row["country"]), bool(row["covered"]), word(row["metal"]), row["smelters"]] for row in rows]
    return _drawn(canonical_json(values).decode()) if values else None


@lru_cache(maxsize=64)
def _drawn(values: str) -> str:
    rows = [
        {"category": f"{COVERED_MARK} {country}" if covered else country, "part": metal, "count": smelters}
        for country, covered, metal, smelters in json.loads(values)
    ]
    countries = list(dict.fromkeys(row["category"] for row in rows))
    metals = sorted({row["part"] for row in rows})
    marked = sum(1 for country in countries if country.startswith(COVERED_MARK))
    chart = stacked_bars(rows, countries, colours(metals, _METALS), "facilities", row_height=22)
    said = (
        f"Bars: countries of origin that suppliers named, {len(countries)} shown, {marked} of them covered countries."
    )
    return drawn(chart, said)
