"""The decisions of a ledger, by the models that the marts go by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from include.events import Event, as_table
from include.warehouse.load import connect
from include.warehouse.models import run_models

KEY = ("metal_clean", "name_clean", "country_clean", "id_clean", "supplier_id")


def in_force(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Rows of the model ``stg_decision`` over a ledger: one a question, with KEY, question, answer, who and when."""
    return _rows("stg_decision", events)


def recorded(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Rows of the model ``decision_recorded`` over a ledger: one for each decision ever taken, with its KEY."""
    return _rows("decision_recorded", events)


def said_last(events: Iterable[Event]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Question -> what was said of it last, revocations among it; of two answers of one moment, as ``in_force``."""
    with tables(events) as connection:
        rows = connection.table("decision_recorded").order("decided_at, event_id").to_arrow_table().to_pylist()
        counting = connection.table("stg_decision").order("rowid").to_arrow_table().to_pylist()
    return {key(row): row for row in [*rows, *counting]}


def key(row: dict[str, Any]) -> tuple[str, ...]:
    """The question of a row of these models or of ``review_queue``, which asks about any supplier."""
    return tuple(row.get(column, "") for column in KEY)


def tables(events: Iterable[Event]) -> duckdb.DuckDBPyConnection:
    """A database with the models ``decision_recorded`` and ``stg_decision`` over a ledger."""
    connection = connect()
    connection.register("event", as_table(item for item in events if item.kind == "decision"))
    run_models(connection, ("stg_decision", "decision_recorded"))
    connection.unregister("event")
    return connection


def _rows(model: str, events: Iterable[Event]) -> list[dict[str, Any]]:
    with tables(events) as connection:
        return list(connection.table(model).order("rowid").to_arrow_table().to_pylist())
