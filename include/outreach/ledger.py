"""Letters as events of the one ledger: the intent, the hand-over, the outcome.

The hand-over (step ``send``) is claimed under its own id right before it: of two processes one has it, and only that
one sends. After it, and without an outcome, nobody knows whether the letter left: it is uncertain until a person says.
All steps of an attempt carry the moment of the run that planned it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from include.events import Event, canonical_json, claim, event
from include.storage import Store

KIND = "letter"
ACTOR = "follow_up_suppliers"
NEVER_HANDED_OVER = "the run that planned it ended before it was handed over"
Outcome = Literal["planned", "uncertain", "sent", "failed", "not_sent"]
_OVER: tuple[Outcome, ...] = ("failed", "not_sent")
_IDENTITY = ("letter_id", "attempt", "step")


@dataclass(frozen=True)
class Attempt:
    """One attempt to send a letter: what its intent says, its moment (ISO 8601), and what became of it."""

    letter_id: str
    number: int
    intent: Mapping[str, Any]
    moment: str
    outcome: Outcome

    @property
    def day(self) -> str:
        """Day of the letter."""
        return self.moment[:10]

    @property
    def may_have_left(self) -> bool:
        """Whether a second one like it could be a second letter to the supplier."""
        return self.outcome in ("sent", "uncertain")


def letter_id(reporting_year: int, entity_id: str, letter_kind: str, number: int) -> str:
    """Identity of a letter: the n-th of a kind to an entity in a year, whatever it says."""
    return hashlib.sha256(canonical_json([KIND, reporting_year, entity_id, letter_kind, number])).hexdigest()[:32]


def mail_id(reporting_year: int, letter_id: str) -> str:
    """What stands before the @ of a letter's Message-ID; an answer names it, and is tied to the letter by it."""
    return f"cm-{reporting_year}-{letter_id}"


def attempts(events: Iterable[Event]) -> list[Attempt]:
    """Every attempt on record with its outcome, ordered by letter and number."""
    intents: dict[tuple[str, int], Event] = {}
    steps: dict[tuple[str, int], set[str]] = {}
    for item in events:
        if item.kind == KIND:
            key, step = (item.payload["letter_id"], item.payload["attempt"]), item.payload["step"]
            steps.setdefault(key, set()).add(f"settled {item.payload['outcome']}" if step == "settled" else step)
            if step == "intent":
                intents[key] = item
    return [
        Attempt(*key, intent.payload, intent.occurred_at, _outcome(steps[key]))
        for key, intent in sorted(intents.items())
    ]


def newest(found: Iterable[Attempt]) -> dict[str, Attempt]:
    """Letter -> its last attempt."""
    return {item.letter_id: item for item in found}


def _outcome(steps: set[str]) -> Outcome:
    """As sql/matching/letter_attempt.sql has it."""
    if steps & {"sent", "settled sent"}:
        return "sent"
    if "settled not_sent" in steps:
        return "not_sent"
    if "failed" in steps:
        return "failed"
    return "uncertain" if "send" in steps else "planned"


def next_attempt(before: Attempt | None, content_sha256: str, moment: datetime) -> int:
    """Number of the attempt that sends this content now, after the last one on record, which is over or only planned.

    Two processes that plan the same take the same number, so that one of them alone can claim the hand-over. What was
    planned on another day, or said other things, is another attempt.
    """
    if before is None:
        return 1
    same = before.intent["content_sha256"] == content_sha256 and before.day == _iso(moment)[:10]
    return before.number if before.outcome not in _OVER and same else before.number + 1


def step(letter: str, attempt: int, name: str, moment: datetime, **said: Any) -> Event:
    """The event of one step of an attempt."""
    payload = {"step": name, "letter_id": letter, "attempt": attempt} | said
    return event(KIND, _iso(moment), ACTOR, payload, _IDENTITY)


def close_plan(lake: Store, before: Attempt) -> bool:
    """Make sure that an attempt only planned is never handed over, and is on record as such.

    It takes the attempt's hand-over for itself: false when another process has it, and may be sending the letter.
    """
    moment = datetime.fromisoformat(before.moment)
    failed = step(before.letter_id, before.number, "failed", moment, reason=NEVER_HANDED_OVER, permanent=False)
    return claim(lake, step(before.letter_id, before.number, "send", moment), also=(failed,))


def claim_hand_over(lake: Store, letter: str, attempt: int, moment: datetime, also: Sequence[Event]) -> bool:
    """Write down that this letter is handed over now; false when another process or an earlier run has claimed that."""
    return claim(lake, step(letter, attempt, "send", moment), also=also)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
