"""Dates as people write them: read only when they can mean one day."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from babel.dates import get_day_names, get_month_names

from include.intake.values import folded, text

_LANGUAGES = ("en", "zh", "ja", "ko", "fr", "pt", "de", "es", "it", "tr")  # those of the template
_BESIDE_CLDR = {"sep": 9, "sept": 9, "mrz": 3, "set": 9, "janv": 1, "fevr": 2, "juil": 7}  # short forms of Excel
_REIWA_YEAR_ZERO = 2018
_SERIAL_DAY_ZERO = date(1899, 12, 30)  # Excel's day 1 is 1900-01-01, with the day 1900-02-29 that never was
_SERIALS = range(32_874, 73_051)  # 1990 to 2099: other numbers are no dates of a declaration
_LONGEST = 80
_CLOCK = r"(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?: ?z| ?[+-]\d{2}:?\d{2})?)?"
_MONTH = r"([^\W\d_]+|\d{1,2}[月월])"
_YEAR_FIRST = re.compile(rf"(\d{{4}}) ?[-/.年년] ?(\d{{1,2}}) ?[-/.月월] ?(\d{{1,2}}) ?[日일.]?{_CLOCK}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_NAMED_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|er|º|o)?[-/., ]*{_MONTH}[-/., ]*(\d{{4}}|'?\d{{2}}){_CLOCK}")
_NAMED_MONTH_DAY = re.compile(rf"{_MONTH}[-/., ]*(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(\d{{4}}){_CLOCK}")
_YEAR_NAMED_MONTH = re.compile(rf"(\d{{4}})[-/., ]+{_MONTH}[-/., ]+(\d{{1,2}}){_CLOCK}")
_REIWA = re.compile(r"(?:令和|r)\.? ?(\d{1,2}|元) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?")
_JOINTS = re.compile(r"\b(?:de|del|le|of)\b")
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
    words = _without_weekday(folded(reported[:_LONGEST]))
    if words.isascii() and words.isdigit() and len(words) == 5:
        return _from_serial(float(words), reported)
    for pattern, order in ((_YEAR_FIRST, "ymd"), (_COMPACT, "ymd"), (_DAY_NAMED_MONTH, "dmy"),
                           (_NAMED_MONTH_DAY, "mdy"), (_YEAR_NAMED_MONTH, "ymd")):  # fmt: skip
        if match := pattern.fullmatch(words):
            parts = dict(zip(order, match.groups(), strict=True))
            if day := _day(parts["y"], parts["m"], parts["d"]):
                return ReadDate(day, reported)
    if reiwa := _REIWA.fullmatch(words):
        year = _REIWA_YEAR_ZERO + (1 if reiwa[1] == "元" else int(reiwa[1]))
        if day := _day(str(year), reiwa[2], reiwa[3]):
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
    number = _months().get(_plain(month)) or (int(month) if month.isdigit() else 0)
    full_year = int(year.lstrip("'"))
    try:
        return date(full_year + 2000 if full_year < 100 else full_year, number, int(day))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Month by its name in the languages of the template, long and short, without accents; none that means two."""
    names: dict[str, set[int]] = {name: {number} for name, number in _BESIDE_CLDR.items()}
    for language in _LANGUAGES:
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale=language).items():
                    names.setdefault(_plain(name), set()).add(number)
    return {name: numbers.pop() for name, numbers in names.items() if len(numbers) == 1}


@cache
def _weekdays() -> re.Pattern[str]:
    names = {
        folded(name).rstrip(".")
        for language in _LANGUAGES
        for width in ("abbreviated", "wide")
        for name in get_day_names(width, locale=language).values()
    }
    # "mar" is Tuesday in three languages and March in five: a month stays. So does 日, which is a day of a date.
    longer = sorted((name for name in names if len(name) > 1 and _plain(name) not in _months()), key=len, reverse=True)
    spaced = "|".join(re.escape(name) for name in longer if name[0] < "\u3000")
    joined = "|".join(re.escape(name) for name in longer if name[0] >= "\u3000")
    return re.compile(rf"(?<!\w)(?:{spaced})[.,]?(?!\w)|{joined}|\([月火水木金土日월화수목금토일]\)")


def _without_weekday(words: str) -> str:
    """The words without a day of the week and without what joins them, as in "jeudi 2 mai" and "2 de mayo de"."""
    if not any(sign.isalpha() for sign in words):
        return words
    shown = _weekdays().sub(" ", words)
    return " ".join(_JOINTS.sub(" ", shown).split()).strip(" ,")


def _plain(name: str) -> str:
    """A month's name without accents and dot; Hangul is put together again."""
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", folded(name)) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", letters).rstrip(".")


def date_in_name(name: str) -> date | None:
    """The day a file name states as YYYY-MM-DD or YYYYMMDD; null when none, or when it states several."""
    days = {_day(*match.groups()) for match in _IN_NAME.finditer(name)} - {None}
    return days.pop() if len(days) == 1 else None
