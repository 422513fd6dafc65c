"""Statements into the ledger: every one of them is right, or nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from include.events import Event, append, as_table, read_all
from include.findings.statement import MAX_SUBJECTS, Refused, Statement
from include.lake import holding
from include.settings import Settings
from include.storage import Store, open_store
from include.warehouse.load import connect
from include.warehouse.marts import Marts
from include.warehouse.models import run_models

Row = dict[str, Any]


def record(
    settings: Settings, statement: Statement, judge: Callable[[Store, Sequence[Event]], Iterable[Event | str]]
) -> int:
    """Write the events that ``judge`` makes of the lake and its ledger, holding the lake; the number new to the ledger.

    A text among what ``judge`` yields is a reason to refuse all. Raises Refused, LeaseHeld while another writer holds
    the lake, or NoMarts before the first refresh.
    """
    lake = open_store(settings.lake)
    holder = settings.writer or f"a statement of {statement.by}, {statement.at.isoformat()}"
    with holding(lake, holder, settings.lease_seconds):
        known = read_all(lake)
        found = list(judge(lake, known))
        if reasons := [item for item in found if isinstance(item, str)]:
            raise Refused(reasons)
        ids = {item.event_id for item in known}
        new = [item for item in found if isinstance(item, Event) and item.event_id not in ids]
        append(lake, new)
    return len(new)


def subjects(lake: Store, mart: str, key: str, wanted: Sequence[str]) -> dict[str, Row]:
    """Rows of a mart of the newest refresh by their key, those that are wanted. Raises Refused on too many, NoMarts."""
    if len(wanted) > MAX_SUBJECTS:
        raise Refused([f"{len(wanted):,} at once: at most {MAX_SUBJECTS:,}"])
    table = Marts(lake).table(mart)
    found = table.filter(pc.is_in(table[key], pa.array(wanted, pa.string())))
    return {row[key]: row for row in found.to_pylist()}


def said_last(model: str, kind: str, key: str, events: Sequence[Event]) -> Mapping[str, Row]:
    """Rows of a staging model over the ledger by their key: what was said last, also since the newest refresh."""
    with connect() as connection:
        connection.register("event", as_table(item for item in events if item.kind == kind))
        run_models(connection, (model,))
        return {row[key]: row for row in connection.table(model).to_arrow_table().to_pylist()}
