"""Dates as people write them: read only when they can mean one day."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from include.intake.values import folded, text

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_SERIAL_DAY_ZERO = date(1899, 12, 30)  # Excel's day 1 is 1900-01-01, with the day 1900-02-29 that never was
_SERIALS = range(32_874, 73_051)  # 1990 to 2099: other numbers are no dates of a declaration
_LONGEST = 80
_CLOCK = r"(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?: ?z| ?[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}}) ?[-/.年년] ?(\d{{1,2}}) ?[-/.月월] ?(\d{{1,2}}) ?[日일.]?{_CLOCK}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_NAMED_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]*([a-z]+)[-/., ]*(\d{{4}}|'?\d{{2}}){_CLOCK}")
_NAMED_MONTH_DAY = re.compile(rf"([a-z]+)[-/., ]*(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(\d{{4}}){_CLOCK}")
_YEAR_NAMED_MONTH = re.compile(rf"(\d{{4}})[-/., ]+([a-z]+)[-/., ]+(\d{{1,2}}){_CLOCK}")
_TWO_NUMBERS = re.compile(rf"(\d{{1,2}}) ?[-/.] ?(\d{{1,2}}) ?[-/.] ?(\d{{4}}){_CLOCK}")
_DOTTED = re.compile(rf"(\d{{1,2}})\. ?(\d{{1,2}})\. ?(\d{{4}}){_CLOCK}")
_IN_NAME = re.compile(r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True)
class ReadDate:
    """A date cell: the day, the text it was written as, and in plain words why there is no day."""

    day: date | None
    reported: str | None
    problem: str | None = None
    ambiguous: bool = False


def read_date(cell: Any) -> ReadDate:
    """Read a date cell: a date, an Excel serial number or text that can mean one day only."""
    reported = text(cell)
    if reported is None:
        return ReadDate(None, None)
    if isinstance(cell, datetime):
        return ReadDate(cell.date(), reported)
    if isinstance(cell, date):
        return ReadDate(cell, reported)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(float(cell), reported)
    return _from_text(reported)


def _from_serial(number: float, reported: str) -> ReadDate:
    if math.isfinite(number) and int(number) in _SERIALS:
        return ReadDate(_SERIAL_DAY_ZERO + timedelta(days=int(number)), reported)
    if number.is_integer() and (compact := _COMPACT.fullmatch(reported)) and (day := _day(*compact.groups())):
        return ReadDate(day, reported)
    return ReadDate(None, reported, f"the number {reported} is no date")


def _from_text(reported: str) -> ReadDate:
    words = folded(reported[:_LONGEST])
    if words.isdigit() and len(words) == 5:
        return _from_serial(float(words), reported)
    for pattern, order in ((_YEAR_FIRST, "ymd"), (_COMPACT, "ymd"), (_DAY_NAMED_MONTH, "dmy"),
                           (_NAMED_MONTH_DAY, "mdy"), (_YEAR_NAMED_MONTH, "ymd")):  # fmt: skip
        if match := pattern.fullmatch(words):
            parts = dict(zip(order, match.groups(), strict=True))
            if day := _day(parts["y"], parts["m"], parts["d"]):
                return ReadDate(day, reported)
    # Whoever writes dots writes the day first; with slashes and dashes both orders are in use.
    if (match := _DOTTED.fullmatch(words)) and (day := _day(*reversed(match.groups()))):
        return ReadDate(day, reported)
    if match := _TWO_NUMBERS.fullmatch(words):
        return _from_two_numbers(match, reported)
    return ReadDate(None, reported, f"{reported[:80]!r} is not read as a date; write it as 2024-05-31")


def _from_two_numbers(match: re.Match[str], reported: str) -> ReadDate:
    first, second, year = match.groups()
    days = {day for day in (_day(year, second, first), _day(year, first, second)) if day}
    if len(days) == 1:
        return ReadDate(days.pop(), reported)
    if not days:
        return ReadDate(None, reported, f"{reported[:80]!r} is no day of the calendar")
    earlier, later = sorted(days)
    return ReadDate(None, reported, f"{reported[:80]!r} may mean {earlier} or {later}", ambiguous=True)


def _day(year: str, month: str, day: str) -> date | None:
    number = _MONTHS.get(month) or (int(month) if month.isdigit() else 0)
    full_year = int(year.lstrip("'"))
    try:
        return date(full_year + 2000 if full_year < 100 else full_year, number, int(day))
    except ValueError:
        return None


def date_in_name(name: str) -> date | None:
    """The day a file name states as YYYY-MM-DD or YYYYMMDD; null when none, or when it states several."""
    days = {_day(*match.groups()) for match in _IN_NAME.finditer(name)} - {None}
    return days.pop() if len(days) == 1 else None
