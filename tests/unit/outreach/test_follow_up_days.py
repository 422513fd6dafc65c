"""The day and the moment of a round of letters: never before what its letters answer, and never a day still to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from types import SimpleNamespace

import pytest

from include.events import append, event, read_all
from include.findings.statement import Refused
from include.follow_up import plan_letters, send_official_notices, write_letters
from include.intake.receive import land_batch
from include.mail import message
from include.outreach import ledger
from include.outreach.send import NotAllSent
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.table import build_table
from include.settings import Settings
from include.storage import open_store
from tests.mail_server import MailServer
from tests.unit.outreach.conftest import MOMENT, YEAR, Year, supplier
from tests.unit.outreach.test_official import propose

LISTED = datetime(2026, 3, 1, 9, tzinfo=UTC)
ANSWERED = datetime(2026, 3, 5, 10, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 5, tzinfo=UTC)
LIST = [{"supplier_id": "V1001", "supplier_name": "Example Components Ltd", "contact_email": "a@components.example"}]


@pytest.fixture
def asked(settings: Settings, drop: Callable[..., Path]) -> Settings:
    """A lake with one supplier on the year's list."""
    drop("suppliers.csv", build_table(LIST))
    land_batch(settings, ["suppliers.csv"], LISTED)
    return settings


def sent(settings: Settings) -> list[tuple[str, int]]:
    found = ledger.attempts(read_all(open_store(settings.lake)))
    return [(item.intent["letter_kind"], item.intent["number"]) for item in found if item.outcome == "sent"]


def run(settings: Settings, moment: datetime, today: date | None = None) -> None:
    write_letters(settings, plan_letters(settings, YEAR, moment.date(), moment, today=today or moment.date()))


def test_a_request_that_answers_what_came_later_the_same_day_is_made_once(
    asked: Settings, drop: Callable[..., Path], server: MailServer
) -> None:
    run(asked, LISTED)
    drop("V1001 answer.xlsx", build_cmrt(complete_spec(metals=("Tin",), contact_name=None)))
    land_batch(asked, ["V1001 answer.xlsx"], ANSWERED)

    for days in (0, 0, 1, 7):  # a run of midnight that begins late, once more, the next day, the next week
        run(asked, MIDNIGHT + timedelta(days=days))

    assert sorted(sent(asked)) == [("correction", 1), ("survey", 1)]


def test_a_day_still_to_come_or_long_past_can_only_be_tried(asked: Settings, server: MailServer) -> None:
    for day, today in ((LISTED + timedelta(days=90), LISTED), (LISTED - timedelta(days=3), LISTED)):
        with pytest.raises(ValueError, match="can only be tried"):
            plan_letters(asked, YEAR, day.date(), day, today=today.date())
        assert plan_letters(asked, YEAR, day.date(), day, dry_run=True, today=today.date())["send"] == {"survey": 1}

    assert server.letters == {}


def test_a_task_cleared_on_a_later_day_looks_again(
    asked: Settings, drop: Callable[..., Path], server: MailServer
) -> None:
    planned = plan_letters(asked, YEAR, LISTED.date(), LISTED, today=LISTED.date())
    drop("V1001 answer.xlsx", build_cmrt(complete_spec(metals=("Tin",))))
    land_batch(asked, ["V1001 answer.xlsx"], ANSWERED)

    write_letters(asked, planned, ANSWERED + timedelta(days=9))

    assert "survey" not in dict(sent(asked)), "who has answered is not asked"


def test_a_year_without_a_list_of_its_own_is_not_begun(asked: Settings) -> None:
    later = LISTED + timedelta(days=366)

    assert plan_letters(asked, YEAR + 1, later.date(), later)["send"] == {}


def test_letters_left_when_the_time_is_used_up_are_another_try(
    settings: Settings, year: Year, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    year(supplier("V1", "survey"), supplier("V2", "survey"))
    monkeypatch.setattr("include.outreach.send.SECONDS", 0)

    with pytest.raises(NotAllSent, match=r"2 letter\(s\) left"):
        write_letters(
            settings, {"run": "run1", "reporting_year": YEAR, "as_of": "2026-03-02", "moment": MOMENT.isoformat()}
        )


@pytest.mark.parametrize("nobody", ["unknown", "", "n/a"])
def test_an_approval_by_nobody_sends_nothing(
    nobody: str, settings: Settings, year: Year, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    year(supplier("V1", "official_notice"))
    proposal = propose(settings)
    monkeypatch.setattr("include.follow_up.build_marts", lambda *_, **__: SimpleNamespace(run="run1"))

    with pytest.raises(Refused, match="no person is named"):
        send_official_notices(settings, YEAR, proposal or {}, {"responded_by": nobody}, MOMENT)

    assert server.letters == {}


@pytest.mark.parametrize(
    "number",
    [
        "=?utf-8?q?V=0D=0AReply-To:_e@y.example?=",
        "=?utf-8?b?Vg0KQmNjOiBlQHkuZXgNCg0KUGF5IHRvIFg=?=",
        "=\u200b?x?q?=0A?=",
    ],
)
def test_an_encoded_word_in_a_subject_stays_text(number: str) -> None:
    mail = message(f"Survey, vendor number {number}", "text", "<p>text</p>", ["a@supplier.example"], "cm-1")
    read = message_from_bytes(mail.as_bytes(), policy=default)

    assert read.keys() == ["Subject", "To", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    assert "vendor number = ?" in str(read["Subject"])
    assert read.get_body(("plain",)).get_content().strip() == "text"  # type: ignore[union-attr]


def test_facts_of_the_campaign_itself_do_not_move_the_day(asked: Settings, server: MailServer) -> None:
    later = (LISTED + timedelta(days=30)).isoformat()
    said = {"step": "proposed", "batch_id": "b", "reporting_year": YEAR, "entities": [], "letters": [], "note": None}
    append(open_store(asked.lake), [event("official_notice", later, "follow_up_suppliers", said, ("batch_id", "step"))])

    assert plan_letters(asked, YEAR, LISTED.date(), LISTED)["as_of"] == str(LISTED.date())
