"""Decisions from a table into the ledger: every line is right, or nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from include.decisions.in_force import key, recorded, said_last
from include.decisions.ledger import decision_event
from include.decisions.line import Line, is_open, problems
from include.decisions.reference import Reference, read_reference
from include.events import Event, append, read_all
from include.lake import holding
from include.settings import Settings
from include.storage import open_store


class NotImportable(ValueError):
    """Lines that cannot be decisions; ``lines`` says for each in plain words what is wrong, nothing was written."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Keep what is wrong, a line each."""
        super().__init__(f"{len(lines)} problem(s): nothing was imported")
        self.lines = tuple(lines)


@dataclass(frozen=True)
class Imported:
    """What an import came to: decisions new to the ledger, known already, and lines left open."""

    recorded: int
    known: int
    left_open: int


@dataclass(frozen=True)
class _Dated:
    """A line with its decider and moment filled in, and whether the table itself stated the moment."""

    line: dict[str, Any]
    stated: bool

    @property
    def where(self) -> str:
        sheet = f"sheet {self.line['source_sheet']!r}, " if self.line["source_sheet"] else ""
        return f"{sheet}line {self.line['source_row']}"


def import_decisions(
    settings: Settings,
    lines: Sequence[Line],
    by: str,
    now: datetime,
    doubts: Callable[[Sequence[Event]], Iterable[str]] = lambda events: (),
) -> Imported:
    """Record rows of the landed table ``decision``; ``by`` and ``now`` stand in where a line names nobody or no moment.

    A line whose very decision the ledger has adds nothing; nor does one without a moment that says what was said last.
    ``doubts`` is asked while the lake is held, and forbids all with what it says of the ledger. Raises NotImportable,
    or LeaseHeld while another writer holds the lake.
    """
    lake = open_store(settings.lake)
    dated = [_dated(line, by, now) for line in lines if not is_open(line)]
    with holding(lake, settings.writer or f"an import of decisions by {by}, {now.isoformat()}", settings.lease_seconds):
        events = read_all(lake)
        wrong = [*doubts(events), *_wrong(dated, read_reference(lake, events, now.date()), now)]
        if wrong:
            raise NotImportable(wrong)
        new = _new(dated, events)
        append(lake, new)
    return Imported(len(new), len(dated) - len(new), len(lines) - len(dated))


def _dated(line: Line, by: str, now: datetime) -> _Dated:
    moment = line["decided_at"] or now.astimezone(UTC).isoformat()
    return _Dated(dict(line) | {"decided_by": line["decided_by"] or by, "decided_at": moment}, bool(line["decided_at"]))


def _wrong(dated: Sequence[_Dated], reference: Reference, now: datetime) -> Iterator[str]:
    for item in dated:
        found = [message for _, message in problems(item.line)]
        if not found:
            found = list(reference.doubts(item.line))
        if datetime.fromisoformat(item.line["decided_at"]) > now + timedelta(days=1):
            found.append(f"decided_at {item.line['decided_at']} lies in the future")
        yield from (f"{item.where}: {message}" for message in found)
    yield from _contradictions(dated)


def _contradictions(dated: Sequence[_Dated]) -> Iterator[str]:
    """Lines that answer one question differently at one moment."""
    questions = _questions(dated)
    first: dict[Any, _Dated] = {}
    for item in dated:
        question = questions[decision_event(item.line).event_id]
        earlier = first.setdefault((*question, item.line["decided_at"]), item)
        if _answer(earlier.line) != _answer(item.line):
            yield f"{item.where}: contradicts {earlier.where}: one question, one moment, two answers"


def _new(dated: Sequence[_Dated], events: Sequence[Event]) -> list[Event]:
    """The events that say something the ledger does not."""
    known = {item.event_id for item in events}
    said = {question: _statement(row) for question, row in said_last(events).items()}
    questions = _questions(dated)
    found: dict[str, Event] = {}
    for item in dated:
        event, line = decision_event(item.line), item.line
        again = _statement(line | {"actor": line["decided_by"]})
        if event.event_id not in known and (item.stated or said.get(questions[event.event_id]) != again):
            found.setdefault(event.event_id, event)
    return list(found.values())


def _questions(dated: Sequence[_Dated]) -> dict[str, tuple[str, ...]]:
    """Event id of each line -> its question, as questions are compared."""
    return {row["event_id"]: key(row) for row in recorded(decision_event(item.line) for item in dated)}


def _statement(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["actor"], _answer(row), row["evidence"], row["note"]


def _answer(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    return row["judgement"], row["smelter_cid"], row["metal_decided"]
