"""Addresses of Airflow's own pages (3.3), as links with ``data-airflow`` use them, and of its login."""

from __future__ import annotations

from urllib.parse import quote

from airflow.api_fastapi.app import get_auth_manager


def dag(dag_id: str) -> str:
    """A DAG; its trigger button stands there."""
    return f"/dags/{quote(dag_id, safe='')}"


def dag_run(dag_id: str, run_id: str) -> str:
    """One run, with its tasks and their logs."""
    return f"{dag(dag_id)}/runs/{quote(run_id, safe='')}"


def required_actions(dag_id: str) -> str:
    """The questions of a DAG that wait for a person."""
    return f"{dag(dag_id)}/required_actions?response_received=false"


def login(next_url: str) -> str:
    """Where the auth manager in use signs people in, and sends them back from."""
    return str(get_auth_manager().get_url_login(next_url=next_url))
