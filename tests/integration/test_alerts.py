"""Alerts through the real DAGs: one mail for news, none without, failures to data engineering alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from include.events import append, event
from include.settings import Settings
from include.storage import open_store
from include.warehouse.build import current_run
from tests.mail_server import PASSWORD, MailServer, mail_server

COMPLIANCE, ENGINEERS = ["compliance@quillmere.example"], ["data-engineering@quillmere.example"]
REFRESH = ("reconcile_smelters", {"as_of_date": "2026-05-15"})
WATCH = ("watch_deadlines", {"as_of_date": "2026-05-30", "reporting_year": 2025})
_RUN = """
import json, sys
from pathlib import Path
from include.embedded import RunFailed, prepare, run_dag

home = Path(sys.argv[1])
prepare(home)
for dag_id, conf in json.loads(sys.argv[2]):
    try:
        values = run_dag(dag_id, conf, home / "run.log").values
        print(json.dumps({name: value for name, value in values.items() if name in sys.argv[3:]}))
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


def run(home: Path, settings: Settings, server: MailServer, *dags: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Run DAGs one after the other by real Airflow in a process of its own; what the tasks that alert returned."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "CONFLICT_"))}
    environ |= {
        "CONFLICT_MINERALS_DATA": settings.data,
        "CONFLICT_MINERALS_REPORTING_YEAR": "2025",
        "CONFLICT_MINERALS_RETRY_SECONDS": "0",
        "CONFLICT_MINERALS_REVIEW_URL": "https://minerals.quillmere.example",
        "AIRFLOW_CONN_CONFLICT_MINERALS_SMTP": server.connection,
    }
    alerting = ("send_digest", "remind_of_filing", "tell_of_silence")
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(home), json.dumps(dags), *alerting],
        env=environ,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def outbox(settings: Settings) -> list[str]:
    return [path.name for path in Path(settings.outbox, "alerts").rglob("*") if path.is_file()]


def test_one_digest_for_news_none_without_and_reminders_until_the_seal(
    home: Path, sample: Settings, server: MailServer
) -> None:
    first, again, reminded, not_again = run(home, sample, server, REFRESH, REFRESH, WATCH, WATCH)

    assert (first["send_digest"]["outcome"], again["send_digest"]["outcome"]) == ("sent", "nothing_new")
    assert reminded == {"remind_of_filing": {"2025": "sent"}, "tell_of_silence": None}
    assert not_again == {"remind_of_filing": {}, "tell_of_silence": None}
    assert [to for to, _ in server.taken] == [COMPLIANCE, COMPLIANCE]
    digest, reminder = (mail for _, mail in server.taken)
    assert digest["Subject"].startswith("SAMPLE: Conflict minerals 2025: 3 flagged facilities, ")
    assert "https://minerals.quillmere.example/conflict-minerals/suppliers/V1013?year=2025" in text_of(digest)
    assert reminder["Subject"] == "Form SD for 2025: 2 days to the filing deadline 2026-06-01"
    assert outbox(sample) == []

    sealed = {"reporting_year": 2025, "package": "0123456789abcdef", "note": None, "submission_flag": "LIVE"}
    append(open_store(sample.lake), [event("filing_sealed", "2026-05-30T10:00:00+00:00", "filer", sealed, sealed)])
    later = ("watch_deadlines", {"as_of_date": "2026-05-31", "reporting_year": 2025})
    assert run(home, sample, server, later) == [{"remind_of_filing": {}, "tell_of_silence": None}]


def test_a_mail_server_that_refuses_leaves_good_marts_and_a_digest_in_the_outbox(
    home: Path, sample: Settings, server: MailServer
) -> None:
    server.refuse = "554 not today"
    assert run(home, sample, server, REFRESH) == [{"failed": ["send_digest[-1]"]}]
    assert current_run(open_store(sample.lake))
    assert sorted(outbox(sample)) == [
        f"{kind}.{form}" for kind in ("digest", "failed_task") for form in ("eml", "html", "txt")
    ]
    server.refuse = None

    [told] = run(home, sample, server, REFRESH)

    assert (told["send_digest"]["outcome"], told["send_digest"]["news"]) == ("sent", 0)
    [(to, mail)] = server.taken
    assert to == COMPLIANCE
    assert "was not mailed. It is not sent again; its copy is outbox/alerts/" in text_of(mail)


def test_a_task_that_fails_is_told_to_data_engineering_alone(home: Path, sample: Settings, server: MailServer) -> None:
    for landed in Path(sample.lake, "landed", "declaration").rglob("*.parquet"):
        landed.write_bytes(b"damaged by postgresql://etl:" + PASSWORD.encode() + b"@db.quillmere.example")

    [ran] = run(home, sample, server, REFRESH)

    assert ran == {"failed": ["build_marts[-1]"]}
    [(to, mail)] = server.taken
    assert to == ENGINEERS
    assert mail["Subject"] == "Task failed: reconcile_smelters, build_marts"
    text = text_of(mail)
    assert "InvalidInputException" in text
    assert "Try: 2 of 2" in text
    assert "If it fails in build_marts with an assertion named, do not file" in text
    assert "https://minerals.quillmere.example/dags/reconcile_smelters/runs/" in text
    assert PASSWORD not in mail.as_string()
