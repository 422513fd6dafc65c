"""The campaign as a funnel: how many suppliers reached each stage."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from include.charts.bars import plain_bars
from include.charts.drawing import Row, drawn, word
from include.events import canonical_json


def campaign_funnel(rows: Iterable[Row]) -> str | None:
    """Bars as SVG, one a row in its order (stage, suppliers, share in words or None); None without any."""
    values = [[word(row["stage"]), row["suppliers"], row["share"] and word(row["share"])] for row in rows]
    return _drawn(canonical_json(values).decode()) if values else None


@lru_cache(maxsize=64)
def _drawn(values: str) -> str:
    rows = [
        {"category": stage, "count": suppliers, "label": f"{suppliers:,}" + (f" ({share})" if share else "")}
        for stage, suppliers, share in json.loads(values)
    ]
    counts = ", ".join(f"{row['category']} {row['label']}" for row in rows)
    return drawn(plain_bars(rows, "suppliers", row_height=28), f"Bars: suppliers by stage of the campaign. {counts}.")
