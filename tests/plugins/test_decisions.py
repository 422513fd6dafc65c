from __future__ import annotations

from datetime import date

from include.decisions.in_force import in_force
from include.events import read_all
from include.refresh import build
from include.storage import open_store
from tests.plugins.conftest import BASE
from tests.plugins.forms import send
from tests.plugins.test_queue import CID, NAME, accept, decisions, outcome, question


def test_who_decided_what_is_found_by_person_name_and_note(visitor, own_data) -> None:
    accept(visitor("opal"), question(own_data), note="by the supplier's letter")
    browser = visitor("vera")
    for filters in ("person=opal", "text=dongquanlin", "text=LETTER", "judgement=accepted&metal=Tin", "state=in_force"):
        page = browser.get(f"{BASE}/decisions?{filters}").text
        assert NAME in page, filters
        assert f"accepted as {CID}" in page
        assert "effect after the next refresh" in page
    assert "No decision passes these filters" in browser.get(f"{BASE}/decisions?judgement=rejected").text
    build(own_data, date(2026, 5, 16))
    assert "settles 1 declared row" in browser.get(f"{BASE}/decisions").text


def test_taking_back_is_a_newer_decision_that_gives_the_question_back(visitor, own_data) -> None:
    accept(visitor("opal"), question(own_data))
    build(own_data, date(2026, 5, 16))
    (first,) = decisions(own_data)
    answer = send(visitor("ada"), "/decisions/undo", decision=first.event_id, note="wrong plant")
    assert answer.status_code == 303, answer.text
    newest = decisions(own_data)[-1]
    assert (newest.payload["judgement"], newest.payload["note"], newest.actor) == ("revoked", "wrong plant", "ada")
    assert in_force(read_all(open_store(own_data.lake))) == []
    assert "taken back" in visitor("vera").get(f"{BASE}/decisions?state=taken_back").text
    build(own_data, date(2026, 5, 17))
    assert outcome(own_data) == "awaiting_review"


def test_taking_back_twice_is_recorded_once(visitor, own_data) -> None:
    accept(visitor("opal"), question(own_data))
    for _ in range(2):
        answer = send(visitor("opal"), "/decisions/undo", decision=decisions(own_data)[0].event_id, note="")
        assert answer.status_code == 303, answer.text
    assert [item.payload["judgement"] for item in decisions(own_data)] == ["accepted", "revoked"]


def test_from_the_queue_undo_leads_back_to_the_queue(visitor, own_data) -> None:
    accept(visitor("opal"), question(own_data))
    fields = {"decision": decisions(own_data)[0].event_id, "from": "queue"}
    assert "/queue?" in send(visitor("opal"), "/decisions/undo", **fields).headers["location"]
    assert NAME in visitor("opal").get(f"{BASE}/queue").text


def test_what_was_replaced_meanwhile_is_not_taken_back(visitor, own_data) -> None:
    accept(visitor("opal"), question(own_data))
    first = decisions(own_data)[0].event_id
    send(visitor("ada"), f"/queue/{question(own_data)}/decide", judgement="rejected", seen=first)
    answer = send(visitor("opal"), "/decisions/undo", decision=first, note="")
    assert answer.status_code == 409
    assert "not the last word" in answer.text
    assert len(decisions(own_data)) == 2


def test_an_unknown_decision_is_refused_in_words(visitor, own_data) -> None:
    assert send(visitor("opal"), "/decisions/undo", decision="0" * 32).status_code == 409
    assert send(visitor("opal"), "/decisions/undo").status_code == 409
