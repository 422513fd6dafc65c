from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from include.intake.dates import date_in_name, read_date

DAY = date(2024, 5, 2)


@pytest.mark.parametrize(
    "cell",
    [
        DAY, datetime(2024, 5, 2, 13, 30), 45414, 45414.5, "45414", 20240502.0, "20240502", "2024-05-02", "2024/5/2",
        "2024.05.02", "2024-05-02T00:00:00Z", "2024-05-02 00:00:00", "02-May-2024", "2 May 2024", "2nd May, 2024",
        "02-MAY-24", "May 2, 2024", "May 2nd 2024", "2024-May-02", "2024年5月2日", "２０２４年５月２日", "2024. 5. 2.",
        "2024년 5월 2일", "\t02-May-2024\n", "02-Mai-2024", "2. Mai 2024", "2 mai 2024", "2 de mayo de 2024",
        "2 de maio de 2024", "2 maggio 2024", "2 Mayıs 2024", "02-五月-2024", "02-5月-2024", "02-5월-2024",
        "Thursday, May 2, 2024", "jeudi 2 mai 2024", "2024年5月2日 星期四", "2024年5月2日(木)",
        "令和6年5月2日", "R6.5.2",
        "2024年5月2日木曜日", "02-mag-24",
    ],
)  # fmt: skip
def test_one_day_is_read_in_every_shape(cell: Any) -> None:
    found = read_date(cell)
    assert (found.day, found.problem) == (DAY, None)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("02-Mar-2024", 3), ("02-mar.-2024", 3), ("02-Mrz-2024", 3), ("2 août 2024", 8),
        ("2 aout 2024", 8), ("1er févr. 2024", 2), ("02-Dez-2024", 12), ("02-ene-2024", 1),
        ("02-set-2024", 9), ("02-Out-2024", 10), ("02-Şub-2024", 2), ("2 Ağustos 2024", 8),
        ("2 décembre 2024", 12), ("02-十二月-2024", 12), ("02-juil.-2024", 7),
        ("2 Ekim 2024", 10), ("02-ott-2024", 10),
    ],
)  # fmt: skip
def test_months_are_read_in_the_languages_of_the_template(text: str, month: int) -> None:
    found = read_date(text).day
    assert found is not None
    assert (found.year, found.month) == (2024, month)


@pytest.mark.parametrize(("text", "day"), [("31/12/2024", date(2024, 12, 31)), ("12/31/2024", date(2024, 12, 31)),
                                           ("05.05.2024", date(2024, 5, 5))])  # fmt: skip
def test_numbers_that_can_mean_one_day_only_are_read(text: str, day: date) -> None:
    assert read_date(text).day == day


def test_numbers_that_may_mean_two_days_are_not_guessed() -> None:
    found = read_date("03/04/2024")
    assert (found.day, found.ambiguous, found.reported) == (None, True, "03/04/2024")
    assert "2024-03-04 or 2024-04-03" in (found.problem or "")


@pytest.mark.parametrize(
    "cell", ["soon", "31-Feb-2024", "2024-13-01", "32/13/2024", 7.0, True, "May 2024", "02-Foo-2024", float("inf")]
)
def test_what_is_no_day_has_a_problem(cell: Any) -> None:
    found = read_date(cell)
    assert found.day is None
    assert found.problem
    assert found.reported


@pytest.mark.parametrize("cell", ["", None, " \u3000"])
def test_an_empty_cell_is_no_problem(cell: Any) -> None:
    assert read_date(cell) == read_date("")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("cfsi_status_2014-07-01.csv", date(2014, 7, 1)), ("list 20260331 final.csv", date(2026, 3, 31)),
        ("2024/status.csv", None), ("order 1202405021.csv", None), ("2024-05-02 and 2024-05-03.csv", None),
        ("2024-02-30.csv", None), ("status.csv", None),
    ],
)  # fmt: skip
def test_a_file_name_states_at_most_one_day(name: str, day: date | None) -> None:
    assert date_in_name(name) == day
