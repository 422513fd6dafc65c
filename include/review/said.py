"""What people have said of findings and red flags since the last refresh: shown at once, in force with the next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from include.findings.statement import Refused, Statement
from include.review.visit import Visit


def said_since(visit: Visit, kind: str, key: str) -> dict[str, dict[str, Any]]:
    """Id -> the last statement of a kind that the present run does not know: its payload, who and when."""
    events = visit.since_run(kind)
    return {item.payload[key]: item.payload | {"by": item.actor, "at": item.occurred_at} for item in events}


def statement(visit: Visit, until: str = "") -> Statement:
    """The statement of a form: the visitor, now, the note, and a last day; raises Refused when that is no day."""
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError as error:
        raise Refused([f"{until[:40]!r} is no day such as 2027-03-31"]) from error
    return Statement(visit.visitor.name, datetime.now(UTC), visit.sent("note") or None, last)


def unsaid(since: dict[str, dict[str, Any]], ids: Sequence[str], by: str, **said: object) -> list[str]:
    """Those of the ids of which this person has not just said the very same: a form sent twice is recorded once."""
    return [name for name in ids if not _says(since.get(name), by, said)]


def _says(known: dict[str, Any] | None, by: str, said: dict[str, object]) -> bool:
    return known is not None and known["by"] == by and all(known.get(name) == value for name, value in said.items())
