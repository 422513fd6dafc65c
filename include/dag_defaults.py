"""What all DAGs share: owner, retries, the failure callback, the pool, the asset between intake and reconciliation."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from airflow.sdk import Asset
from airflow.sdk.execution_time.hitl import HITLUser

from include.alerts.failure import task_failed

LANDED = Asset("landed")
"""Something new is in the lake: files, or receipts of known files for another year."""

POOL = "lake"
"""Bounds how many tasks read suppliers' files at once: each has a reader process of up to 3 GB."""

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "data-engineering",
    "retries": 3,
    "retry_delay": timedelta(seconds=int(os.environ.get("CONFLICT_MINERALS_RETRY_SECONDS", "30"))),
    "execution_timeout": timedelta(minutes=30),
    "on_failure_callback": task_failed,
}

DATE = r"^\d{4}-\d{2}-\d{2}$"


def schedule(name: str, otherwise: str) -> str | None:
    """A DAG's schedule: CONFLICT_MINERALS_<NAME>_SCHEDULE (a cron text; empty: only by hand), else the default."""
    return os.environ.get(f"CONFLICT_MINERALS_{name}_SCHEDULE", otherwise) or None


def filers() -> list[HITLUser] | None:
    """Airflow users that may seal or reject, from CONFLICT_MINERALS_FILERS (user ids joined by commas); null: any."""
    return _users("FILERS")


def officers() -> list[HITLUser] | None:
    """Airflow users that may approve official notices, from CONFLICT_MINERALS_OFFICERS; null: any."""
    return _users("OFFICERS")


def _users(name: str) -> list[HITLUser] | None:
    ids = [user.strip() for user in os.environ.get(f"CONFLICT_MINERALS_{name}", "").split(",") if user.strip()]
    return [HITLUser(id=user, name=user) for user in ids] or None


def chosen_date(value: str | None, otherwise: datetime) -> date:
    """The date a person chose in the trigger form, else the day of the run."""
    return date.fromisoformat(value) if value else otherwise.date()


def chosen_moment(value: str | None, otherwise: datetime) -> datetime:
    """The moment that goes with a chosen date, its first one in UTC, else that of the run: no clock of the machine."""
    return datetime.combine(date.fromisoformat(value), time(), UTC) if value else otherwise


def last_try(task_instance: Any) -> bool:
    """Whether Airflow will not try this task again when it fails now."""
    return bool(task_instance.try_number > task_instance.max_tries)
