"""Red flags have an owner and a state, by events; the category of a supplier is printed with what breaks it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from include.cli import main
from include.findings.red_flags import record_red_flags
from include.findings.statement import Refused, Statement
from include.settings import Settings
from tests.unit.findings.refreshed import refreshed

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(list(arguments)) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_a_flag_is_acknowledged_accepted_until_a_day_and_reopened(
    faulty: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    refreshed(faulty)
    (flag,) = printed(capsys, "red-flags", "--data", faulty.data, "--year", "2025")
    assert (flag["code"], flag["state"]) == ("smelter_status_unknown", "open")
    named = [flag["red_flag_id"]]

    assert record_red_flags(faulty, named, "acknowledged", "kim", Statement("pat", NOW)) == 1
    (row,) = refreshed(faulty).rows("red_flag", 2025)
    assert (row["state"], row["owner"], row["state_by"]) == ("acknowledged", "kim", "pat")

    until = Statement("pat", NOW + timedelta(days=1), "list is on its way", date(2026, 6, 30))
    assert record_red_flags(faulty, named, "accepted", "kim", until) == 1
    (row,) = refreshed(faulty).rows("red_flag", 2025)
    assert (row["state"], row["state_note"], row["accepted_until"]) == ("accepted", "list is on its way", until.until)
    (row,) = refreshed(faulty, date(2026, 7, 1)).rows("red_flag", 2025)
    assert row["state"] == "open"

    reopened = Statement("kim", NOW + timedelta(days=2), "no list came")
    assert record_red_flags(faulty, named, "open", None, reopened) == 1
    (row,) = refreshed(faulty).rows("red_flag", 2025)
    assert (row["state"], row["owner"]) == ("open", None)


def test_the_commands_name_an_owner_and_say_what_was_recorded(
    faulty: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (flag,) = refreshed(faulty).rows("red_flag", 2025)
    said = [flag["red_flag_id"], "--data", faulty.data, "--by", "pat"]

    with pytest.raises(SystemExit):
        main(["red-flags", "accept", *said, "--reason", "one purchase"])
    assert "--owner" in capsys.readouterr().err
    assert main(["red-flags", "accept", *said, "--reason", "one purchase", "--owner", "kim"]) == 0
    (row,) = refreshed(faulty).rows("red_flag", 2025)
    assert (row["state"], row["owner"], row["state_note"]) == ("accepted", "kim", "one purchase")


REFUSED = {
    "unknown flag": ("x", "acknowledged", "kim", Statement("pat", NOW), "no red flag of the newest refresh"),
    "nobody's": (None, "acknowledged", None, Statement("pat", NOW), "name the person answerable"),
    "accepted without a reason": (None, "accepted", "kim", Statement("pat", NOW), "no reason is given"),
    "open with an owner": (None, "open", "kim", Statement("pat", NOW, "why"), "an owner goes with"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_said_of_a_flag_is_refused(faulty: Settings, case: str) -> None:
    named, state, owner, statement, words = REFUSED[case]
    (row,) = refreshed(faulty).rows("red_flag", 2025)

    with pytest.raises(Refused, match=words):
        record_red_flags(faulty, [named or row["red_flag_id"]], state, owner, statement)  # type: ignore[arg-type]


def test_the_category_is_printed_and_what_breaks_it(faulty: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    refreshed(faulty)
    asked = ("categories", "--data", faulty.data, "--year", "2025")

    found = {row["supplier_id"]: row["category"] for row in printed(capsys, *asked)}
    breaks = printed(capsys, *asked, "--breaks")

    assert found == {"V1001": "not_valid", "V1002": "no_response"}
    assert [row["code"] for row in breaks] == ["declaration_not_valid", "smelter_not_conformant"]
    assert breaks[1]["source_cell"] == "C5"
