"""What becomes of a letter of which nobody knows whether it left: a person looks it up, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from include.events import Event, read_all
from include.findings.ledger import record
from include.findings.statement import Statement
from include.outreach.ledger import KIND, Attempt, attempts
from include.settings import Settings
from include.storage import Store, open_store

COLUMNS = (
    "letter_id", "attempt", "reporting_year", "day", "supplier_id", "entity_id", "letter_kind", "number", "recipient",
    "subject", "message_id", "content_sha256",
)  # fmt: skip
"""A mail server's log knows a letter by its message_id; ``lake/letters/<content_sha256>.eml`` is what it said."""


def uncertain(events: Iterable[Event], reporting_year: int | None = None) -> list[Attempt]:
    """Letters that may have left or not, the oldest first; of all years, or of one."""
    found = [item for item in attempts(events) if item.outcome == "uncertain"]
    wanted = [item for item in found if reporting_year in (None, item.intent["reporting_year"])]
    return sorted(wanted, key=lambda item: (item.moment, item.letter_id))


def uncertain_rows(settings: Settings, reporting_year: int | None = None) -> list[dict[str, Any]]:
    """The same as rows of COLUMNS."""
    found = uncertain(read_all(open_store(settings.lake)), reporting_year)
    told = [{**one.intent, "letter_id": one.letter_id, "attempt": one.number, "day": one.day} for one in found]
    return [{name: row[name] for name in COLUMNS} for row in told]


def settle(settings: Settings, letter_id: str, outcome: Literal["sent", "not_sent"], statement: Statement) -> int:
    """Record what became of an uncertain letter; returns how many events are new.

    One that was not sent is due again. Raises Refused when no letter of that id is uncertain, or nobody or no reason is
    named; LeaseHeld while another writer holds the lake.
    """

    def judge(_: Store, events: Sequence[Event]) -> Iterator[Event | str]:
        yield from statement.problems(needs_note=True, may_end=False)
        found = [item for item in uncertain(events) if item.letter_id == letter_id]
        if not found:
            yield f"{letter_id[:40]!r}: no letter of this id is uncertain; letters uncertain lists those that are"
        for item in found:
            said = {"step": "settled", "letter_id": item.letter_id, "attempt": item.number, "outcome": outcome}
            yield statement.event(KIND, said)

    return record(settings, statement, judge)
