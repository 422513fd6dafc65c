"""A whole declaration set aside: nothing of it is reported, it is on record, and it can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from include.cli import main
from include.findings.set_aside import record_declaration
from include.findings.statement import Refused, Statement
from include.settings import Settings
from tests.unit.findings.conftest import FAULTY
from tests.unit.findings.refreshed import finding, refreshed

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
PAT = Statement("pat", NOW, "a form of another company")


def test_its_rows_are_rejected_by_the_person_until_it_is_reinstated(faulty: Settings) -> None:
    refreshed(faulty)

    assert record_declaration(faulty, FAULTY, 2025, "set_aside", PAT) == 1
    aside = refreshed(faulty)

    assert aside.rows("appendix_a", 2025) == []
    (row,) = aside.rows("smelter_accounting", 2025)
    assert (row["outcome"], row["judgement"]) == ("rejected", "rejected")
    assert row["reason"] == "pat decided on 2026-04-01 to set the whole declaration aside: a form of another company"
    (status,) = aside.rows("declaration_status", 2025)
    assert (status["not_valid_because"], status["set_aside_reason"]) == ("set_aside", "pat: a form of another company")
    assert finding(aside)["state"] == "closed"
    (rate,) = [row for row in aside.rows("response_rate", 2025) if row["measure"] == "received_not_valid"]
    assert (rate["numerator"], rate["detail"]) == (1, "set aside by a person: 1")

    again = Statement("kim", NOW + timedelta(days=1), "it was theirs after all")
    assert record_declaration(faulty, status["file_sha256"], 2025, "reinstated", again) == 1
    back = refreshed(faulty)
    assert [row["metal"] for row in back.rows("appendix_a", 2025)] == ["Tin"]
    assert finding(back)["state"] == "open"


REFUSED = {
    "unknown file": ("nothing.xlsx", 2025, "set_aside", PAT, "no declaration of 2025 in the newest refresh"),
    "another year": (FAULTY, 2024, "set_aside", PAT, "no declaration of 2024 in the newest refresh"),
    "a list": ("lists/suppliers.csv", 2025, "set_aside", PAT, "no declaration of 2025"),
    "no reason": (FAULTY, 2025, "set_aside", Statement("pat", NOW), "no reason is given"),
    "not set aside": (FAULTY, 2025, "reinstated", PAT, "is not set aside already"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_set_aside_is_refused(faulty: Settings, case: str) -> None:
    file, year, state, statement, words = REFUSED[case]
    refreshed(faulty)

    with pytest.raises(Refused, match=words):
        record_declaration(faulty, file, year, state, statement)  # type: ignore[arg-type]


def test_set_aside_twice_is_refused_though_no_refresh_lies_between(faulty: Settings) -> None:
    refreshed(faulty)
    said = ["--data", faulty.data, "--year", "2025", "--by", "pat", "--reason", "why"]

    assert main(["declarations", "set-aside", FAULTY, *said]) == 0
    assert main(["declarations", "set-aside", FAULTY, *said]) == 1
    assert main(["declarations", "reinstate", FAULTY, *said]) == 0
