"""CSV cells that a spreadsheet shows as text: what others wrote must not become a formula, and must come back whole."""

from __future__ import annotations

import re
from typing import Any

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r]")


def safe_cell(value: Any) -> str:
    """A value as text for a CSV cell, with an apostrophe before what a spreadsheet would calculate; null is empty."""
    shown = "" if value is None else str(value)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def plain_cell(text: str | None) -> str | None:
    """What ``safe_cell`` was given, back from its cell; other text stays as it is."""
    return text[1:] if text and _SHIELDED.match(text) else text
