from __future__ import annotations

from datetime import date

import pytest

from include.events import read_all
from include.refresh import build
from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.forms import send, token

NAME = "Dongquanlin Tin Co Ltd"
CID = "CID900204"


def question(data, name: str = NAME) -> str:
    rows = Marts(open_store(data.lake)).table("review_queue").to_pylist()
    return next(row["question_id"] for row in rows if row["smelter_name_reported"] == name)


def decisions(data) -> list:
    return [item for item in read_all(open_store(data.lake)) if item.kind == "decision"]


def outcome(data, name: str = NAME) -> str:
    rows = Marts(open_store(data.lake)).rows("smelter_accounting", YEAR)
    return next(row["outcome"] for row in rows if row["smelter_name_reported"] == name)


def accept(browser, asked: str, seen: str = "", cid: str = CID, note: str = "same plant"):
    return send(browser, f"/queue/{asked}/decide", judgement="accepted", candidate=f"Tin {cid}", seen=seen, note=note)


def test_a_match_accepted_is_in_the_ledger_and_consolidates_with_the_next_refresh(visitor, own_data) -> None:
    browser = visitor("opal")
    answer = accept(browser, question(own_data))
    assert answer.status_code == 303, answer.text
    assert "said=decided" in answer.headers["location"]
    (recorded,) = decisions(own_data)
    assert recorded.actor == "opal"
    assert recorded.occurred_at.endswith("+00:00")
    assert (recorded.payload["judgement"], recorded.payload["smelter_cid"]) == ("accepted", CID)
    assert recorded.payload["note"] == "same plant"
    assert outcome(own_data) == "awaiting_review"

    assert NAME not in browser.get(f"{BASE}/queue").text
    waiting = browser.get(f"{BASE}/queue?show=decided").text
    assert NAME in waiting
    assert f"accepted as {CID}" in waiting
    assert "decided by opal" in waiting

    build(own_data, date(2026, 5, 16))
    assert outcome(own_data) == "consolidated"
    assert NAME not in browser.get(f"{BASE}/queue?show=decided").text


def test_one_click_accepts_what_stands_out(visitor, own_data) -> None:
    asked = question(own_data)
    fields = {"one": asked, f"seen.{asked}": "", f"cid.{asked}": CID}
    assert send(visitor("opal"), "/queue/accept", **fields).status_code == 303
    assert [item.payload["smelter_cid"] for item in decisions(own_data)] == [CID]


def test_the_page_shows_candidates_with_the_reason_and_who_declared_the_name(visitor, own_data) -> None:
    page = visitor("vera").get(f"{BASE}/queue/{question(own_data)}").text
    assert "Dongquanling Tin Co., Ltd." in page
    assert "likeness 88%" in page
    assert "in common dongquanlin for dongquanling" in page
    assert "V1018" in page


def test_a_candidate_that_the_number_speaks_against_is_never_accepted_with_one_click(visitor, own_data) -> None:
    page = visitor("opal").get(f"{BASE}/queue/{question(own_data, 'Andesmira Fundición S.A.')}").text
    assert "the number reported, CID900205, means it" in page
    assert "CID900201" in page
    assert "stands out" not in page


def test_a_facility_of_another_metal_is_accounted_under_that_metal(visitor, own_data) -> None:
    asked = question(own_data, "Corvadell Metallurgie NV")
    answer = send(visitor("opal"), f"/queue/{asked}/decide", judgement="accepted", candidate="Tin CID900203", seen="")
    assert answer.status_code == 303, answer.text
    (recorded,) = decisions(own_data)
    assert (recorded.payload["metal"], recorded.payload["metal_decided"]) == ("Tungsten", "Tin")


def test_a_decision_for_one_supplier_names_it(visitor, own_data) -> None:
    send(
        visitor("opal"), f"/queue/{question(own_data)}/decide", judgement="not_a_smelter", supplier_id="V1018", seen=""
    )
    assert [item.payload["supplier_id"] for item in decisions(own_data)] == ["V1018"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"judgement": "accepted", "cid": "900204"}, "no smelter identification number"),
        ({"judgement": "accepted"}, "as which facility?"),
        ({"judgement": "accepted", "cid": "CID999999"}, "is in no list received for tin"),
        ({"judgement": "nonsense"}, "is no judgement"),
        ({"judgement": "rejected", "note": "x" * 10_000}, "note is longer than 2,000 characters"),
        ({"judgement": "rejected", "supplier_id": "V9999"}, "no supplier list has the vendor number"),
    ],
)
def test_what_cannot_be_recorded_is_told_in_words_and_nothing_is_written(visitor, own_data, typed, told) -> None:
    answer = send(visitor("opal"), f"/queue/{question(own_data)}/decide", seen="", evidence="our file 7", **typed)
    assert answer.status_code == 409
    assert told in answer.text
    assert 'value="our file 7"' in answer.text
    assert decisions(own_data) == []


def test_a_form_sent_twice_is_recorded_once(visitor, own_data) -> None:
    for _ in range(2):
        assert accept(visitor("opal"), question(own_data)).status_code == 303
    assert len(decisions(own_data)) == 1


def test_somebody_elses_decision_is_shown_and_not_overwritten(visitor, own_data) -> None:
    accept(visitor("ada"), question(own_data))
    answer = send(visitor("opal"), f"/queue/{question(own_data)}/decide", judgement="rejected", seen="", note="mine")
    assert answer.status_code == 409
    assert "ada decided meanwhile" in answer.text
    assert ">mine</textarea>" in answer.text
    assert [item.actor for item in decisions(own_data)] == ["ada"]


def test_a_question_that_is_asked_no_more_is_refused(visitor, own_data) -> None:
    asked = question(own_data)
    accept(visitor("ada"), asked)
    build(own_data, date(2026, 5, 16))
    answer = accept(visitor("opal"), asked)
    assert answer.status_code == 404
    assert "not asked any more" in answer.text
    assert len(decisions(own_data)) == 1


def test_chosen_lines_are_confirmed_before_they_are_recorded(visitor, own_data) -> None:
    browser, clear, unclear = visitor("opal"), question(own_data), question(own_data, "Zorvath Kupolna Refinery")
    shown = send(browser, "/queue/confirm", judgement="accepted", question=[clear, unclear])
    assert shown.status_code == 200
    assert decisions(own_data) == []
    assert "1 decision will be recorded" in shown.text
    assert "Zorvath Kupolna Refinery" in shown.text.split("Left out")[1]

    fields = {"judgement": "accepted", "question": [clear], f"seen.{clear}": "", f"cid.{clear}": CID, "note": "by list"}
    assert send(browser, "/queue/record", **fields).status_code == 303
    assert [(item.payload["smelter_cid"], item.payload["note"]) for item in decisions(own_data)] == [(CID, "by list")]


def test_chosen_lines_that_are_no_smelters(visitor, own_data) -> None:
    chosen = [question(own_data), question(own_data, "Velmora Metals")]
    fields = {"judgement": "not_a_smelter", "question": chosen} | {f"seen.{asked}": "" for asked in chosen}
    assert send(visitor("opal"), "/queue/record", **fields).status_code == 303
    build(own_data, date(2026, 5, 16))
    assert outcome(own_data) == outcome(own_data, "Velmora Metals") == "rejected"


def test_one_wrong_line_among_many_writes_none(visitor, own_data) -> None:
    first, second = question(own_data), question(own_data, "Velmora Metals")
    fields = {"judgement": "accepted", "question": [first, second], f"cid.{first}": CID, f"cid.{second}": "CID999999"}
    answer = send(visitor("opal"), "/queue/record", **fields)
    assert answer.status_code == 409
    assert "Velmora Metals: CID999999 is in no list received for tin" in answer.text
    assert decisions(own_data) == []


PATHS = ("/queue/accept", "/queue/confirm", "/queue/record", "/queue/{asked}/decide", "/decisions/undo")


@pytest.mark.parametrize("path", PATHS)
def test_who_may_only_read_is_refused(visitor, own_data, path) -> None:
    answer = send(visitor("vera"), path.format(asked=question(own_data)), judgement="accepted", cid=CID, seen="")
    assert answer.status_code == 403
    assert decisions(own_data) == []


@pytest.mark.parametrize("fault", ["cross_site", "no_token", "foreign_token", "broken_token"])
def test_a_forged_request_writes_nothing(visitor, own_data, fault) -> None:
    browser = visitor("opal")
    tokens = {"no_token": None, "foreign_token": token(visitor("ada")), "broken_token": "x" + token(browser)}
    headers = {"sec-fetch-site": "cross-site" if fault == "cross_site" else "same-origin"}
    fields = {"judgement": "accepted", "cid": CID, "seen": "", "token": tokens.get(fault, token(browser))}
    sent = {name: value for name, value in fields.items() if value is not None}
    answer = browser.post(f"{BASE}/queue/{question(own_data)}/decide", data=sent, headers=headers)
    assert answer.status_code == 403
    assert decisions(own_data) == []


def test_while_a_refresh_writes_the_form_is_kept(visitor, own_data, lake_held) -> None:
    answer = accept(visitor("opal"), question(own_data), note="my words")
    assert answer.status_code == 409
    assert "the lake is being written by an intake" in answer.text
    assert ">my words</textarea>" in answer.text


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ("metal=Gold", {"Zorvath Kupolna Refinery"}),
        ("stands_out=yes", {NAME}),
        ("reason=other_metal", {"Velmora Metals", "Corvadell Metallurgie NV"}),
        ("text=FUNDICION", {"Andesmira Fundición S.A."}),
        ("text=nothing+like+this", set()),
    ],
)
def test_filters(visitor, own_data, filters, names) -> None:
    known = {row["smelter_name_reported"] for row in Marts(open_store(own_data.lake)).table("review_queue").to_pylist()}
    page = visitor("vera").get(f"{BASE}/queue?{filters}").text
    assert {name for name in known if f"Look at {name}" in page} == names


def test_a_hostile_name_is_text(visitor, own_data) -> None:
    page = visitor("opal").get(f"{BASE}/queue").text
    assert "<img src=x" not in page
    assert "=SUM(A1:A9)+&lt;img src=x onerror=alert(1)&gt;" in page
