"""Never twice and never lost: refused mails, unreachable servers, processes killed in the middle of a sending."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from include.alerts import ledger
from include.alerts.deliver import AlertNotSent
from include.events import ALERT, read_all
from include.server import free_port
from include.settings import Settings
from include.storage import open_store
from tests.mail_server import PASSWORD, MailServer
from tests.unit.alerts.conftest import COMPLIANCE, MONDAY, Refresh, Tell, finding
from tests.unit.alerts.test_digest import outbox, text_of

TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)


def alert_events(settings: Settings) -> list[dict[str, Any]]:
    return [item.payload for item in read_all(open_store(settings.lake)) if item.kind == ALERT]


def outcomes(settings: Settings) -> list[str | None]:
    return [attempt.outcome for attempt in ledger.attempts(read_all(open_store(settings.lake)))]


@pytest.fixture
def run(addressed: Settings, refresh: Refresh) -> str:
    return refresh("run1", finding=[finding()])


def test_the_ledger_holds_intent_and_outcome(addressed: Settings, server: MailServer, run: str, tell: Tell) -> None:
    tell(run)

    intent, outcome = sorted(alert_events(addressed), key=lambda payload: payload["step"])
    assert (intent["step"], intent["news"], intent["run"]) == ("intent", ["finding|id-1"], "run1")
    assert len(intent["content_sha256"]) == 64
    assert (outcome["step"], outcome["outcome"]) == ("outcome", "sent")
    assert COMPLIANCE not in json.dumps([intent, outcome])
    assert {item.occurred_at for item in read_all(open_store(addressed.lake))} == {MONDAY.isoformat()}


def test_a_refused_mail_is_tried_again_and_arrives_once(
    addressed: Settings, server: MailServer, run: str, tell: Tell
) -> None:
    server.refuse = "451 come back later"
    with pytest.raises(AlertNotSent, match="come back later"):
        tell(run, last_try=False)
    assert outbox(addressed) == []
    server.refuse = None

    assert tell(run, last_try=False)["outcome"] == "sent"
    assert len(server.taken) == 1
    assert outcomes(addressed) == ["failed", "sent"]


def test_after_the_last_try_it_lies_in_the_outbox_and_a_later_mail_says_so(
    addressed: Settings, server: MailServer, refresh: Refresh, run: str, tell: Tell
) -> None:
    server.refuse = "554 no"
    with pytest.raises(AlertNotSent, match="lies in the outbox: alerts/2026-05-11-"):
        tell(run)
    assert len(outbox(addressed)) == 3
    server.refuse = None

    told = tell(run, TUESDAY)

    assert (told["news"], told["outcome"]) == (0, "sent")
    [(_, mail)] = server.taken
    assert "The digest of 2026-05-11 06:00 UTC was not mailed. It is not sent again; its copy is outbox/alerts/" in (
        text_of(mail)
    )
    assert "Question 1" not in text_of(mail)
    assert tell(run, WEDNESDAY)["outcome"] == "nothing_new"


@pytest.mark.parametrize(
    "fault", ["nobody_listens", "no_sender", "bad_sender", "no_tls", "bad_login", "bad_port", "bad_json"]
)
def test_a_connection_that_does_not_work_loses_nothing_and_tells_no_secret(
    fault: str,
    addressed: Settings,
    server: MailServer,
    run: str,
    tell: Tell,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    address = server.connection
    changed = {
        "nobody_listens": address.replace(str(server.port), str(free_port())),
        "no_sender": address.split("&from_email")[0],
        "bad_sender": address.split("&from_email")[0] + "&from_email=alerts at quillmere",
        "bad_port": address.replace(str(server.port), "smtp"),
        "bad_json": '{"conn_type": "smtp", "password": "' + PASSWORD,
        "no_tls": address.replace("&disable_tls=true", ""),
        "bad_login": address.replace("someone", "stranger"),
    }[fault]
    monkeypatch.setenv("AIRFLOW_CONN_CONFLICT_MINERALS_SMTP", changed)

    with pytest.raises(AlertNotSent) as error:
        tell(run)

    left = b"".join(path.read_bytes() for path in Path(addressed.data).rglob("*") if path.is_file())
    assert PASSWORD not in str(error.value) + caplog.text
    assert PASSWORD.encode() not in left
    assert (server.taken, outcomes(addressed), len(outbox(addressed))) == ([], ["outbox"], 3)


@pytest.mark.parametrize(
    "written", ["Quillmere Minerals <alerts@quillmere.example>", '"Quillmere, Inc." <alerts@quillmere.example>']
)
def test_the_sender_may_have_a_name(
    written: str, server: MailServer, run: str, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = server.connection.split("&from_email")[0]
    monkeypatch.setenv("AIRFLOW_CONN_CONFLICT_MINERALS_SMTP", f"{bare}&from_email={quote(written)}")

    assert tell(run)["outcome"] == "sent"
    assert server.taken[0][1]["From"] == written


def test_a_sending_that_breaks_off_after_the_handover_is_not_repeated_but_told(
    addressed: Settings, server: MailServer, refresh: Refresh, run: str, tell: Tell
) -> None:
    server.on_data = lambda session: session.transport.abort()
    with pytest.raises(Exception, match="closed"):
        tell(run, last_try=False)
    assert outcomes(addressed) == [None]
    server.on_data = None

    tell(run, last_try=False)
    tell(refresh("run2", finding=[finding(), finding(2)]), TUESDAY)

    _, doubtful, later = (text_of(mail) for _, mail in server.taken)
    assert "The digest of 2026-05-11 06:00 UTC may not have arrived: its sending broke off." in doubtful
    assert [("may not have arrived" in body, "Question 1" in body) for body in (doubtful, later)] == [
        (True, False),
        (False, True),
    ]


_KILLED = """
import os, sys
from datetime import datetime
from include.alerts.compliance import tell_compliance
from include.settings import Settings
moment = datetime.fromisoformat(sys.argv[2])
print(os.getpid(), flush=True)
tell_compliance(Settings(data=sys.argv[1], reporting_year=2025), "run1", moment, False)
"""


def test_a_process_killed_while_the_server_answers_sends_nothing_twice(
    addressed: Settings, server: MailServer, run: str, tell: Tell
) -> None:
    victim = subprocess.Popen(
        [sys.executable, "-c", _KILLED, addressed.data, MONDAY.isoformat()], stdout=subprocess.PIPE, text=True
    )
    server.on_data = lambda _: os.kill(victim.pid, signal.SIGKILL)
    assert victim.wait(timeout=60) == -signal.SIGKILL
    server.on_data = None

    told = [tell(run, TUESDAY), tell(run, WEDNESDAY)]

    assert [one["outcome"] for one in told] == ["sent", "nothing_new"]
    first, second = (text_of(mail) for _, mail in server.taken)
    assert "Question 1" in first
    assert "Question 1" not in second
    copy = second.split("its copy is outbox/")[1].split()[0]
    assert "Question 1" in open_store(addressed.outbox).read(copy).decode()


def test_whom_the_server_refuses_is_named_in_the_log_and_the_copy_stays(
    addressed: Settings, server: MailServer, run: str, tell: Tell, caplog: pytest.LogCaptureFixture
) -> None:
    Path(addressed.data, "company.yaml").write_text(
        f"compliance_alerts: [{COMPLIANCE}, gone@quillmere.example]", "utf-8"
    )
    server.unknown = ("gone@quillmere.example",)

    told = tell(run)

    assert (told["outcome"], told["refused"]) == ("sent", ["gone@quillmere.example"])
    assert "gone@quillmere.example" in caplog.text
    assert len(outbox(addressed)) == 3


def test_alerts_change_neither_the_name_of_a_run_nor_its_inputs(
    sample: Settings, refresh: Refresh, server: MailServer
) -> None:
    from include.alerts.compliance import tell_compliance
    from include.refresh import build, is_current
    from include.settings import load_profile
    from include.warehouse.build import inputs_of

    profile = load_profile(sample.profile_address)
    built = build(sample, MONDAY.date())
    before = inputs_of(open_store(sample.lake), sample, profile, MONDAY.date())

    told = tell_compliance(sample, built["run"], MONDAY, True)

    assert told["news"] > 0
    after = inputs_of(open_store(sample.lake), sample, profile, MONDAY.date())
    assert (after.run, after.provenance()) == (before.run, before.provenance())
    assert is_current(sample, MONDAY.date())
