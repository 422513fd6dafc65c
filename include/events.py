"""The append-only ledger: receipts, decisions, letters, approvals. Superseded by later events, never edited.

One append is one file, ``lake/events/<id>.json``, holding one or many events: a batch of a hundred receipts is one
object, and appears whole or not at all. An event's id follows from what it says, so a repeated append adds nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from include.storage import ConflictingContent, Store

FOLDER = "events"
ALERT = "alert"
"""Kind of the events that say which alert was sent. Nothing is computed from them: see ``facts``."""
EVENT_SCHEMA = pa.schema(
    [
        pa.field("event_id", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("occurred_at", pa.string()),
        pa.field("actor", pa.string()),
        pa.field("payload", pa.string()),
    ]
)


@dataclass(frozen=True)
class Event:
    """One fact of the ledger: what kind, when (ISO 8601, UTC), who, and its JSON payload."""

    event_id: str
    kind: str
    occurred_at: str
    actor: str
    payload: dict[str, Any]


def event(kind: str, occurred_at: str, actor: str, payload: Mapping[str, Any], identity: Iterable[str]) -> Event:
    """Make an event whose id is a hash over its kind and the payload fields named in ``identity``."""
    key = canonical_json([kind, *[payload[name] for name in identity]])
    return Event(hashlib.sha256(key).hexdigest()[:32], kind, occurred_at, actor, dict(payload))


def canonical_json(value: Any) -> bytes:
    """JSON with one spelling for equal values: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def append(store: Store, events: Iterable[Event]) -> None:
    """Append events to the ledger in one file; appending the same events again changes nothing."""
    content = canonical_json([asdict(item) for item in sorted(events, key=lambda item: item.event_id)])
    if content != b"[]":
        store.write_once(f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:32]}.json", content)


def claim(store: Store, item: Event, also: Iterable[Event] = ()) -> bool:
    """Append one event under its own id; false when another writer has claimed that id, whatever it says of it.

    ``also`` are events that go into the same file: with the claim, or not at all.
    """
    try:
        return store.write_once(
            f"{FOLDER}/{item.event_id}.json", canonical_json([asdict(one) for one in (item, *also)])
        )
    except ConflictingContent:
        return False


def read_all(store: Store) -> list[Event]:
    """Every event once, ordered by time and id; of two appends of one event the earlier counts."""
    return first_of_each(item for name in store.names(FOLDER) for item in read_append(store, name))


def read_append(store: Store, name: str) -> list[Event]:
    """The events of one file of the ledger, which never changes."""
    return [Event(**item) for item in json.loads(store.read(f"{FOLDER}/{name}"))]


def first_of_each(events: Iterable[Event]) -> list[Event]:
    """Every event once, ordered by time and id; of two appends of one event the earlier counts."""
    found: dict[str, Event] = {}
    for candidate in events:
        known = found.get(candidate.event_id)
        if known is None or candidate.occurred_at < known.occurred_at:
            found[candidate.event_id] = candidate
    return sorted(found.values(), key=lambda item: (item.occurred_at, item.event_id))


def facts(events: Iterable[Event]) -> list[Event]:
    """The events that marts and reports are computed from: all but those that only say whom the system told what.

    An alert follows a refresh; if it entered the run's name, each refresh would make the next one necessary.
    """
    return [item for item in events if item.kind != ALERT]


def ledger_head(events: Iterable[Event]) -> str:
    """Hash over all event ids and times: changes exactly when the ledger does."""
    return hashlib.sha256(canonical_json(sorted([item.event_id, item.occurred_at] for item in events))).hexdigest()


def as_table(events: Iterable[Event]) -> pa.Table:
    """The ledger as one Arrow table of EVENT_SCHEMA; the payload stays JSON."""
    rows = [{**asdict(item), "payload": canonical_json(item.payload).decode()} for item in events]
    return pa.Table.from_pylist(rows, schema=EVENT_SCHEMA)
