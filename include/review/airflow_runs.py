"""The newest runs of the pipeline's DAGs, from the database of the Airflow that serves the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from airflow.models.dagrun import DagRun
from airflow.utils.session import create_session
from sqlalchemy import select

from include.review import airflow_links


@dataclass(frozen=True)
class LastRun:
    """The newest run of a DAG: its state (queued, running, success, failed), when, and where Airflow shows it."""

    dag_id: str
    state: str
    started: datetime | None
    ended: datetime | None
    address: str


def last_run(dag_id: str) -> LastRun | None:
    """The newest run of a DAG by the moment it was due; null when it never ran here."""
    wanted = select(DagRun.run_id, DagRun.state, DagRun.start_date, DagRun.end_date)
    newest = wanted.where(DagRun.dag_id == dag_id).order_by(DagRun.run_after.desc(), DagRun.id.desc()).limit(1)
    with create_session(scoped=False) as session:
        found = session.execute(newest).first()
    if found is None:
        return None
    return LastRun(dag_id, str(found[1]), found[2], found[3], airflow_links.dag_run(dag_id, found[0]))
