"""HTML from templates: everything is escaped, numbers and days are shown one way, states carry a word and a sign."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from include.review.links import original, smelter_page, supplier_page
from include.review.visit import Visit

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST = 300
# Marks that turn the direction of what follows, and controls: a name must not rearrange the page around it.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]+")


def page(visit: Visit, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """One of the pages, in the common frame."""
    text = _environment().get_template(template).render(visit=visit, **values)
    return HTMLResponse(text, status_code=status)


def bare_page(template: str, status: int, **values: Any) -> HTMLResponse:
    """A page for somebody who is not signed in, or before there is anything to show: it reads nothing."""
    return HTMLResponse(_environment().get_template(template).render(**values), status_code=status)


def shown(value: object, limit: int = _LONGEST) -> str:
    """Text of others on one line: without controls, and cut with a mark where it is longer than the limit."""
    text = _UNSEEN.sub(" ", "" if value is None else str(value)).strip()
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def written(value: object, limit: int = 4_000) -> str:
    """Text of others with its lines, each as ``shown`` has it; cut with a mark where it is longer than the limit."""
    text = "" if value is None else str(value)
    lines = "\n".join(_UNSEEN.sub(" ", line).rstrip() for line in text[: limit + 1].splitlines()).strip()
    return lines if len(text) <= limit else f"{lines[: limit - 1]}…"


def _words(value: object) -> str:
    """A code as words: not_yet_identified becomes 'not yet identified'."""
    return shown(value).replace("_", " ")


def _count(value: int | float | None) -> str:
    return "–" if value is None else f"{value:,}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.0f}%"


def _day(value: date | datetime | str | None) -> str:
    """A day as 2026-03-31; a moment as 2026-03-31 14:05 UTC."""
    if value is None or value == "":
        return "–"
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError:
            return shown(value, 40)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat()


def _place(row: dict[str, Any]) -> str:
    """Sheet and cell, or row, of a finding or a declared row."""
    cell = row.get("source_cell") or (f"row {row['source_row']}" if row.get("source_row") else "")
    return shown(" ".join(part for part in (row.get("source_sheet"), cell) if part))


def _svg(text: str) -> Markup:
    """A chart of ours: Vega escapes the texts it draws."""
    return Markup(text)  # noqa: S704


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": shown, "written": written, "words": _words, "count": _count, "percent": _percent, "day": _day,
        "place": _place, "svg": _svg,
    }  # fmt: skip
    environment.globals |= {"supplier_page": supplier_page, "smelter_page": smelter_page, "original": original}
    return environment
