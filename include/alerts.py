"""Alerts. A failed task concerns data engineering, not compliance: it is logged with what to do next."""

from __future__ import annotations

import logging
from typing import Any

log = logging.getLogger(__name__)


def task_failed(context: dict[str, Any]) -> None:
    """Airflow's failure callback: say which task of which run failed, why, and that running it again is safe."""
    task = context["task_instance"]
    log.error(
        "Task %s of %s (run %s) failed after %s attempt(s): %s. Every task may be run again safely: clear it in the "
        "grid, or trigger the DAG anew.",
        task.task_id,
        task.dag_id,
        context["run_id"],
        task.try_number,
        context.get("exception"),
    )
