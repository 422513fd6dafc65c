"""The ladder in SQL against a clerk who keeps a card for each supplier, on hundreds of random worlds."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from harness import load_case
from ladder_clerk import expected
from ladder_worlds import given, worlds

from include.campaign import Campaign
from include.warehouse.load import connect
from include.warehouse.models import assertion_texts, run_models

WORLDS = 250
CAMPAIGNS: dict[str, tuple[dict[str, Any], tuple[int, ...], str]] = {
    "as it comes": ({}, (14, 28, 42), "2026-07-31"),
    "closed before the as-of date": ({"cut_off": {2025: "2026-03-01"}}, (14, 28, 42), "2026-07-31"),
    "closes later": ({"cut_off": {2025: "2026-04-15"}}, (14, 28, 42), "2026-04-01"),
    "no official notices, no thanks": ({"official_notice_days": None, "thank_you": False}, (10,), "2026-07-31"),
    "no rungs at all": ({"correction_days": (), "official_notice_days": 7, "due_days": 5}, (), "2026-07-31"),
    "a notice before the last reminder, nobody told of the close": (
        {"official_notice_days": 20, "closing_letters": False, "cut_off": {2025: "2026-02-01"}},
        (7, 30),
        "2026-01-15",
    ),
}


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_every_supplier_stands_where_a_clerk_would_have_it(name: str) -> None:
    given_rules, follow_up_days, as_of = CAMPAIGNS[name]
    rules, day = Campaign.model_validate(given_rules), date.fromisoformat(as_of)
    found = worlds(seed=1 + list(CAMPAIGNS).index(name), count=WORLDS)

    with connect() as connection:
        parameter = {"as_of": as_of, "campaign": given_rules, "follow_up_days": follow_up_days}
        load_case(connection, given(found), parameter)
        run_models(connection)
        rows = connection.sql("FROM supplier_status").to_arrow_table().to_pylist()
        broken = {text: connection.execute(query).fetchall() for text, query in assertion_texts().items()}

    wanted = [expected(world, rules, follow_up_days, day) for world in found]
    assert [{column: _plain(column, row[column]) for column in wanted[0]} for row in rows] == wanted
    assert [row["supplier_id"] for row in rows if not (row["next_reason"] or "").endswith(".")] == []
    assert broken["ladder_agrees_with_letters"] == []


def _plain(column: str, value: Any) -> Any:
    if column == "undeliverable":
        return value is not None
    return value.isoformat() if isinstance(value, date) else value
