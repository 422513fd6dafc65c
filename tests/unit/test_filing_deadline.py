"""The filing deadline against days known from the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from include.filing_deadline import federal_holidays, filing_deadline

KNOWN = {
    2013: date(2014, 6, 2),  # Saturday
    2017: date(2018, 5, 31),  # Thursday
    2019: date(2020, 6, 1),  # Sunday
    2020: date(2021, 6, 1),  # Memorial Day on 31 May
    2023: date(2024, 5, 31),
    2025: date(2026, 6, 1),  # Sunday
    2026: date(2027, 6, 1),  # Memorial Day on 31 May
}


@pytest.mark.parametrize("year", KNOWN)
def test_deadline_is_31_may_or_the_next_business_day(year: int) -> None:
    assert filing_deadline(year) == KNOWN[year]


def test_holidays_of_a_year_as_observed() -> None:
    assert sorted(federal_holidays(2021)) == [
        date(2021, 1, 1),
        date(2021, 1, 18),
        date(2021, 2, 15),
        date(2021, 5, 31),
        date(2021, 6, 18),  # Juneteenth, a Saturday
        date(2021, 7, 5),  # Independence Day, a Sunday
        date(2021, 9, 6),
        date(2021, 10, 11),
        date(2021, 11, 11),
        date(2021, 11, 25),
        date(2021, 12, 24),
        date(2021, 12, 31),  # New Year's Day 2022, a Saturday
    ]


def test_juneteenth_is_no_holiday_before_its_law() -> None:
    assert date(2020, 6, 19) not in federal_holidays(2020)
