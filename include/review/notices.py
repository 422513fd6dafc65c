"""Official notices as the ledger has them: what was proposed, and what a person answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from include.events import Event
from include.outreach.official import KIND, WAITS_DAYS

_ANSWERS = ("approved", "rejected", "lapsed")


@dataclass(frozen=True)
class Batch:
    """Notices that were proposed together: to which entities, and the answer with who gave it, when and why."""

    proposed_at: str
    entities: tuple[str, ...]
    answer: str | None
    by: str
    at: str | None
    note: str
    left_out: tuple[str, ...]
    waits: bool


def batches(events: Iterable[Event], reporting_year: int) -> list[Batch]:
    """The batches of a year, the newest first; of two answers the later one counts."""
    proposed: dict[str, Event] = {}
    answers: dict[str, Event] = {}
    for item in events:
        if item.kind == KIND and item.payload["reporting_year"] == reporting_year:
            known = proposed if item.payload["step"] == "proposed" else answers
            known[item.payload["batch_id"]] = item
    found = [_batch(item, answers.get(batch)) for batch, item in proposed.items()]
    return sorted(found, key=lambda batch: batch.proposed_at, reverse=True)


def _batch(proposed: Event, answer: Event | None) -> Batch:
    said = answer.payload if answer and answer.payload["step"] in _ANSWERS else {}
    open_until = datetime.fromisoformat(proposed.occurred_at) + timedelta(days=WAITS_DAYS)
    return Batch(
        proposed_at=proposed.occurred_at,
        entities=tuple(proposed.payload["entities"]),
        answer=said.get("step"),
        by=answer.actor if answer else "",
        at=answer.occurred_at if answer else None,
        note=said.get("note") or "",
        left_out=tuple(said.get("left_out") or ()),
        waits=answer is None and datetime.now(UTC) < open_until,
    )
