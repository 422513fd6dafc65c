"""A clerk who keeps a card for each supplier, event by event, and says where it stands and what comes next.

Written without a look at the SQL: it is what the models of the ladder are held against.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ladder_worlds import FIRST_DAY, LISTED, World

from include.campaign import Campaign

Row = dict[str, Any]


@dataclass
class Card:
    """What a clerk keeps of one supplier."""

    answer: str | None = None
    answered_on: date | None = None
    set_aside: bool = False
    unreadable: int = 0
    surveyed_on: date | None = None
    due_on: date | None = None
    last_asked_on: date | None = None
    reminded_on: set[date] = field(default_factory=set)
    corrected_on: list[date] = field(default_factory=list)
    noticed_on: date | None = None
    noticed_since: set[str] = field(default_factory=set)
    refused_on: date | None = None
    extended_until: date | None = None
    thanked: bool = False
    closed: bool = False
    uncertain_on: list[date] = field(default_factory=list)
    dead: str | None = None
    dead_on: date | None = None
    days_of: dict[str, set[date]] = field(default_factory=dict)
    numbers_of: dict[str, int] = field(default_factory=dict)

    def answers(self, event: Row, day: date) -> None:
        """A file came: what was asked, refused or granted before is over."""
        if event["worth"] == "unreadable":
            self.unreadable += 1
        elif event["worth"] == "aside":
            self.set_aside = True
        else:
            self.answer, self.set_aside, self.unreadable = event["worth"], False, 0
        self.answered_on, self.corrected_on = day, []
        self.refused_on = self.extended_until = None
        self.noticed_since = set()

    def says(self, event: Row, day: date) -> None:
        """Only what it said last counts."""
        self.refused_on = self.extended_until = None
        self.noticed_since.discard("refusal")
        if event["said"] == "refused":
            self.refused_on = day
        elif event["said"] == "extended":
            self.extended_until = FIRST_DAY + timedelta(days=event["until"])

    def gets(self, kind: str, day: date, due: int | None = None, number: int = 0) -> None:
        """A letter reached it."""
        self.days_of.setdefault(kind, set()).add(day)
        self.numbers_of[kind] = max(number, self.numbers_of.get(kind, 0))
        if kind == "thank_you":
            self.thanked = True
            return
        self.surveyed_on = self.surveyed_on or day
        if due is not None and self.due_on is None:
            self.due_on = FIRST_DAY + timedelta(days=due)
        if kind == "closing":
            self.closed = True
            return
        self.last_asked_on = day
        if kind == "reminder":
            self.reminded_on.add(day)
        if kind == "correction" and self.answered_on:
            self.corrected_on.append(day)
        if kind == "official_notice":
            self.noticed_on, self.noticed_since = day, {"answer", "refusal"}


def card_of(world: World) -> Card:
    """Walk through what happened, in its order."""
    card = Card()
    order = sorted(world.events, key=lambda event: (event["day"], event["what"] == "log", event["minute"]))
    for place, event in ((world.events.index(event), event) for event in order):
        day = FIRST_DAY + timedelta(days=event["day"])
        if event["what"] == "answer":
            card.answers(event, day)
        elif event["what"] == "said":
            card.says(event, day)
        elif event["what"] == "log":
            card.gets(event["kind"], day)
            card.dead = card.dead if card.dead_on == day else None
        else:
            _posted(card, event, day, place + 1)
    return card


def _posted(card: Card, event: Row, day: date, number: int) -> None:
    left = event["outcome"] in ("sent", "settled sent")
    if event["outcome"] == "uncertain":
        card.uncertain_on.append(day)
    if event["outcome"] == "refused" or (left and event["bounced"] == "5.1.1"):
        card.dead, card.dead_on = event["to"], day
    elif left:
        card.dead = None
    if left:
        card.gets(event["kind"], day, event["due"], number)


def expected(world: World, rules: Campaign, follow_up_days: tuple[int, ...], as_of: date) -> Row:
    """Where the supplier stands, and what comes next."""
    card = card_of(world)
    complete = card.answer in ("valid", "warning")
    items = card.unreadable + (card.answer in ("warning", "faulty"))
    heard = card.answered_on is not None
    refused_on = None if complete else card.refused_on
    escalated = "answer" in card.noticed_since and (refused_on is None or "refusal" in card.noticed_since)
    if not heard and refused_on is None:
        escalated = card.noticed_on is not None
    clerk = _Clerk(card, rules, follow_up_days, complete, items, heard, refused_on, escalated)
    kind, day = ("none", None) if world.exempt else clerk.step()
    kind, day = ("none", None) if world.exempt else clerk.after_cut_off(kind, day, as_of)
    undeliverable = card.dead is not None and card.dead == world.address and not world.exempt
    number = max(len(card.days_of.get(kind, ())), card.numbers_of.get(kind, 0)) + 1
    if world.exempt:
        action, on, number = "none", None, None
    elif card.uncertain_on:
        action, on, number = "settle_letter", min(card.uncertain_on), None
    elif kind == "none":
        action, on, number = "none", None, None
    elif undeliverable or world.address is None:
        action, on, number = "mend_address", card.dead_on if undeliverable else day, None
    else:
        action, on = kind, day
    due = card.due_on or (card.surveyed_on and card.surveyed_on + timedelta(days=rules.due_days))
    return {
        "supplier_id": world.number,
        "state": "exempt" if world.exempt else clerk.state(),
        "next_action": action,
        "next_action_on": on and on.isoformat(),
        "next_number": number,
        "surveyed_on": card.surveyed_on and card.surveyed_on.isoformat(),
        "due_on": due and due.isoformat(),
        "reminders": len(card.reminded_on),
        "corrections": len(card.corrected_on),
        "escalated_on": card.noticed_on and card.noticed_on.isoformat(),
        "refused_on": refused_on and refused_on.isoformat(),
        "extended_until": card.extended_until and card.extended_until.isoformat(),
        "uncertain_letters": len(card.uncertain_on),
        "undeliverable": undeliverable,
    }


@dataclass
class _Clerk:
    card: Card
    rules: Campaign
    follow_up_days: tuple[int, ...]
    complete: bool
    items: int
    heard: bool
    refused_on: date | None
    escalated: bool

    def state(self) -> str:
        card = self.card
        if self.complete:
            return "complete"
        if self.refused_on or self.heard:
            plain = "refused" if self.refused_on else "in_correction" if card.corrected_on else "answered_incomplete"
            return "escalated" if self.escalated else plain
        if card.surveyed_on is None:
            return "not_surveyed"
        return "escalated" if self.escalated else "reminded" if card.reminded_on else "surveyed"

    def step(self) -> tuple[str, date | None]:
        kind, day = self._step()
        if day and self.card.extended_until:
            day = max(day, self.card.extended_until + timedelta(days=1))
        return kind, day

    def _step(self) -> tuple[str, date | None]:
        card, nothing = self.card, ("none", None)
        if card.closed:
            return nothing
        if self.refused_on:
            notice = not self.escalated and self.rules.official_notice_days
            return ("official_notice", self.refused_on) if notice else nothing
        if not self.heard and card.surveyed_on is None:
            return "survey", date.fromisoformat(LISTED)
        if self.complete and self.items:
            return nothing if card.corrected_on else ("correction", card.answered_on)
        if self.complete:
            return ("thank_you", card.answered_on) if self.rules.thank_you and not card.thanked else nothing
        if self.escalated:
            return nothing
        if not self.heard:
            return self._climb("reminder", card.surveyed_on, len(card.reminded_on), self.follow_up_days)
        if not self.items and not self._all_aside:
            return nothing
        if not card.corrected_on:
            return "correction", card.answered_on
        return self._climb("correction", card.corrected_on[0], len(card.corrected_on) - 1, self.rules.correction_days)

    @property
    def _all_aside(self) -> bool:
        return self.card.set_aside and self.card.answer is None

    def _climb(self, kind: str, start: date | None, done: int, rungs: tuple[int, ...]) -> tuple[str, date | None]:
        """The next rung of a ladder, no nearer to the last letter than the rungs are to each other."""
        assert start is not None
        assert self.card.last_asked_on is not None or self.card.closed
        last, marks = self.card.last_asked_on or start, [0, *rungs]
        if done < len(rungs):
            far, near = rungs[done], rungs[done] - marks[done]
        elif self.rules.official_notice_days:
            kind, far = "official_notice", self.rules.official_notice_days
            near = max(far - marks[-1], 1)
        else:
            return "none", None
        return kind, max(start + timedelta(days=far), last + timedelta(days=near))

    def after_cut_off(self, kind: str, day: date | None, as_of: date) -> tuple[str, date | None]:
        cut_off = self.rules.cut_off.get(2025)
        if cut_off is None:
            return kind, day
        card, over = self.card, as_of > cut_off
        late = over or (day is not None and day > cut_off)
        asked = card.surveyed_on is not None and card.surveyed_on <= cut_off
        owes = self.refused_on or not self.heard or self.items or self._all_aside
        closes = self.rules.closing_letters and not self.complete and asked and not card.closed and owes
        if closes and (late or kind == "none"):
            return "closing", max(cut_off, card.extended_until or cut_off) + timedelta(days=1)
        return ("none", None) if late and kind in ("survey", "reminder", "official_notice") else (kind, day)
