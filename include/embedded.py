"""Real Airflow on one machine without servers: an SQLite metadata database, DAGs run in this process.

Airflow reads its configuration when it is first imported: call ``prepare`` before anything imports it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


class RunFailed(RuntimeError):
    """A DAG run did not succeed; the message and ``tasks`` name the tasks that failed."""

    def __init__(self, message: str, tasks: tuple[str, ...] = ()) -> None:
        """Keep the names of the failed tasks."""
        super().__init__(message)
        self.tasks = tasks


@dataclass(frozen=True)
class Ran:
    """A finished DAG run: the value each task returned (a list for mapped tasks), and the states of its tasks."""

    values: dict[str, Any]
    states: dict[str, str]


def environment(home: Path) -> dict[str, str]:
    """Airflow's settings for one machine: metadata in SQLite below ``home``, our DAGs and plugins, no examples."""
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",  # the default forks 32 workers
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__HOST": "127.0.0.1",  # the default listens on every interface
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "GX_ANALYTICS_ENABLED": "False",
    }


def prepare(home: Path) -> None:
    """Set the environment, and bring the metadata database of ``home`` up to date with the pool the DAGs use."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment(home))
    os.environ.setdefault("AIRFLOW__LOGGING__LOGGING_LEVEL", "WARNING")
    with _quiet(home / "migrate.log"):
        from airflow.models.pool import Pool
        from airflow.utils.db import initdb

        from include.dag_defaults import POOL

        initdb()
        Pool.create_or_update_pool(
            POOL, slots=2, description="Tasks that read suppliers' files", include_deferred=False
        )


def run_dag(dag_id: str, conf: dict[str, Any], log: Path) -> Ran:
    """Run one DAG to its end in this process. Raises RunFailed when it does not succeed; its log is in ``log``."""
    with _quiet(log):
        from airflow.dag_processing.dagbag import DagBag

        bag = DagBag(str(ROOT / "dags" / f"{dag_id}.py"))
        if bag.import_errors:
            raise RunFailed(f"{dag_id} cannot be loaded: {bag.import_errors}")
        run = bag.dags[dag_id].test(run_conf=conf)
        states = {f"{task.task_id}[{task.map_index}]": str(task.state) for task in run.get_task_instances()}
        values = {task.task_id: task.xcom_pull(task_ids=task.task_id) for task in run.get_task_instances()}
    if str(run.state) != "success":
        failed = tuple(sorted(name for name, state in states.items() if state == "failed"))
        raise RunFailed(f"{dag_id} failed in {', '.join(failed) or 'an unknown task'}; see {log}", failed)
    return Ran(values, states)


@contextlib.contextmanager
def _quiet(log: Path) -> Iterator[None]:
    """Send what Airflow prints and logs to a file: a command's own output is its result."""
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    with log.open("ab") as file:
        kept = [os.dup(1), os.dup(2)]
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, copy in zip((1, 2), kept, strict=True):
                os.dup2(copy, number)
                os.close(copy)
            logging.captureWarnings(True)
