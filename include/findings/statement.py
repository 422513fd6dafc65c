"""One statement of a person about findings, declarations or red flags, and what forbids it to be recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from include.events import Event, canonical_json

MAX_SUBJECTS = 20_000
MAX_NAME = 200
MAX_NOTE = 2_000
_NOBODY = frozenset({"unknown", "nobody", "anonymous", "n/a", "na", "none", "-", "?"})


class Refused(ValueError):
    """A statement that cannot be recorded; ``reasons`` says why, in plain words. Nothing was written."""

    def __init__(self, reasons: Sequence[str]) -> None:
        """Keep the reasons, one a line."""
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Statement:
    """Who says something, when, for which reason, and up to which day it holds (null: without end)."""

    by: str
    at: datetime
    note: str | None = None
    until: date | None = None

    def problems(self, needs_note: bool, may_end: bool) -> Iterator[str]:
        """Why this cannot be recorded, whatever it is about."""
        name = self.by.strip()
        if not name or name.casefold() in _NOBODY or not name.isprintable() or len(name) > MAX_NAME:
            yield f"no person is named: a statement says who makes it, in at most {MAX_NAME} characters"
        if needs_note and not (self.note or "").strip():
            yield "no reason is given: say why"
        if len(self.note or "") > MAX_NOTE:
            yield f"the reason is longer than {MAX_NOTE:,} characters"
        if self.until and not may_end:
            yield "a last day goes with a waiver or an acceptance alone"
        elif self.until and self.until < self.at.astimezone(UTC).date():
            yield f"the last day {self.until} has passed"

    def event(self, kind: str, said: Mapping[str, Any]) -> Event:
        """The event of this statement; its id follows from what, by whom and when: a repetition adds nothing."""
        moment, name = self.at.astimezone(UTC).isoformat(), self.by.strip()
        until = self.until.isoformat() if self.until else None
        payload = {**said, "note": (self.note or "").strip() or None, "until": until}
        event_id = hashlib.sha256(canonical_json([kind, moment, name, payload])).hexdigest()[:32]
        return Event(event_id, kind, moment, name, payload)
