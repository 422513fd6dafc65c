from __future__ import annotations

from datetime import date

import pytest

from include.events import read_all
from include.refresh import build
from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.forms import send


def flag(data) -> dict:
    rows = Marts(open_store(data.lake)).rows("red_flag", YEAR)
    return next(row for row in rows if row["code"] == "smelter_not_eligible")


def said(data) -> list:
    return [item for item in read_all(open_store(data.lake)) if item.kind == "red_flag_state"]


def say(browser, state: str, flag_id: str, **fields: str):
    return send(browser, "/risks/say", state=state, flag=flag_id, **fields)


def test_an_accepted_risk_names_owner_and_reason_and_counts_after_the_refresh(visitor, own_data) -> None:
    typed = {"owner": "Head of purchasing", "note": "phase-out by June", "until": "2099-06-30"}
    assert say(visitor("opal"), "accepted", flag(own_data)["red_flag_id"], **typed).status_code == 303
    (event,) = said(own_data)
    assert (event.actor, event.payload["owner"], event.payload["note"]) == ("opal", typed["owner"], typed["note"])
    assert "accepted by opal" in visitor("vera").get(f"{BASE}/risks").text
    build(own_data, date(2026, 5, 16))
    assert (flag(own_data)["state"], flag(own_data)["owner"]) == ("accepted", "Head of purchasing")
    page = visitor("vera").get(f"{BASE}/risks?state=accepted&severity=critical").text
    assert "Head of purchasing" in page
    assert "Gorvelin Tantal" in page


@pytest.mark.parametrize(
    ("state", "typed", "told"),
    [
        ("acknowledged", {}, "name the person answerable"),
        ("accepted", {"owner": "Head of purchasing"}, "no reason is given"),
        ("accepted", {"owner": "Head of purchasing", "note": "x" * 10_000}, "longer than 2,000 characters"),
        ("open", {}, "no reason is given"),
    ],
)
def test_what_cannot_be_said_is_told_in_words(visitor, own_data, state, typed, told) -> None:
    answer = say(visitor("opal"), state, flag(own_data)["red_flag_id"], **typed)
    assert answer.status_code == 409
    assert told in answer.text
    assert typed.get("owner", "") in answer.text
    assert said(own_data) == []


def test_a_form_sent_twice_is_recorded_once(visitor, own_data) -> None:
    for _ in range(2):
        assert say(visitor("opal"), "acknowledged", flag(own_data)["red_flag_id"], owner="Ada").status_code == 303
    assert len(said(own_data)) == 1


def test_who_may_only_read_is_refused(visitor, own_data) -> None:
    assert say(visitor("vera"), "acknowledged", flag(own_data)["red_flag_id"], owner="Vera").status_code == 403
    assert said(own_data) == []
