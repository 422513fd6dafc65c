from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from include.events import ALERT, Event, append, as_table, canonical_json, event, facts, ledger_head, read_all
from include.storage import ConflictingContent, Store, open_store

NOON = "2026-01-15T12:00:00+00:00"
LATER = "2026-01-16T08:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path))


def receipt(path: str, moment: str = NOON, **payload: object) -> Event:
    return event("receipt", moment, "intake", {"drop_path": path, **payload}, ("drop_path",))


def test_appending_again_changes_nothing(store: Store) -> None:
    events = [receipt("b.xlsx"), receipt("a.xlsx")]
    append(store, events)
    before = {name: store.read(f"events/{name}") for name in store.names("events")}

    append(store, reversed(events))

    assert {name: store.read(f"events/{name}") for name in store.names("events")} == before
    assert len(before) == 1


def test_an_empty_append_writes_no_file(store: Store) -> None:
    append(store, [])

    assert store.names("events") == []


def test_events_come_back_ordered_by_time_then_id(store: Store) -> None:
    append(store, [receipt("later.xlsx", LATER)])
    append(store, [receipt("b.xlsx"), receipt("a.xlsx")])

    found = read_all(store)

    assert [item.occurred_at for item in found] == [NOON, NOON, LATER]
    assert [item.event_id for item in found[:2]] == sorted(item.event_id for item in found[:2])


def test_the_same_fact_in_two_appends_counts_once_and_since_the_earlier(store: Store) -> None:
    append(store, [receipt("a.xlsx", LATER), receipt("b.xlsx", LATER)])
    append(store, [receipt("a.xlsx", NOON)])

    assert [(item.payload["drop_path"], item.occurred_at) for item in read_all(store)] == [
        ("a.xlsx", NOON),
        ("b.xlsx", LATER),
    ]


def test_an_event_is_never_edited(store: Store) -> None:
    append(store, [receipt("a.xlsx")])
    name = store.names("events")[0]

    with pytest.raises(ConflictingContent):
        store.write_once(f"events/{name}", b"[]")


def test_the_id_follows_from_the_identity_alone() -> None:
    assert receipt("a.xlsx", NOON, size=1).event_id == receipt("a.xlsx", LATER, size=2).event_id
    assert receipt("a.xlsx").event_id != receipt("b.xlsx").event_id


def test_the_head_changes_with_every_event_and_with_nothing_else() -> None:
    a, b = receipt("a.xlsx"), receipt("b.xlsx")

    assert ledger_head([a, b]) == ledger_head([b, a])
    assert len({ledger_head(events) for events in ([], [a], [b], [a, b])}) == 4


def test_alerts_are_no_facts_that_anything_is_computed_from() -> None:
    alert = event(ALERT, NOON, "alerts", {"number": 1}, ("number",))

    assert facts([receipt("a.xlsx"), alert]) == [receipt("a.xlsx")]


def test_the_table_keeps_every_event_and_its_payload() -> None:
    table = as_table([receipt("déclaration 申告.xlsx", note='a "quoted" word')])

    assert table.to_pylist()[0]["payload"] == '{"drop_path":"déclaration 申告.xlsx","note":"a \\"quoted\\" word"}'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@examples(max_examples=25, deadline=None)
@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), JSON, max_size=6), st.randoms())
def test_equal_values_have_one_spelling(value: dict[str, object], random: object) -> None:
    keys = list(value)
    random.shuffle(keys)  # type: ignore[attr-defined]

    assert canonical_json({key: value[key] for key in keys}) == canonical_json(value)
