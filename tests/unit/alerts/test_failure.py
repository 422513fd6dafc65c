"""The failure callback: data engineering alone, once a task and run, no secrets, and it never fails itself."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from include.alerts.failure import task_failed
from include.settings import Settings
from tests.mail_server import PASSWORD, MailServer
from tests.unit.alerts.conftest import ENGINEERS, MONDAY
from tests.unit.alerts.test_digest import html_of, outbox, text_of

RUNBOOK = """### A DAG.

**Runs** daily.
**If a task fails** look at the disk.

**If it fails** in `build_marts` do not
file.
**If it fails** in `send_digest` the marts are good.

Params: none
"""


def context(exception: object = None, **task: Any) -> dict[str, Any]:
    """What Airflow hands to a callback, as far as it is read."""
    instance = {
        "dag_id": "intake_supplier_files",
        "task_id": "land_files",
        "run_id": "manual__2026-05-11T06:00:00+00:00",
        "try_number": 4,
        "max_tries": 3,
        "map_index": 7,
    }
    return {
        "task_instance": SimpleNamespace(**instance | task),
        "dag": SimpleNamespace(doc_md=RUNBOOK),
        "dag_run": SimpleNamespace(run_after=MONDAY),
        "exception": exception,
    }


@pytest.fixture(autouse=True)
def _environment(addressed: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICT_MINERALS_DATA", addressed.data)
    monkeypatch.setenv("CONFLICT_MINERALS_REPORTING_YEAR", "2025")
    monkeypatch.setenv("CONFLICT_MINERALS_REVIEW_URL", "https://minerals.example.com")


def test_the_mail_says_what_failed_why_and_what_to_do(server: MailServer) -> None:
    task_failed(context(ValueError("the disk is full")))

    [(to, mail)] = server.taken
    assert to == [ENGINEERS]
    assert mail["Subject"] == "Task failed: intake_supplier_files, land_files"
    text = text_of(mail)
    assert "ValueError: the disk is full" in text
    assert "Try: 4 of 4" in text
    assert "Every task may be run again safely" in text
    assert (
        "https://minerals.example.com/dags/intake_supplier_files/runs/manual__2026-05-11T06%3A00%3A00%2B00%3A00/"
        "tasks/land_files/mapped/7" in text
    )


@pytest.mark.parametrize(
    ("task_id", "advice"),
    [
        ("land_files", "If a task fails look at the disk."),
        ("build_marts", "If it fails in build_marts do not file."),
        ("send_digest", "If it fails in send_digest the marts are good."),
    ],
)
def test_the_runbook_s_word_on_this_task_is_in_the_mail(task_id: str, advice: str, server: MailServer) -> None:
    task_failed(context(ValueError("x"), task_id=task_id))

    assert [line for line in text_of(server.taken[0][1]).splitlines() if line.startswith("If ")] == [advice]


def test_of_many_mapped_instances_the_first_is_told(server: MailServer) -> None:
    for number in range(5):
        task_failed(context(ValueError("no space"), map_index=number))
    task_failed(context(ValueError("no space"), run_id="another"))

    assert len(server.taken) == 2


def test_instances_that_fail_at_one_moment_are_told_once(server: MailServer, addressed: Settings) -> None:
    with ThreadPoolExecutor(6) as pool:
        for number in range(6):
            pool.submit(task_failed, context(ValueError(f"reason {number}"), map_index=number))

    assert len(server.taken) == 1
    assert outbox(addressed) == []


def test_a_task_that_was_cleared_and_fails_again_is_told_again(server: MailServer) -> None:
    task_failed(context(ValueError("no space")))
    task_failed(context(ValueError("no rights"), try_number=8, max_tries=7))
    task_failed(context(ValueError("no rights"), try_number=5, max_tries=7, map_index=3))

    assert ["no rights" in text_of(mail) for _, mail in server.taken] == [False, True]


def test_a_hostile_or_secret_message_does_no_harm(server: MailServer) -> None:
    hostile = f"s3://key:{PASSWORD}@bucket\r\nBcc: all@quillmere.example\r\n<script>x</script>" + "y" * 100_000

    task_failed(context(ValueError(hostile)))

    [(to, mail)] = server.taken
    assert to == [ENGINEERS]
    assert PASSWORD not in mail.as_string()
    assert "<script" not in html_of(mail)
    assert len(mail.as_bytes()) < 20_000


@pytest.mark.parametrize(
    ("exception", "said"),
    [(None, "the task ended without saying why"), ("Task received SIGKILL", "Task received SIGKILL")],
)
def test_a_task_that_was_killed_is_told_as_well(exception: object, said: str, server: MailServer) -> None:
    task_failed(context(exception))

    assert said in text_of(server.taken[0][1])


def test_without_mail_it_lies_in_the_outbox(addressed: Settings) -> None:
    task_failed(context(ValueError("x")))

    assert [Path(path).name for path in outbox(addressed)] == [
        "failed_task.eml", "failed_task.html", "failed_task.txt",
    ]  # fmt: skip


def test_a_broken_profile_is_told_as_what_it_is(addressed: Settings, server: MailServer) -> None:
    Path(addressed.data, "company.yaml").write_text("polciy: x", "utf-8")

    task_failed(context(ValueError("company.yaml has 1 error(s)")))

    assert (len(server.taken), len(outbox(addressed))) == (0, 3)


@pytest.mark.parametrize("fault", ["no_context", "bad_settings", "no_lake", "server_refuses"])
def test_it_never_fails_itself(
    fault: str,
    addressed: Settings,
    server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    if fault == "bad_settings":
        monkeypatch.setenv("CONFLICT_MINERALS_REPORTING_YEAR", "last year")
    elif fault == "no_lake":
        monkeypatch.setenv("CONFLICT_MINERALS_DATA", "unknown-protocol://nowhere")
    elif fault == "server_refuses":
        server.refuse = "554 no"

    task_failed({} if fault == "no_context" else context(ValueError("x")))

    assert "the alert about it could not be sent" in caplog.text
    assert server.taken == []
