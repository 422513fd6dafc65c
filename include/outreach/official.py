"""Official notices: proposed in one batch, approved or rejected by a named person, or lapsed; all of it on record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from include.campaign import Signer
from include.events import Event, append, canonical_json, event, read_all
from include.findings.statement import Refused, Statement
from include.outreach.languages import template_version
from include.plain_text import one_line
from include.storage import Store

if TYPE_CHECKING:
    from include.outreach.plan import Planned

KIND = "official_notice"
ACTOR = "follow_up_suppliers"
WAITS_DAYS = 14
MAX_NAMED = 100
Answer = Literal["approved", "rejected", "lapsed"]


@dataclass(frozen=True)
class _Batch:
    """A batch on record: its letters, the day it was proposed on, and how and when it was answered, if it was."""

    letters: frozenset[str]
    terms: Mapping[str, str]
    proposed_on: date
    answer: str | None = None
    answered_on: date | None = None
    by: str | None = None


def batch_id(reporting_year: int, run_id: str) -> str:
    """Identity of what one run of the DAG proposes: a task that is tried again proposes the same."""
    return hashlib.sha256(canonical_json([KIND, reporting_year, run_id])).hexdigest()[:32]


def terms(item: Planned, officer: Signer | None) -> str:
    """What an approval is given for: cause, language, wording and signer. With other terms it holds no more."""
    signer = [officer.name, officer.title] if officer else None
    said = [item.letter_id, item.why, item.language, template_version(item.language), signer]
    return hashlib.sha256(canonical_json(said)).hexdigest()[:32]


def approvals(
    events: Iterable[Event], reporting_year: int, as_of: date, days: int
) -> dict[str, tuple[str, str | None]]:
    """Letter -> who approved it in the last so many days, on which terms.

    What the server did not take then needs no other approval, as long as the terms are the same.
    """
    found: dict[str, tuple[str, str | None]] = {}
    for batch in _batches(events, reporting_year).values():
        if batch.answer == "approved" and batch.answered_on and as_of < batch.answered_on + timedelta(days=days):
            found |= {letter: (str(batch.by), batch.terms.get(letter)) for letter in batch.letters}
    return found


def to_propose(
    asked: Iterable[Planned], events: Sequence[Event], reporting_year: int, as_of: date, again_days: int, batch: str
) -> list[Planned]:
    """Of the notices that need an approval those to ask for now, in this batch.

    Left out is what waits in another batch for an answer, for WAITS_DAYS at most, and what was rejected or lapsed less
    than ``again_days`` ago; a batch that nobody answered has lapsed, also before that is on record.
    """
    resting: set[str] = set()
    for other, found in _batches(events, reporting_year).items():
        since = found.answered_on or found.proposed_on
        rest = again_days if found.answer in ("rejected", "lapsed") else 0 if found.answer else WAITS_DAYS + again_days
        if other != batch and as_of < since + timedelta(days=rest):
            resting |= found.letters
    return [item for item in asked if item.letter_id not in resting]


def propose(lake: Store, batch: str, items: Sequence[Planned], officer: Signer, moment: datetime) -> None:
    """Put on record that an approval is asked for, and on which terms."""
    letters = {item.letter_id: item.entity_id for item in items}
    said = {"note": None, "terms": {item.letter_id: terms(item, officer) for item in items}}
    append(lake, [_said(batch, items[0].reporting_year, "proposed", letters, moment, said=said)])


def record_answer(
    lake: Store,
    batch: str,
    answer: Answer,
    moment: datetime,
    response: Mapping[str, Any] | None = None,
    still_due: Iterable[str] | None = None,
) -> dict[str, str]:
    """Put the answer to a proposed batch on record; returns the letters it holds for, with their entities.

    ``response`` says who answered (``responded_by``, ``note``); null when nobody did in time. ``still_due`` are the
    letters due now: who has answered since the proposal is left out, and recorded as such. Raises LookupError for a
    batch that nobody proposed.
    """
    own = [item.payload for item in read_all(lake) if item.kind == KIND and item.payload["batch_id"] == batch]
    said_before = {payload["step"]: payload for payload in own}
    payload = said_before.get(answer) or said_before.get("proposed")
    if payload is None:
        raise LookupError(f"no official notices were proposed as batch {batch}")
    letters = dict(zip(payload["letters"], payload["entities"], strict=True))
    if answer in said_before:  # by a try of this task that came to no end
        return letters
    due = set(letters) if still_due is None else set(still_due)
    kept = {letter: entity for letter, entity in letters.items() if letter in due}
    left_out = sorted(set(letters.values()) - set(kept.values()))
    said = {"left_out": left_out, "note": (response or {}).get("note") or None}
    by = _named(response) if response else ACTOR
    append(lake, [_said(batch, payload["reporting_year"], answer, kept, moment, by, said)])
    return kept


def _named(response: Mapping[str, Any]) -> str:
    """Who answered. Raises Refused when that is nobody: an approval is a named person's."""
    by = str(response["responded_by"])
    if problems := list(Statement(by, datetime.now(UTC)).problems(needs_note=False, may_end=False)):
        raise Refused(problems)
    return by


def question(items: Sequence[Planned], specimen: str, signer: str, page: str | None) -> str:
    """The batch in Markdown for the person who approves it. Text of others stands in code, where it stays text."""
    lines = [
        f"* `{_code(item.supplier_id)}` `{_code(item.supplier_name)}`: {_code(item.why)}" for item in items[:MAX_NAMED]
    ]
    more = len(items) - MAX_NAMED
    lines += [f"* and {more:,} more"] if more > 0 else []
    indented = "\n".join(f"    {line}" for line in specimen.splitlines())
    return "\n".join(
        [
            f"{len(items):,} official notice(s), signed by `{_code(signer)}`. One answer holds for all of them.",
            "",
            *lines,
            *(["", f"All suppliers with their state: <{page}>"] if page else []),
            "",
            "The first of them reads:",
            "",
            indented,
        ]
    )


def _said(
    batch: str,
    reporting_year: int,
    step: str,
    letters: Mapping[str, str],
    moment: datetime,
    actor: str = ACTOR,
    said: Mapping[str, Any] = MappingProxyType({"note": None}),
) -> Event:
    payload = {
        "step": step,
        "batch_id": batch,
        "reporting_year": reporting_year,
        "entities": list(letters.values()),
        "letters": list(letters),
        **said,
    }
    return event(KIND, moment.astimezone(UTC).isoformat(), actor, payload, ("batch_id", "step"))


def _batches(events: Iterable[Event], reporting_year: int) -> dict[str, _Batch]:
    """Every batch of the year; of two answers, after a cleared task, the later one counts."""
    found: dict[str, _Batch] = {}
    own = [item for item in events if item.kind == KIND and item.payload["reporting_year"] == reporting_year]
    for item in sorted(own, key=lambda item: (item.payload["step"] != "proposed", item.occurred_at)):
        payload, day = item.payload, date.fromisoformat(item.occurred_at[:10])
        if payload["step"] == "proposed":
            found[payload["batch_id"]] = _Batch(frozenset(payload["letters"]), payload.get("terms", {}), day)
        elif known := found.get(payload["batch_id"]):
            letters = frozenset(payload["letters"]) if payload["step"] == "approved" else known.letters
            found[payload["batch_id"]] = _Batch(
                letters, known.terms, known.proposed_on, payload["step"], day, item.actor
            )
    return found


def _code(text: str) -> str:
    return one_line(text, 160).replace("`", "'")
