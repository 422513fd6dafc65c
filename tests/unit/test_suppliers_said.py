"""What suppliers said: recorded by a person with a reason, followed by the ladder, and refused where it cannot be."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from include.cli import main
from include.events import read_all
from include.findings.statement import Refused, Statement
from include.intake.receive import land_batch
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.references import blank_template
from include.sample.table import build_table
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.suppliers_said import record_said
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts

RECEIVED = datetime(2026, 3, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
PAT = Statement("pat", NOW, "by telephone, Ms Kim")
LATER = Statement("kim", NOW + timedelta(days=1), "by letter")
UNTIL = date(2026, 5, 1)
HEADINGS = ("supplier_id", "supplier_name", "contact_email", "parent_supplier_id", "exempt_reason")
LINES = (
    ("V1001", "Example Components Ltd", "kim@components.example", None, None),
    ("V1002", "Silent Parts Ltd", "lee@silent.example", None, None),
    ("V1003", "Silent Works Ltd", None, "V1002", None),
    ("V1004", "Boxes Ltd", None, None, "packaging only"),
)
SUPPLIERS = build_table([dict(zip(HEADINGS, line, strict=True)) for line in LINES])
LOG = build_table([{"supplier_id": "V1002", "letter_kind": "survey", "sent_on": "2026-03-10"}])


@pytest.fixture
def campaign(settings: Settings, drop: Callable[..., Path]) -> Settings:
    """A lake in which V1001 has answered validly, and V1002 was surveyed and is silent."""
    files = {
        "lists/suppliers.csv": SUPPLIERS,
        "lists/blank.xlsx": blank_template("6.5"),
        "lists/outreach_log.csv": LOG,
        "V1001/answer.xlsx": build_cmrt(complete_spec(metals=("Tin",))),
    }
    for name, content in files.items():
        drop(name, content)
    land_batch(settings, list(files), RECEIVED)
    refreshed(settings)
    return settings


def refreshed(settings: Settings) -> dict[str, dict[str, Any]]:
    """Where each vendor number stands after a refresh."""
    inputs = build_marts(settings, CompanyProfile(), date(2026, 4, 30))
    rows = Marts(open_store(settings.lake), inputs.run).rows("supplier_status", 2025)
    return {row["supplier_id"]: row for row in rows}


def test_a_refusal_makes_the_official_notice_next_for_the_whole_entity(campaign: Settings) -> None:
    assert record_said(campaign, "V1003", 2025, "refused", PAT, evidence="note of the call, 1 April") == 1

    for number in ("V1002", "V1003"):
        row = refreshed(campaign)[number]
        assert (row["state"], row["refused_on"]) == ("refused", date(2026, 4, 1))
        assert (row["next_action"], row["next_action_on"]) == ("official_notice", date(2026, 4, 1))
    event = read_all(open_store(campaign.lake))[-1]
    assert (event.kind, event.actor, event.payload["entity_id"]) == ("supplier_said", "pat", "V1002")
    assert event.payload["evidence"] == "note of the call, 1 April"


def test_an_extension_moves_what_comes_next_and_can_be_taken_back(campaign: Settings) -> None:
    before = refreshed(campaign)["V1002"]
    assert (before["next_action"], before["next_action_on"]) == ("reminder", date(2026, 3, 24))

    record_said(campaign, "V1002", 2025, "extended", PAT, until=UNTIL)
    extended = refreshed(campaign)["V1002"]
    assert (extended["extended_until"], extended["next_action_on"]) == (UNTIL, date(2026, 5, 2))

    record_said(campaign, "V1002", 2025, "withdrawn", LATER)
    assert refreshed(campaign)["V1002"] == before


NOT_RECORDED: dict[str, tuple[tuple[Any, ...], dict[str, Any], str]] = {
    "no reason": (("V1002", 2025, "refused", Statement("pat", NOW)), {}, "no reason is given"),
    "nobody": (("V1002", 2025, "refused", Statement("-", NOW, "why")), {}, "no person is named"),
    "unknown number": (("V9999", 2025, "refused", PAT), {}, "no supplier of 2025"),
    "another year": (("V1002", 2024, "refused", PAT), {}, "no supplier of 2024"),
    "exempt": (("V1004", 2025, "refused", PAT), {}, "is not asked"),
    "complete": (("V1001", 2025, "refused", PAT), {}, "has sent a valid declaration"),
    "nothing to take back": (("V1002", 2025, "withdrawn", PAT), {}, "nothing is on record"),
    "no day": (("V1002", 2025, "extended", PAT), {}, "names its last day"),
    "a day that has passed": (("V1002", 2025, "extended", PAT), {"until": date(2026, 3, 31)}, "has passed"),
    "a day far away": (("V1002", 2025, "extended", PAT), {"until": date(2027, 4, 3)}, "more than 366 days"),
    "a day of a refusal": (("V1002", 2025, "refused", PAT), {"until": UNTIL}, "a last day goes with"),
    "no such file": (("V1002", 2025, "refused", PAT), {"evidence": "a" * 64}, "no file that was received"),
    "a whole mail as evidence": (("V1002", 2025, "refused", PAT), {"evidence": "x" * 501}, "longer than 500"),
}


@pytest.mark.parametrize("case", NOT_RECORDED)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_written(campaign: Settings, case: str) -> None:
    said, more, words = NOT_RECORDED[case]
    before = read_all(open_store(campaign.lake))

    with pytest.raises(Refused, match=words):
        record_said(campaign, *said, **more)

    assert read_all(open_store(campaign.lake)) == before


def test_the_same_said_twice_is_refused_though_no_refresh_lies_between(campaign: Settings) -> None:
    record_said(campaign, "V1002", 2025, "refused", PAT)

    with pytest.raises(Refused, match="pat has recorded this on 2026-04-01"):
        record_said(campaign, "V1003", 2025, "refused", LATER)


def test_a_file_that_was_received_is_evidence(campaign: Settings) -> None:
    (letter,) = {
        item.payload["file_sha256"]
        for item in read_all(open_store(campaign.lake))
        if item.kind == "receipt" and item.payload["drop_path"] == "V1001/answer.xlsx"
    }

    assert record_said(campaign, "V1002", 2025, "refused", PAT, evidence=letter) == 1


def test_the_commands_list_and_record(campaign: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", campaign.data, "--year", "2025"]
    said = [*data, "--by", "pat", "--reason", "by telephone"]

    assert main(["suppliers", "list", *data, "--next-by", "2026-03-24"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["supplier_id"]: row["next_action"] for row in rows} == {
        "V1001": "thank_you", "V1002": "reminder", "V1003": "reminder",
    }  # fmt: skip

    assert main(["suppliers", "refused", "V1002", *said]) == 0
    assert main(["suppliers", "refused", "V1002", *said]) == 1
    assert "has recorded this" in capsys.readouterr().err
    assert main(["suppliers", "withdraw", "V1002", *said]) == 0
    far = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    assert main(["suppliers", "extended", "V1002", *said, "--until", far]) == 0
    assert refreshed(campaign)["V1002"]["extended_until"].isoformat() == far


def test_the_list_before_any_refresh_says_so(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suppliers", "list", "--data", settings.data, "--year", "2025"]) == 1
    assert "no refresh has finished yet" in capsys.readouterr().err
