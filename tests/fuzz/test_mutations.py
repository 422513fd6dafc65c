"""Damaged files end in rows or in a reason. ``make fuzz`` reads many more."""

from __future__ import annotations

import pytest

from include.intake.read import read_file
from tests.fuzz.mutations import case, originals
from tests.fuzz.run import main


@pytest.mark.parametrize("name", list(originals()))
def test_what_is_damaged_could_be_read_before(name: str) -> None:
    assert read_file(originals()[name], "a" * 64, name).reason is None


def test_a_case_is_always_the_same_bytes() -> None:
    assert case(7, 3) == case(7, 3)
    assert case(7, 3) != case(8, 3)


def test_damaged_files_end_in_rows_or_in_a_reason(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(rounds=600, seed=20260415) == 0, capfd.readouterr().err
