"""When Form SD is due: 31 May of the year after the reporting year, or the next business day.

Sources: Form SD, General Instruction B.1 (31 May); Exchange Act Rule 0-3(a), 17 CFR 240.0-3 (next business day);
5 U.S.C. 6103 (federal holidays). Days closed by executive order cannot be computed and are not known here.
"""

from __future__ import annotations

from datetime import date, timedelta

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6


def filing_deadline(reporting_year: int) -> date:
    """Last day on which Form SD for that calendar year is on time."""
    day = date(reporting_year + 1, 5, 31)
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def is_business_day(day: date) -> bool:
    """Whether the Commission takes filings that day: no weekend, no federal holiday as observed."""
    return day.weekday() < _SATURDAY and day not in federal_holidays(day.year)


def federal_holidays(year: int) -> frozenset[date]:
    """The federal holidays observed in that calendar year; one on a weekend moves to the nearest weekday."""
    fixed = [(month, day) for month, day, since in _FIXED if year >= since]
    observed = {_observed(date(year, month, day)) for month, day in fixed}
    observed.add(_observed(date(year + 1, 1, 1)))  # New Year's Day on a Saturday is observed on 31 December
    floating = {_nth(year, month, weekday, nth) for month, weekday, nth in _FLOATING}
    return frozenset(day for day in observed | floating | {_memorial_day(year)} if day.year == year)


_FIXED = ((1, 1, 0), (6, 19, 2021), (7, 4, 0), (11, 11, 0), (12, 25, 0))
"""(month, day, first year): New Year, Juneteenth, Independence, Veterans, Christmas."""
_FLOATING = ((1, _MONDAY, 3), (2, _MONDAY, 3), (9, _MONDAY, 1), (10, _MONDAY, 2), (11, _THURSDAY, 4))
"""(month, weekday, which): King, Washington, Labor, Columbus, Thanksgiving."""


def _observed(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() == _SUNDAY else day


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _memorial_day(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())
