"""Letters through the real DAG to a real mail server, with runs killed with -9 at every point, and repeated."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from include.events import read_all
from include.findings.statement import Statement
from include.follow_up import look
from include.lake import sha256
from include.outreach import ledger
from include.outreach.settle import settle, uncertain_rows
from include.settings import Settings
from include.storage import open_store
from tests.conftest import NOON
from tests.mail_server import PASSWORD, MailServer, mail_server

AS_OF = "2026-05-15"
CONF = {"reporting_year": 2025, "as_of_date": AS_OF}
_RUN = """
import json, os, sys
from pathlib import Path
from include.embedded import RunFailed, prepare, run_dag

home = Path(sys.argv[1])
prepare(home)
try:
    ran = run_dag("follow_up_suppliers", json.loads(sys.argv[2]), home / f"{os.getpid()}.log")
    states = {name.removesuffix("[-1]"): state for name, state in ran.states.items()}
    print(json.dumps({"states": states, "values": ran.values}))
except RunFailed as failed:
    print(json.dumps({"failed": failed.tasks}))
"""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("airflow")


@pytest.fixture
def campaign(sample: Settings) -> Settings:
    """The sample, whose company writes English where nobody has approved a language, and has an officer who signs."""
    profile = yaml.safe_load(Path(sample.profile_address).read_text("utf-8"))
    profile["campaign"] = {
        "unreviewed_language": "english",
        "senior_officer": {"name": "Ines Moor", "title": "General Counsel"},
    }
    Path(sample.profile_address).write_text(yaml.safe_dump(profile), "utf-8")
    return sample


def start(home: Path, settings: Settings, server: MailServer | None, **conf: Any) -> subprocess.Popen[str]:
    """Start a run of the DAG by real Airflow in a process of its own."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "CONFLICT_"))}
    environ |= {
        "CONFLICT_MINERALS_DATA": settings.data,
        "CONFLICT_MINERALS_REPORTING_YEAR": "2025",
        "CONFLICT_MINERALS_RETRY_SECONDS": "0",
    }
    if server:
        environ["AIRFLOW_CONN_CONFLICT_MINERALS_SMTP"] = server.connection
    arguments = [sys.executable, "-c", _RUN, str(home), json.dumps({**CONF, "official_notices": False, **conf})]
    return subprocess.Popen(arguments, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(started: subprocess.Popen[str]) -> dict[str, Any]:
    said, errors = started.communicate(timeout=480)
    assert started.returncode == 0, errors[-3000:]
    (line,) = [line for line in said.splitlines() if line.startswith("{")]
    found: dict[str, Any] = json.loads(line)
    return found


def letters(server: MailServer) -> Counter[str]:
    """How often each letter arrived; a letter of the sample goes to one address, and alerts are no letters."""
    arrived: Counter[str] = Counter()
    for (_, message_id), times in server.letters.items():
        if found := re.fullmatch(r"<cm-2025-([0-9a-f]{32})@quillmere\.example>", message_id):
            arrived[found[1]] += times
    return arrived


def run(home: Path, settings: Settings, server: MailServer | None, **conf: Any) -> dict[str, Any]:
    return finish(start(home, settings, server, **conf))


def outcomes(settings: Settings) -> dict[str, str]:
    found = ledger.attempts(read_all(open_store(settings.lake)))
    return {one.letter_id: one.outcome for one in found}


def due(settings: Settings) -> set[str]:
    """Letters that are to leave."""
    planned = look(settings, 2025, date.fromisoformat(AS_OF), NOON).planned()
    return {one.letter_id for one in planned if one.state == "send"}


def test_the_letters_of_a_year_leave_once_and_are_what_the_dry_run_showed(
    home: Path, campaign: Settings, server: MailServer
) -> None:
    dry = run(home, campaign, server, dry_run=True)
    assert dry["states"]["write_letters"] == "skipped"
    assert (server.taken, outcomes(campaign)) == ([], {})
    table = open_store(f"{campaign.outbox}/2025").read("plan.csv").decode()
    shown = {row["letter_id"] for row in csv.DictReader(io.StringIO(table)) if row["state"] == "send"}
    assert len(shown) > 15

    first, again = run(home, campaign, server), run(home, campaign, server)

    assert {one for one, outcome in outcomes(campaign).items() if outcome == "sent"} == shown
    assert letters(server) == Counter(shown)
    assert (first["states"]["announce"], again["states"]["announce"]) == ("success", "skipped")
    assert sum(first["values"]["write_letters"]["sent"].values()) == len(shown)
    assert "sent" not in again["values"]["write_letters"]
    assert first["states"]["ask_for_official_notices"] == "skipped"
    logs = b"".join(path.read_bytes() for path in home.rglob("*.log"))
    assert PASSWORD.encode() not in logs
    assert b"@kolvane.example" not in logs, "a log names vendor numbers"
    lake = Path(campaign.lake)
    assert all(sha256(path.read_bytes()) == path.stem for path in (lake / "letters").iterdir())


def _at_the_greeting(server: MailServer, kill: Callable[[], None]) -> None:
    server.on_answer = lambda _, answer: kill() if answer.startswith("220") else None


def _before_the_mail(server: MailServer, kill: Callable[[], None]) -> None:
    server.on_answer = lambda session, answer: kill() if session.envelope and session.envelope.rcpt_tos else None


def _while_it_is_handed_over(server: MailServer, kill: Callable[[], None]) -> None:
    server.on_answer = lambda _, answer: kill() if answer.startswith("354") and len(server.taken) == 4 else None


def _after_it_was_taken(server: MailServer, kill: Callable[[], None]) -> None:
    server.on_data = lambda _: kill() if len(server.taken) == 5 else None


@pytest.mark.parametrize(
    ("moment", "unknown", "left"),
    [
        (_at_the_greeting, 0, (0,)),
        (_before_the_mail, 1, (0,)),
        (_while_it_is_handed_over, 1, (4, 5)),  # a short mail may be through before the process is gone
        (_after_it_was_taken, 1, (5,)),
    ],
    ids=["before_the_hand_over", "before_the_mail", "during_the_mail", "after_it_was_taken"],
)
def test_a_run_killed_at_any_point_and_repeated_sends_nothing_twice_and_shows_what_may_have_left(
    moment: Callable[[MailServer, Callable[[], None]], None],
    unknown: int,
    left: tuple[int, ...],
    home: Path,
    campaign: Settings,
    server: MailServer,
) -> None:
    wanted = due(campaign)
    victim = start(home, campaign, server)
    moment(server, victim.kill)
    victim.communicate(timeout=240)
    assert victim.returncode == -9
    arrived = set(letters(server))
    assert len(arrived) in left
    assert list(outcomes(campaign).values()).count("uncertain") == unknown
    server.on_answer = server.on_data = None

    repeated = run(home, campaign, server)

    assert "failed" not in repeated
    listed = {row["letter_id"] for row in uncertain_rows(campaign)}
    sent = {one for one, outcome in outcomes(campaign).items() if outcome == "sent"}
    assert (len(listed), sent | listed) == (unknown, wanted)
    assert letters(server) == Counter(sent | listed & arrived)

    for letter in listed:
        outcome: Literal["sent", "not_sent"] = "sent" if letter in letters(server) else "not_sent"
        settle(campaign, letter, outcome, Statement("kim", NOON, "the log of the mail server"))
    run(home, campaign, server)

    assert letters(server) == Counter(wanted)
    assert uncertain_rows(campaign) == []


def test_two_runs_at_once_send_each_letter_once(home: Path, campaign: Settings, server: MailServer) -> None:
    wanted = due(campaign)
    other_home = home.parent / "other"

    both = [start(home, campaign, server), start(other_home, campaign, server)]
    assert [found for found in map(finish, both) if "failed" in found] == []

    assert letters(server) == Counter(wanted)
    assert set(outcomes(campaign).values()) == {"sent"}


def test_a_server_that_refuses_everything_fails_the_run_and_loses_nothing(
    home: Path, campaign: Settings, server: MailServer
) -> None:
    wanted = due(campaign)
    server.refuse = "451 come back later"
    assert run(home, campaign, server) == {"failed": ["write_letters[-1]"]}
    assert set(outcomes(campaign).values()) <= {"failed", "planned"}
    server.refuse = None

    run(home, campaign, server)

    assert letters(server) == Counter(wanted)


def test_without_a_mail_server_they_lie_in_the_outbox_and_nothing_is_on_record(home: Path, campaign: Settings) -> None:
    before = read_all(open_store(campaign.lake))

    ran = run(home, campaign, None)

    laid = ran["values"]["write_letters"]["outbox"]
    files = [path for path in Path(campaign.outbox, "2025").rglob("*") if path.is_file()]
    assert len(files) == 3 * sum(laid.values())
    assert read_all(open_store(campaign.lake)) == before
    assert ran["states"]["announce"] == "skipped"


def test_official_notices_that_wait_are_counted_and_do_not_leave(
    home: Path, campaign: Settings, server: MailServer
) -> None:
    ran = run(home, campaign, server)

    assert ran["values"]["plan_letters"]["ask"]["official_notice"] > 0
    kinds = {one.intent["letter_kind"] for one in ledger.attempts(read_all(open_store(campaign.lake)))}
    assert kinds
    assert "official_notice" not in kinds
    assert date.fromisoformat(AS_OF).isoformat() == ran["values"]["plan_letters"]["as_of"]
