"""Airflow's failure callback: a failed task concerns data engineering, not compliance. It never fails itself.

The scheduler imports this file with every DAG: what is heavy is imported when a task has failed.
"""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from typing import Any

log = logging.getLogger(__name__)
KIND = "failed_task"
_MAX_REASON = 1000
_ADVICE = re.compile(r"^\*\*If [^*]*fails[^*]*\*\*.*?(?=\n\s*\n|\n\*\*|\Z)", re.MULTILINE | re.DOTALL)
_AGAIN = (
    "Every task may be run again safely: clear it in the grid, or trigger the DAG anew. Files stay in the drop folder "
    "until their copy is in the archive, and readers keep the marts of the last refresh that succeeded."
)


def task_failed(context: dict[str, Any]) -> None:
    """Say which task of which run failed, why, and what to do: in the log, and to ``data_engineering_alerts``."""
    try:
        task = context["task_instance"]
        reason = _reason(context.get("exception"))
        log.error("Task %s of %s (run %s) failed: %s. %s", task.task_id, task.dag_id, task.run_id, reason, _AGAIN)
        _tell(context, reason)
    except Exception:
        log.exception("A task failed, and the alert about it could not be sent")


def _reason(exception: object) -> str:
    """Class and message of the error, bounded, without secrets."""
    from include.alerts.redact import redacted
    from include.plain_text import one_line

    if exception is None:
        return "the task ended without saying why (killed, out of memory, or out of time)"
    said = f"{type(exception).__name__}: {exception}" if isinstance(exception, BaseException) else str(exception)
    return one_line(redacted(said[: _MAX_REASON * 10]), _MAX_REASON)


def _tell(context: dict[str, Any], reason: str) -> None:
    from include.alerts.notice import Subject, send_notice
    from include.settings import load_settings

    settings, task = load_settings(), context["task_instance"]
    # Of a thousand mapped instances that fail for one reason the first is told: the others stand in the grid. Whoever
    # clears the task gives it more tries, and hears when these are used up too.
    tries = max(getattr(task, "max_tries", 0), task.try_number - 1)
    news_id = f"failed|{task.dag_id}|{task.run_id}|{task.task_id}|{tries}"
    about = Subject(KIND, "data_engineering", settings.reporting_year, news_id)
    send_notice(settings, _profile(settings), about, _notice(context, reason, settings), _moment(context), True)


def _notice(context: dict[str, Any], reason: str, settings: Any) -> Any:
    from include.alerts.render import Notice
    from include.plain_text import one_line
    from include.review_links import review_links

    task, links = context["task_instance"], review_links(settings, settings.reporting_year)
    tries = f"{task.try_number} of {getattr(task, 'max_tries', 0) + 1}"
    advice = _advice(getattr(context.get("dag"), "doc_md", None) or "", task.task_id)
    return Notice(
        title=f"Task failed: {task.dag_id}, {task.task_id}",
        paragraphs=(reason, *(one_line(text, _MAX_REASON) for text in advice), _AGAIN),
        facts={"Run": one_line(task.run_id), "Try": tries},
        link=links.task(task.dag_id, task.run_id, task.task_id, getattr(task, "map_index", -1)),
        footer="company.yaml names you under data_engineering_alerts. Compliance does not get this.",
    )


def _advice(runbook: str, task_id: str) -> list[str]:
    """What the DAG's own text says of a failure of this task, else of any: a runbook nobody opens helps nobody."""
    said = [match[0] for match in _ADVICE.finditer(runbook)]
    own = [text for text in said if f"`{task_id}`" in text.partition("\n")[0]]
    any_task = [text for text in said if " in `" not in text.partition("\n")[0]]
    return [text.replace("*", "").replace("`", "") for text in own or any_task]


def _profile(settings: Any) -> Any:
    """The company profile; the empty one where the profile is what is broken: then the alert lies in the outbox."""
    from include.settings import CompanyProfile, ProfileError, load_profile

    try:
        return load_profile(settings.profile_address)
    except ProfileError:
        return CompanyProfile()


def _moment(context: dict[str, Any]) -> datetime:
    run = context.get("dag_run")
    return run.run_after if run is not None else datetime.now(UTC)
