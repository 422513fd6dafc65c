"""A person says whose a declaration is: it wins over the rules, is on record, and can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from include.cli import main
from include.findings.statement import Refused, Statement
from include.findings.tie import record_tie
from include.settings import Settings
from include.warehouse.marts import Marts
from tests.unit.findings.conftest import FAULTY
from tests.unit.findings.refreshed import refreshed

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
PAT = Statement("pat", NOW, "V1002 took the company over")


def tie(marts: Marts) -> tuple[Any, Any]:
    (row,) = marts.rows("declaration_status", 2025)
    return row["supplier_id"], row["tied_by"]


def test_what_a_person_says_wins_until_it_is_taken_back(faulty: Settings) -> None:
    assert tie(refreshed(faulty)) == ("V1001", "supplier_id")

    assert record_tie(faulty, FAULTY, 2025, "V1002", PAT) == 1
    assert tie(refreshed(faulty)) == ("V1002", "decision")

    later = Statement("kim", NOW + timedelta(days=1), "they did not")
    assert record_tie(faulty, FAULTY, 2025, None, later) == 1
    assert tie(refreshed(faulty)) == ("V1001", "supplier_id")


REFUSED = {
    "unknown file": ("nothing.xlsx", 2025, "V1002", PAT, "no declaration of 2025 in the newest refresh"),
    "another year": (FAULTY, 2024, "V1002", PAT, "no declaration of 2024 in the newest refresh"),
    "a list": ("lists/suppliers.csv", 2025, "V1002", PAT, "no declaration of 2025"),
    "unknown supplier": (FAULTY, 2025, "V7777", PAT, "the supplier list of 2025 has no such vendor number"),
    "no reason": (FAULTY, 2025, "V1002", Statement("pat", NOW), "no reason is given"),
    "nobody": (FAULTY, 2025, "V1002", Statement("n/a", NOW, "why"), "no person is named"),
    "nothing said": (FAULTY, 2025, None, PAT, "is tied by no person"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_tied_is_refused(faulty: Settings, case: str) -> None:
    file, year, supplier_id, statement, words = REFUSED[case]
    refreshed(faulty)

    with pytest.raises(Refused, match=words):
        record_tie(faulty, file, year, supplier_id, statement)


def test_the_command_ties_once_and_unties_once_though_no_refresh_lies_between(faulty: Settings) -> None:
    refreshed(faulty)
    said = [FAULTY, "--data", faulty.data, "--year", "2025", "--by", "pat", "--reason", "why"]

    assert main(["declarations", "tie", *said, "--supplier", "V1002"]) == 0
    assert main(["declarations", "tie", *said, "--supplier", "V1002"]) == 1
    assert main(["declarations", "tie", *said, "--supplier", "V7777"]) == 1
    assert main(["declarations", "untie", *said]) == 0
    assert main(["declarations", "untie", *said]) == 1
    assert tie(refreshed(faulty)) == ("V1001", "supplier_id")
