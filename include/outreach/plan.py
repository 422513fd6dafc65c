"""Which letters are due, which wait for an approval, and which are held, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from include.events import Event
from include.outreach import ledger
from include.outreach.context import KINDS
from include.outreach.languages import ENGLISH, LANGUAGES, approved, language_of
from include.outreach.official import approvals, terms
from include.plain_text import one_line
from include.settings import CompanyProfile, MailAddress
from include.warehouse.marts import Marts

MAX_RECIPIENTS = 5
OFFICIAL = "official_notice"
State = Literal["send", "ask", "held"]
_WAITS_FOR_A_PERSON = ("settle_letter", "mend_address")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Planned:
    """The next step towards one entity: a letter to send, one to ask an approval for, or one held with its reason.

    ``letter_kind`` is the next action of the mart ``supplier_status``; ``supplier_id`` the vendor number written to,
    ``supplier_ids`` all of the entity in scope.
    """

    reporting_year: int
    entity_id: str
    supplier_id: str
    supplier_ids: tuple[str, ...]
    supplier_name: str
    letter_kind: str
    number: int
    due_since: date | None
    why: str
    language: str = ENGLISH
    recipients: tuple[str, ...] = ()
    state: State = "send"
    held: str | None = None
    approved_by: str | None = None

    @property
    def letter_id(self) -> str:
        """Identity of the letter."""
        return ledger.letter_id(self.reporting_year, self.entity_id, self.letter_kind, self.number)


def plan(
    marts: Marts, profile: CompanyProfile, events: Sequence[Event], reporting_year: int, as_of: date
) -> tuple[Planned, ...]:
    """What is due to each entity of the year by that day, at most one letter each, ordered by entity.

    ``marts`` are those of that day; ``events`` may be newer: a letter that left since is not due again, and nobody is
    written to while the outcome of an earlier letter to the same entity is unknown.
    """
    contacts = {row["supplier_id"]: row for row in marts.rows("supplier_contact", reporting_year)}
    entities: dict[str, list[Row]] = {}
    for row in marts.rows("supplier_status", reporting_year):
        if row["in_scope"] and not row["exempt_reason"] and row["next_action"] != "none":
            entities.setdefault(row["entity_id"], []).append(row)
    judge = _Judge(profile, events, reporting_year, as_of, contacts)
    found = (judge.planned(rows) for _, rows in sorted(entities.items()))
    return tuple(item for item in found if item)


class _Judge:
    """What the company, the ledger and the supplier list say of a letter."""

    def __init__(
        self,
        profile: CompanyProfile,
        events: Sequence[Event],
        reporting_year: int,
        as_of: date,
        contacts: Mapping[str, Row],
    ) -> None:
        self._profile, self._year, self._as_of, self._contacts = profile, reporting_year, as_of, contacts
        attempts = [item for item in ledger.attempts(events) if item.intent["reporting_year"] == reporting_year]
        self._newest = ledger.newest(attempts)
        uncertain = [item for item in attempts if item.outcome == "uncertain"]
        self._uncertain = {number: item.day for item in uncertain for number in _addressed(item.intent)}
        self._approvals = approvals(events, reporting_year, as_of, profile.campaign.official_notice_again_days)
        self._approved = cache(lambda code: approved(code, events))

    def planned(self, rows: Sequence[Row]) -> Planned | None:
        """The step of an entity by its rows; null when it is not due, or has left since the marts were built."""
        row, waits = rows[0], rows[0]["next_action"] in _WAITS_FOR_A_PERSON
        if not waits and (row["next_action_on"] is None or row["next_action_on"] > self._as_of):
            return None
        found = self._found(row, tuple(each["supplier_id"] for each in rows))
        if waits or row["next_action"] not in KINDS:
            return replace(found, state="held", held=row["next_reason"])
        before = self._newest.get(found.letter_id)
        if before and before.outcome == "sent":
            return None
        return self._judged(found)

    def _found(self, row: Row, supplier_ids: tuple[str, ...]) -> Planned:
        written_to = row["written_to"] or row["entity_id"]
        contact = self._contacts.get(written_to, {})
        return Planned(
            reporting_year=self._year,
            entity_id=row["entity_id"],
            supplier_id=written_to,
            supplier_ids=supplier_ids,
            supplier_name=contact.get("supplier_name") or row["supplier_name"] or written_to,
            letter_kind=row["next_action"],
            number=row["next_number"] or 1,
            due_since=row["next_action_on"],
            why=row["next_reason"] or "",
            language=language_of(contact.get("language")),
        )

    def _judged(self, found: Planned) -> Planned:
        recipients, fault = addresses(self._contacts.get(found.supplier_id, {}).get("contact_email"))
        found = self._in_its_language(replace(found, recipients=recipients))
        if reason := self._uncertain_since(found) or fault or found.held or self._unsigned(found):
            return replace(found, state="held", held=reason)
        if found.letter_kind == OFFICIAL:
            by, asked = self._approvals.get(found.letter_id, (None, None))
            holds = by and asked == terms(found, self._profile.campaign.senior_officer)
            return replace(found, approved_by=by, state="send") if holds else replace(found, state="ask")
        return found

    def _uncertain_since(self, found: Planned) -> str | None:
        """Of an earlier letter to this entity, perhaps to another vendor number of it."""
        days = [self._uncertain[each] for each in (found.entity_id, *found.supplier_ids) if each in self._uncertain]
        if not days:
            return None
        return f"nobody knows whether the letter of {max(days)} left: say what became of it (letters settle)"

    def _in_its_language(self, found: Planned) -> Planned:
        if self._approved(found.language):
            return found
        if self._profile.campaign.unreviewed_language == "english":
            return replace(found, language=ENGLISH)
        name = LANGUAGES[found.language].english_name
        return replace(found, held=f"no native reader has approved the letters in {name} as they are now")

    def _unsigned(self, found: Planned) -> str | None:
        if found.letter_kind == OFFICIAL and self._profile.campaign.senior_officer is None:
            return "company.yaml names no senior_officer under campaign: nobody signs an official notice"
        return None


def _addressed(intent: Mapping[str, Any]) -> set[str]:
    return {intent["entity_id"], intent["supplier_id"], *intent["supplier_ids"]}


def addresses(written: str | None) -> tuple[tuple[str, ...], str | None]:
    """The addresses a supplier list gives for one contact, joined by comma or semicolon; or why none of it is used."""
    parts = list(dict.fromkeys(part for part in re.split(r"[;,\s]+", written or "") if part))
    if not parts:
        return (), "the supplier list has no address to write to"
    if len(parts) > MAX_RECIPIENTS:
        return (), f"the supplier list names {len(parts)} addresses: a letter goes to at most {MAX_RECIPIENTS}"
    for part in parts:
        try:
            _address().validate_python(part)
        except ValidationError:
            return (), f"{one_line(part, 80)!r} is no address a letter can go to: mend it in the supplier list"
    return tuple(parts), None


@cache
def _address() -> TypeAdapter[str]:
    return TypeAdapter(MailAddress)


def counted(found: Iterable[Planned]) -> dict[str, int]:
    """Letters by kind, ordered by it."""
    counts: dict[str, int] = {}
    for item in found:
        counts[item.letter_kind] = counts.get(item.letter_kind, 0) + 1
    return dict(sorted(counts.items()))
