"""Amounts of money as people write them: read only when they can mean one number."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal

from include.intake.values import folded, number_text, text

_LARGEST = 1e13
_LONGEST = 40
_FIGURES = re.compile(r"\d[\d.,]*", re.ASCII)
_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[ '’](?=\d{3}(?:\D|$))")
_NO_AMOUNT = "is no amount; write figures alone"
_CONVENTIONS = ("en", "de")  # the two ways to use point and comma


@dataclass(frozen=True)
class ReadAmount:
    """An amount cell: the number, the text it was written as, and in plain words why there is no number."""

    amount: float | None
    reported: str | None
    problem: str | None = None


def read_amount(cell: Any) -> ReadAmount:
    """Read an amount of zero or more: a number, or text that means one number by either use of point and comma."""
    reported = text(cell)
    if reported is None:
        return ReadAmount(None, None)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _bounded(float(cell), reported)
    words = _BETWEEN_THOUSANDS.sub("", folded(reported[: _LONGEST + 1]))
    if len(reported) > _LONGEST or not _FIGURES.fullmatch(words):
        return ReadAmount(None, reported, _NO_AMOUNT)
    meant = {number for convention in _CONVENTIONS if (number := _parsed(words, convention)) is not None}
    if len(meant) > 1:
        either = " or ".join(map(number_text, sorted(meant)))
        return ReadAmount(None, reported, f"may mean {either}; write it without separators")
    return _bounded(meant.pop(), reported) if meant else ReadAmount(None, reported, _NO_AMOUNT)


def _parsed(words: str, convention: str) -> float | None:
    try:
        return float(parse_decimal(words, locale=convention, strict=True))
    except NumberFormatError:
        return None


def _bounded(number: float, reported: str) -> ReadAmount:
    if math.isfinite(number) and 0 <= number < _LARGEST:
        return ReadAmount(number, reported)
    return ReadAmount(None, reported, "is no amount of zero or more that can be right")
