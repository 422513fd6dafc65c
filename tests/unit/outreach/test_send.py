"""Letters leave at most once: a server that refuses, breaks off or is away, two runs at once, and a person's word."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from include.cli_sending import add_sending_actions
from include.events import read_all
from include.findings.statement import Refused, Statement
from include.follow_up import write_letters
from include.mail_session import Session
from include.outreach import ledger
from include.outreach.outbox import year_of
from include.outreach.send import MAX_REFUSED_IN_A_ROW, SECONDS, NotAllSent, Sending
from include.outreach.settle import settle, uncertain, uncertain_rows
from include.server import free_port
from include.settings import Settings
from include.storage import open_store
from tests.mail_server import PASSWORD, MailServer
from tests.unit.outreach.conftest import MOMENT, YEAR, Look, Year, supplier

TUESDAY = MOMENT + timedelta(days=1)
Write = Callable[..., dict[str, Any]]
CONNECTION = "AIRFLOW_CONN_CONFLICT_MINERALS_SMTP"


@pytest.fixture
def write(settings: Settings) -> Write:
    """Writes the letters of a run of the marts, as the task does."""

    def run(moment: datetime = MOMENT, run: str = "run1") -> dict[str, Any]:
        planned = {"run": run, "reporting_year": YEAR, "as_of": str(moment.date()), "moment": moment.isoformat()}
        return write_letters(settings, planned)

    return run


def many(count: int, kind: str = "survey") -> list[dict[str, Any]]:
    return [supplier(f"V{number:03}", kind) for number in range(count)]


def outcomes(settings: Settings) -> list[tuple[str, int, str]]:
    found = ledger.attempts(read_all(open_store(settings.lake)))
    return sorted((one.intent["supplier_id"], one.number, one.outcome) for one in found)


def steps(settings: Settings, name: str) -> list[dict[str, Any]]:
    events = [item.payload for item in read_all(open_store(settings.lake)) if item.kind == ledger.KIND]
    return [payload for payload in events if payload["step"] == name]


def test_each_letter_leaves_once_and_is_on_record_with_a_copy(
    settings: Settings, server: MailServer, year: Year, write: Write
) -> None:
    year(*many(3), supplier("V900", "survey", contact_email=None))

    first, again = write(), write()

    assert first == {"sent": {"survey": 3}, "held": {"survey": 1}}
    assert again == {"held": {"survey": 1}}
    assert set(server.letters.values()) == {1}
    assert outcomes(settings) == [(f"V{number:03}", 1, "sent") for number in range(3)]
    lake = open_store(settings.lake)
    assert len(lake.names("events")) == 5, "the intents, three hand-overs, the last outcome"
    copies = [lake.read(f"letters/{one['content_sha256']}.eml") for one in steps(settings, "intent")]
    assert sorted(str(mail["To"]) for _, mail in server.taken) == [
        f"V{number:03}@supplier.example" for number in range(3)
    ]
    assert all(b"Brightwater" in copy for copy in copies)


@pytest.mark.parametrize("politely", [True, False])
def test_a_server_that_ends_a_session_after_some_mails_makes_no_letter_uncertain(
    politely: bool, server: MailServer, year: Year, write: Write
) -> None:
    year(*many(9))
    sessions: list[Any] = []

    def end_some(session: Any, answer: str) -> None:
        sessions.extend([session] * answer.startswith("220"))
        if not politely and answer == "250 OK" and len(server.taken) == 3 * len(sessions):
            session.transport.close()

    server.on_answer = end_some
    server.mails_in_a_session = 3 if politely else None

    assert write()["sent"] == {"survey": 9}
    assert set(server.letters.values()) == {1}
    assert len(sessions) in (3, 4)


@pytest.mark.parametrize(
    ("refusal", "permanent"),
    [
        ("550 no such user", True),
        ("550 5.1.1 no such user", True),
        ("553 5.1.3 bad syntax", True),
        ("550 5.2.1 mailbox disabled", True),
        ("450 4.2.1 try later", False),
        ("452 4.2.2 mailbox full", False),
        ("554 5.7.1 relay access denied", False),
        ("550 5.7.1 your address is on a block list", False),
    ],
)
def test_a_refused_recipient_fails_for_good_only_where_the_mailbox_is_what_is_wrong(
    refusal: str, permanent: bool, settings: Settings, server: MailServer, year: Year, write: Write
) -> None:
    year(*many(3))
    server.unknown, server.refusal = ("V001@supplier.example",), refusal

    assert write() == {"sent": {"survey": 2}, "failed": {"survey": 1}, "held": {}}

    (failed,) = steps(settings, "failed")
    assert failed["permanent"] == permanent
    assert refusal in failed["reason"]
    server.unknown = ()
    assert write(TUESDAY) == {"sent": {"survey": 1}, "held": {}}
    assert outcomes(settings) == [("V000", 1, "sent"), ("V001", 1, "failed"), ("V001", 2, "sent"), ("V002", 1, "sent")]
    assert set(server.letters.values()) == {1}


def test_of_two_addresses_one_may_be_refused(settings: Settings, server: MailServer, year: Year, write: Write) -> None:
    year(supplier("V1", "survey", contact_email="gone@supplier.example; here@supplier.example"))
    server.unknown = ("gone@supplier.example",)

    assert write()["sent"] == {"survey": 1}

    (sent,) = steps(settings, "sent")
    assert sent["refused_recipients"] == ["gone@supplier.example"]
    assert [to for to, _ in server.taken] == [["here@supplier.example"]]


def test_a_server_that_refuses_everything_is_left_alone_and_used_again_when_it_accepts(
    settings: Settings, server: MailServer, year: Year, write: Write
) -> None:
    year(*many(30))
    server.refuse = "554 5.7.1 not today"
    with pytest.raises(NotAllSent, match="refused 10 letters in a row, the last with 554; 20 letter"):
        write()
    assert len(steps(settings, "send")) == MAX_REFUSED_IN_A_ROW
    assert not any(failed["permanent"] for failed in steps(settings, "failed"))
    server.refuse = None

    assert write(TUESDAY)["sent"] == {"survey": 30}
    assert set(server.letters.values()) == {1}
    assert uncertain(read_all(open_store(settings.lake))) == []


@pytest.mark.parametrize("fault", ["nobody_listens", "bad_login", "no_sender", "bad_json", "sender_refused"])
def test_a_server_that_cannot_be_used_makes_nothing_uncertain_and_tells_no_secret(
    fault: str,
    settings: Settings,
    server: MailServer,
    year: Year,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    year(*many(3))
    monkeypatch.setenv(
        CONNECTION,
        {
            "nobody_listens": server.connection.replace(str(server.port), str(free_port())),
            "bad_login": server.connection.replace("someone", "stranger"),
            "no_sender": server.connection.split("&from_email")[0],
            "bad_json": '{"conn_type": "smtp", "password": "' + PASSWORD,
            "sender_refused": server.connection.split("&from_email")[0] + "&from_email=no%40sender.example",
        }[fault],
    )
    server.refuse_sender = "no@sender.example"

    with pytest.raises(NotAllSent, match=r"[23] letter\(s\) left") as error:
        write()

    written = b"".join(path.read_bytes() for path in Path(settings.data).rglob("*") if path.is_file())
    assert PASSWORD not in str(error.value) + caplog.text
    assert PASSWORD.encode() not in written
    assert server.taken == []
    assert uncertain(read_all(open_store(settings.lake))) == []
    monkeypatch.setenv(CONNECTION, server.connection)
    assert write(TUESDAY)["sent"] == {"survey": 3}


def test_a_sending_that_breaks_off_is_not_repeated_but_shown_and_the_rest_goes_on(
    settings: Settings, server: MailServer, year: Year, write: Write
) -> None:
    year(*many(4))
    server.on_data = lambda session: session.transport.abort() if len(server.taken) == 2 else None
    with pytest.raises(NotAllSent, match=r"nobody knows whether the survey to V001 left.*; 2 letter\(s\) left"):
        write()
    server.on_data = None

    assert write() == {"sent": {"survey": 2}, "held": {"survey": 1}}

    assert set(server.letters.values()) == {1}
    (row,) = uncertain_rows(settings, YEAR)
    assert (row["supplier_id"], row["letter_kind"], row["day"]) == ("V001", "survey", "2026-03-02")
    assert row["message_id"] in {str(mail["Message-ID"]) for _, mail in server.taken}
    assert uncertain_rows(settings, 2024) == []


def test_a_log_names_vendor_numbers_and_no_address(
    server: MailServer, year: Year, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    year(*many(2))
    server.unknown = ("V001@supplier.example",)
    caplog.set_level("INFO", "include")

    write()

    said = [record.getMessage() for record in caplog.records if record.name.startswith("include.")]
    assert said == ["V000: survey 1 sent", "V001: survey 1 failed"]


@pytest.mark.parametrize(
    ("outcome", "again"), [("sent", {"held": {}}), ("not_sent", {"sent": {"survey": 1}, "held": {}})]
)
def test_a_person_says_what_became_of_an_uncertain_letter(
    outcome: Any, again: dict[str, Any], settings: Settings, server: MailServer, year: Year, write: Write
) -> None:
    year(*many(1))
    server.on_data = lambda session: session.transport.abort()
    with pytest.raises(NotAllSent):
        write()
    server.on_data = None
    (row,) = uncertain_rows(settings)
    who = Statement("kim", TUESDAY, "looked at the log of the mail server")

    assert settle(settings, row["letter_id"], outcome, who) == 1

    assert write(TUESDAY) == again
    assert uncertain_rows(settings) == []
    with pytest.raises(Refused, match="no letter of this id is uncertain"):
        settle(settings, row["letter_id"], outcome, who)


def test_a_settlement_needs_a_person_a_reason_and_a_letter(settings: Settings) -> None:
    with pytest.raises(Refused) as refused:
        settle(settings, "0" * 32, "sent", Statement("", TUESDAY))

    assert len(refused.value.reasons) == 3


def test_two_runs_at_once_send_each_letter_once(
    settings: Settings, server: MailServer, year: Year, write: Write
) -> None:
    year(*many(40))
    done: list[dict[str, Any]] = []
    both = threading.Barrier(2)

    def run() -> None:
        both.wait()
        done.append(write())

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(done) == 2
    assert sum(one.get("sent", {}).get("survey", 0) for one in done) == 40
    assert set(server.letters.values()) == {1}
    assert len(server.letters) == 40
    assert [outcome for _, _, outcome in outcomes(settings)] == ["sent"] * 40


def test_a_run_of_another_day_takes_over_what_was_only_planned(
    settings: Settings, server: MailServer, year: Year, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letter that leaves, its day and its hash are those on record, not those of the run that never sent it."""
    year(*many(2))
    monkeypatch.setenv(CONNECTION, server.connection.replace(str(server.port), str(free_port())))
    with pytest.raises(NotAllSent):
        write()
    assert [outcome for _, _, outcome in outcomes(settings)] == ["planned"] * 2
    monkeypatch.setenv(CONNECTION, server.connection)

    assert write(TUESDAY)["sent"] == {"survey": 2}

    assert outcomes(settings) == [
        ("V000", 1, "failed"),
        ("V000", 2, "sent"),
        ("V001", 1, "failed"),
        ("V001", 2, "sent"),
    ]
    sent = {one.intent["content_sha256"]: one for one in ledger.attempts(read_all(open_store(settings.lake)))}
    copies = [
        open_store(settings.lake).read(f"letters/{sha}.eml") for sha, one in sent.items() if one.outcome == "sent"
    ]
    assert all(b"March 3, 2026" in copy for copy in copies)
    assert {one.day for one in sent.values() if one.outcome == "sent"} == {"2026-03-03"}


def test_a_run_ends_in_time_and_says_how_many_letters_are_left(
    settings: Settings, server: MailServer, year: Year, round_of: Look, write: Write
) -> None:
    year(*many(5))
    found = round_of()
    times = iter([0.0, *[1.0] * 4, *[SECONDS + 1.0] * 20])

    with Session(settings.smtp_connection) as session:
        sending = Sending(found.lake, session, found.composer(session), MOMENT, lambda: next(times))
        sending.send(found.planned(), {})

    assert sending.counts == {"sent": {"survey": 3}, "left": {"survey": 2}}
    assert sending.stopped is None
    assert write()["sent"] == {"survey": 2}
    assert set(server.letters.values()) == {1}


def test_without_a_connection_the_outbox_holds_exactly_what_is_due_and_the_ledger_nothing(
    settings: Settings, year: Year, write: Write
) -> None:
    year(*many(2))
    assert write() == {"outbox": {"survey": 2}, "held": {}}
    first = {entry.path for entry in year_of(settings, YEAR).entries()}
    assert sorted({path.rsplit(".", 1)[1] for path in first}) == ["eml", "html", "txt"]
    assert len(first) == 6
    year(supplier("V001", "survey"), supplier("V002", "survey"), run="run2")

    assert write(TUESDAY, "run2") == {"outbox": {"survey": 2}, "held": {}}

    names = {path.split("-")[0] for path in (entry.path for entry in year_of(settings, YEAR).entries())}
    assert names == {"V001", "V002"}
    assert read_all(open_store(settings.lake)) == []


def test_what_lay_in_the_outbox_is_taken_out_once_it_leaves_by_mail(
    settings: Settings, server: MailServer, year: Year, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    year(*many(1))
    monkeypatch.delenv(CONNECTION)
    write()
    monkeypatch.setenv(CONNECTION, server.connection)

    write(TUESDAY)

    assert year_of(settings, YEAR).entries() == []
    assert len(server.taken) == 1


@pytest.mark.parametrize("number", ["../../etc/passwd", "..", "/root", "V1/../V2", "a b", "x" * 300, "供应商"])
def test_a_vendor_number_never_becomes_a_path(number: str, settings: Settings, year: Year, write: Write) -> None:
    year(supplier(number, "survey", contact_email="a@supplier.example"), supplier("a_b", "survey"))

    assert write()["outbox"] == {"survey": 2}

    places = {entry.path.split("/")[0] for entry in year_of(settings, YEAR).entries()}
    assert len(places) == 2
    assert all(len(place) < 60 and place.isascii() and "." not in place for place in places)


def test_the_terminal_lists_uncertain_letters_and_settles_them(
    settings: Settings, server: MailServer, year: Year, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    import argparse

    year(*many(1))
    server.on_data = lambda session: session.transport.abort()
    with pytest.raises(NotAllSent):
        write()
    parser = argparse.ArgumentParser()
    add_sending_actions(parser.add_subparsers(required=True))

    def letters(*arguments: str) -> tuple[int, str]:
        chosen = parser.parse_args([*arguments, "--data", settings.data])
        return chosen.command(chosen), capsys.readouterr().out

    (row,) = csv.DictReader(io.StringIO(letters("uncertain")[1]))
    said = ["--outcome", "not-sent", "--by", "kim", "--reason", "not in the log of the mail server"]
    assert letters("settle", row["letter_id"], *said) == (0, "1 recorded; the next refresh goes by it\n")
    assert letters("settle", row["letter_id"], *said)[0] == 1
    assert list(csv.DictReader(io.StringIO(letters("uncertain", "--year", "2025")[1]))) == []
