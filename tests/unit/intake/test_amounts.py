"""Amounts of money are read when they can mean one number, and are never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from include.intake.amounts import read_amount


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1250000, 1_250_000.0),
        (1250.5, 1250.5),
        (0, 0.0),
        ("1250000", 1_250_000.0),
        ("1234.5", 1234.5),
        ("1234,5", 1234.5),
        ("1,234.50", 1234.5),
        ("1.234,50", 1234.5),
        ("1,234,567", 1_234_567.0),
        ("12 000", 12_000.0),
        ("12\u202f000,75", 12_000.75),
        ("12'000", 12_000.0),
        (" 300 ", 300.0),
        ("\uff13\uff10\uff10", 300.0),
    ],
)
def test_an_amount_that_means_one_number_is_read(cell: Any, amount: float) -> None:
    found = read_amount(cell)

    assert (found.amount, found.problem) == (amount, None)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("1,234", "may mean 1.234 or 1234; write it without separators"),
        ("1.234", "may mean 1.234 or 1234; write it without separators"),
        ("EUR 500", "is no amount; write figures alone"),
        ("-500", "is no amount; write figures alone"),
        ("1e5", "is no amount; write figures alone"),
        ("nan", "is no amount; write figures alone"),
        ("1,23,4", "is no amount; write figures alone"),
        ("9" * 41, "is no amount; write figures alone"),
        (True, "is no amount; write figures alone"),
        (-1, "is no amount of zero or more that can be right"),
        (float("inf"), "is no amount of zero or more that can be right"),
        ("99999999999999", "is no amount of zero or more that can be right"),
    ],
)
def test_an_amount_that_cannot_be_told_is_null_and_says_why(cell: Any, problem: str) -> None:
    found = read_amount(cell)

    assert (found.amount, found.problem) == (None, problem)


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_an_empty_cell_is_no_amount_and_no_problem(cell: Any) -> None:
    assert read_amount(cell).problem is None
