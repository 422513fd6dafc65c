"""What became of each attempt to send a letter, and which attempt comes next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from include.events import append, read_all
from include.outreach import ledger
from include.settings import Settings
from include.storage import Store, open_store
from tests.unit.outreach.conftest import MOMENT

LETTER = "a" * 32
TUESDAY = MOMENT + timedelta(days=1)


def step(name: str, attempt: int = 1, moment: datetime = MOMENT, **said: Any) -> Any:
    return ledger.step(LETTER, attempt, name, moment, **({"content_sha256": "c"} if name == "intent" else {}) | said)


def settled(outcome: str) -> Any:
    return step("settled", moment=TUESDAY, outcome=outcome)


@pytest.fixture
def lake(settings: Settings) -> Store:
    return open_store(settings.lake)


@pytest.mark.parametrize(
    ("after_the_intent", "outcome"),
    [
        ([], "planned"),
        ([step("send")], "uncertain"),
        ([step("send"), step("sent", refused_recipients=[])], "sent"),
        ([step("send"), step("failed", reason="no", permanent=True)], "failed"),
        ([step("send"), settled("sent")], "sent"),
        ([step("send"), settled("not_sent")], "not_sent"),
    ],
)
def test_the_outcome_follows_from_the_steps_in_whatever_order_they_are_read(
    after_the_intent: list[Any], outcome: str
) -> None:
    for order in permutations([step("intent"), *after_the_intent]):
        (found,) = ledger.attempts(order)
        assert (found.letter_id, found.number, found.outcome, found.day) == (LETTER, 1, outcome, "2026-03-02")


def test_steps_without_an_intent_are_no_letter() -> None:
    assert ledger.attempts([step("send")]) == []


@pytest.mark.parametrize(
    ("steps", "content", "moment", "number"),
    [
        ([], "c", MOMENT, 1),
        ([step("intent")], "c", MOMENT + timedelta(hours=3), 1),
        ([step("intent")], "other", MOMENT, 2),
        ([step("intent")], "c", TUESDAY, 2),
        ([step("intent"), step("send"), step("failed", reason="no", permanent=False)], "c", MOMENT, 2),
        ([step("intent"), step("send"), settled("not_sent")], "c", MOMENT, 2),
    ],
    ids=["first", "planned_alike", "planned_otherwise", "planned_on_another_day", "refused", "settled"],
)
def test_the_next_attempt(steps: list[Any], content: str, moment: datetime, number: int) -> None:
    before = ledger.newest(ledger.attempts(steps)).get(LETTER)

    assert ledger.next_attempt(before, content, moment) == number


def test_of_two_processes_one_hands_a_letter_over(lake: Store) -> None:
    assert ledger.claim_hand_over(lake, LETTER, 1, MOMENT, [])
    assert not ledger.claim_hand_over(lake, LETTER, 1, MOMENT, [])
    assert not ledger.claim_hand_over(lake, LETTER, 1, TUESDAY, [step("sent", 7)])
    assert ledger.claim_hand_over(lake, LETTER, 2, TUESDAY, [])
    assert len(read_all(lake)) == 2


def test_the_outcome_of_one_letter_is_written_with_the_claim_of_the_next_or_not_at_all(lake: Store) -> None:
    other = ledger.step("b" * 32, 1, "sent", MOMENT)

    assert ledger.claim_hand_over(lake, LETTER, 1, MOMENT, [other])

    assert len(lake.names("events")) == 1
    assert other in read_all(lake)


def test_a_plan_that_is_closed_is_never_handed_over(lake: Store) -> None:
    append(lake, [step("intent")])
    (planned,) = ledger.attempts(read_all(lake))

    assert ledger.close_plan(lake, planned)

    assert not ledger.claim_hand_over(lake, LETTER, 1, MOMENT, [])
    (closed,) = ledger.attempts(read_all(lake))
    assert closed.outcome == "failed"


def test_a_plan_that_is_being_handed_over_cannot_be_closed(lake: Store) -> None:
    append(lake, [step("intent")])
    (planned,) = ledger.attempts(read_all(lake))
    ledger.claim_hand_over(lake, LETTER, 1, MOMENT, [])

    assert not ledger.close_plan(lake, planned)

    (handed_over,) = ledger.attempts(read_all(lake))
    assert handed_over.outcome == "uncertain"


def test_letters_are_told_apart_by_year_entity_kind_and_number() -> None:
    ids = {
        ledger.letter_id(year, entity, kind, number)
        for year in (2024, 2025)
        for entity in ("V1", "V2")
        for kind in ("survey", "reminder")
        for number in (1, 2)
    }

    assert len(ids) == 16
    assert all(len(one) == 32 for one in ids)


def test_moments_are_written_in_one_time_zone() -> None:
    east = datetime.fromisoformat("2026-03-02T09:00:00+03:00")

    assert step("intent", moment=east).occurred_at == datetime(2026, 3, 2, 6, tzinfo=UTC).isoformat()
