"""What goes into a CSV cell comes back whole, and none becomes a formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from include.csv_cells import plain_cell, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+49", "-", "@SUM(A1)", "\tx", "'=1", "''@x", "'quoted'", "O'Hara", "", "5"])
def test_text_comes_back_as_it_was(text: str) -> None:
    cell = safe_cell(text)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain_cell(cell) == text


@given(st.text(alphabet="'=+-@\t\r ax", max_size=6))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


def test_nothing_is_an_empty_cell() -> None:
    assert safe_cell(None) == ""
    assert plain_cell(None) is None
