from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from include.intake.values import address, at, column_letters, column_number, folded, text, text_not_zero


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("\u3000 Tin\u00a0\t\r\n\u200b", "Tin"), ("a  b", "a  b"), ("", None), (" \t", None), (None, None), (6.0, "6"),
        (0.5, "0.5"), (139691877.0, "139691877"), (1e20, "1e+20"), ("007", "007"), (True, "TRUE"),
        (date(2024, 5, 2), "2024-05-02"), (datetime(2024, 5, 2), "2024-05-02"),
        (datetime(2024, 5, 2, 8, 30), "2024-05-02T08:30:00"), (float("inf"), "inf"), (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_a_person_would_type_it(cell: Any, written: str | None) -> None:
    assert text(cell) == written


def test_long_runs_of_spaces_are_no_trap() -> None:
    long = "a" + " " * 200_000 + "b"
    assert text(long) == long


@pytest.mark.parametrize(("cell", "written"), [(0.0, None), ("0", None), (0.1, "0.1"), ("00", "00")])
def test_zero_of_a_formula_is_empty(cell: Any, written: str | None) -> None:
    assert text_not_zero(cell) == written


def test_vocabulary_words_compare_in_one_form() -> None:
    assert folded(" Ｙes,\n with  the SEC ") == "yes, with the sec"


def test_addresses() -> None:
    assert address("AH26") == (26, 34)
    assert [column_number("A"), column_number("ZZ"), column_letters(702), column_letters(27)] == [1, 702, "ZZ", "AA"]
    assert [at([["x"]], 1, 1), at([["x"]], 1, 2), at([["x"]], 2, 1)] == ["x", "", ""]
