"""What a supplier said and a person records: it refuses, it was given time until a day, or neither any more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any, Literal

from include.events import Event
from include.findings.ledger import record
from include.findings.statement import Statement
from include.settings import Settings
from include.storage import Store
from include.warehouse.marts import Marts

KIND = "supplier_said"
MAX_EVIDENCE = 500
MAX_DAYS = 366
Said = Literal["refused", "extended", "withdrawn"]
_FILE = re.compile(r"[0-9a-f]{64}")
_RECEIPT = "receipt"
Row = dict[str, Any]


def record_said(
    settings: Settings,
    supplier_id: str,
    reporting_year: int,
    said: Said,
    statement: Statement,
    until: date | None = None,
    evidence: str | None = None,
) -> int:
    """Record for a year what a supplier said, with the reason; returns how many events are new.

    It holds for the whole entity that the vendor number belongs to, until that entity sends a declaration. ``until`` is
    the last day of an extension; ``evidence`` the hash of a file that was received, or words such as a telephone call.
    The newest statement counts, ``withdrawn`` takes back what was said before. Raises Refused, LeaseHeld or NoMarts.
    """
    whole = replace(statement, until=until)

    def judge(lake: Store, events: Sequence[Event]) -> Iterator[Event | str]:
        yield from whole.problems(needs_note=True, may_end=said == "extended")
        yield from _unsuited(whole, said, evidence, events)
        rows = Marts(lake).rows("supplier_status", reporting_year)
        row = next((row for row in rows if row["supplier_id"] == supplier_id), None)
        if row is None:
            yield f"no supplier of {reporting_year} in the newest refresh has the vendor number {supplier_id[:200]!r}"
            return
        entity = [each for each in rows if each["entity_id"] == row["entity_id"]]
        numbers = {each["supplier_id"] for each in entity}
        yield from _out_of_place(row, entity, said, until, _last(events, reporting_year, numbers))
        named = {name: row[name] for name in ("supplier_id", "entity_id", "supplier_name")}
        yield whole.event(KIND, {"reporting_year": reporting_year, "said": said, "evidence": evidence} | named)

    return record(settings, whole, judge)


def _unsuited(whole: Statement, said: Said, evidence: str | None, events: Sequence[Event]) -> Iterator[str]:
    """What forbids the statement, whoever it is about."""
    if said == "extended" and whole.until is None:
        yield "an extension names its last day"
    elif whole.until and whole.until > whole.at.astimezone(UTC).date() + timedelta(days=MAX_DAYS):
        yield f"the last day {whole.until} is more than {MAX_DAYS} days away"
    if len(evidence or "") > MAX_EVIDENCE:
        yield f"the evidence is longer than {MAX_EVIDENCE} characters: name the document, or give the hash of its file"
    elif evidence and _FILE.fullmatch(evidence) and not _received(evidence, events):
        yield f"no file that was received has the hash {evidence}"


def _received(file_sha256: str, events: Sequence[Event]) -> bool:
    return any(item.kind == _RECEIPT and item.payload["file_sha256"] == file_sha256 for item in events)


def _out_of_place(row: Row, entity: Sequence[Row], said: Said, until: date | None, last: Event | None) -> Iterator[str]:
    """What forbids the statement as the supplier stands now; ``last`` is what was said of it last."""
    named = row["supplier_id"]
    if not any(each["in_scope"] and not each["exempt_reason"] for each in entity):
        yield f"{named}: is not asked for this year, and cannot refuse or be given time"
    if said == "refused" and row["response"] == "complete":
        yield f"{named}: has sent a valid declaration: there is nothing to refuse"
    in_force = last is not None and last.payload["said"] != "withdrawn" and not _answered_since(row, last)
    if said == "withdrawn":
        if not in_force:
            yield f"{named}: nothing is on record that could be taken back"
    elif in_force and last and (last.payload["said"], last.payload["until"]) == (said, until and until.isoformat()):
        yield f"{named}: {last.actor} has recorded this on {last.occurred_at[:10]}"


def _answered_since(row: Row, last: Event) -> bool:
    """Whether a declaration came after the day of a statement; one of that day leaves the statement in force here."""
    return row["answered_on"] is not None and row["answered_on"].isoformat() > last.occurred_at[:10]


def _last(events: Sequence[Event], reporting_year: int, numbers: set[str]) -> Event | None:
    of_entity = (
        item
        for item in events
        if item.kind == KIND
        and item.payload["reporting_year"] == reporting_year
        and item.payload["supplier_id"] in numbers
    )
    return max(of_entity, key=lambda item: (item.occurred_at, item.event_id), default=None)
