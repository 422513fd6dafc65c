from __future__ import annotations

from datetime import date

import pytest

from include.events import read_all
from include.refresh import build
from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.forms import send


def finding(data, code: str = "authorizer_missing") -> dict:
    return next(row for row in Marts(open_store(data.lake)).rows("finding", YEAR) if row["code"] == code)


def said(data) -> list:
    return [item for item in read_all(open_store(data.lake)) if item.kind == "finding_state"]


def say(browser, state: str, *ids: str, **fields: str):
    return send(browser, "/findings/say", state=state, finding=list(ids), **fields)


def test_a_finding_shows_its_cell_what_is_asked_and_the_source_of_its_rule(visitor, own_data) -> None:
    row = finding(own_data)
    page = visitor("vera").get(f"{BASE}/findings?code=authorizer_missing").text
    assert row["message"] in page
    assert row["supplier_message"] in page
    assert f"{row['source_sheet']} {row['source_cell']}" in page
    assert "template completeness" in page
    assert f"{BASE}/files/{row['file_sha256']}?year=2025" in page
    assert f"{BASE}/suppliers/V1008?year=2025" in page


@pytest.mark.parametrize(
    "filters",
    ["severity=critical", "supplier_id=V1008", "text=nobody+answers", "source=template+completeness", "state=open"],
)
def test_filters_leave_exactly_what_they_say(visitor, own_data, filters) -> None:
    rows = visitor("vera").get(f"{BASE}/findings?{filters}&export=csv").text.splitlines()
    column, _, value = filters.partition("=")
    kept = {
        "severity": lambda row: row["severity"] == value,
        "supplier_id": lambda row: row["supplier_id"] == value,
        "text": lambda row: "Nobody answers" in row["message"],
        "source": lambda row: row["rule_source"] == "template completeness",
        "state": lambda row: row["state"] == "open",
    }[column]
    expected = [row for row in Marts(open_store(own_data.lake)).rows("finding", YEAR) if kept(row)]
    assert len(rows) - 1 == len(expected) > 0


def test_grouped_by_supplier_each_has_one_heading(visitor, own_data) -> None:
    page = visitor("vera").get(f"{BASE}/findings?sort=supplier").text
    suppliers = {row["supplier_id"] for row in Marts(open_store(own_data.lake)).rows("finding", YEAR)}
    assert page.count('scope="colgroup"') == len(suppliers)


def test_a_waiver_is_recorded_shown_at_once_and_in_force_after_the_refresh(visitor, own_data) -> None:
    row = finding(own_data)
    answer = say(visitor("opal"), "waived", row["finding_id"], note="signed by the owner", until="2099-12-31")
    assert answer.status_code == 303, answer.text
    (event,) = said(own_data)
    assert (event.actor, event.payload["state"], event.payload["note"]) == ("opal", "waived", "signed by the owner")
    assert event.payload["until"] == "2099-12-31"
    page = visitor("vera").get(f"{BASE}/findings?code=authorizer_missing").text
    assert "waived by opal" in page
    assert "effect after the next refresh" in page
    build(own_data, date(2026, 5, 16))
    assert (finding(own_data)["state"], finding(own_data)["state_by"]) == ("waived", "opal")
    assert "signed by the owner" in visitor("vera").get(f"{BASE}/findings?state=waived").text


def test_several_findings_are_marked_sent_answered_and_opened_again(visitor, own_data) -> None:
    ids = [finding(own_data)["finding_id"], finding(own_data, "authorizer_email_missing")["finding_id"]]
    browser = visitor("opal")
    assert say(browser, "sent", *ids).status_code == 303
    assert say(browser, "answered", ids[0]).status_code == 303
    assert say(browser, "open", ids[1], note="the letter came back").status_code == 303
    assert [item.payload["state"] for item in said(own_data)] == ["sent", "sent", "answered", "open"]


@pytest.mark.parametrize(
    ("state", "typed", "told"),
    [
        ("waived", {"until": "2099-12-31"}, "no reason is given"),
        ("waived", {"note": "because"}, "needs its last day"),
        ("waived", {"note": "because", "until": "2020-01-01"}, "has passed"),
        ("waived", {"note": "because", "until": "soon"}, "is no day"),
        ("waived", {"note": "x" * 10_000, "until": "2099-12-31"}, "longer than 2,000 characters"),
        ("open", {"note": "because"}, "is open and cannot become open"),
    ],
)
def test_what_cannot_be_said_is_told_in_words_with_what_was_typed(visitor, own_data, state, typed, told) -> None:
    answer = say(visitor("opal"), state, finding(own_data)["finding_id"], **typed)
    assert answer.status_code == 409
    assert told in answer.text
    assert typed.get("note", "") in answer.text
    assert said(own_data) == []


def test_nothing_chosen_and_unknown_findings_are_refused(visitor, own_data) -> None:
    assert "no finding is named" in say(visitor("opal"), "sent").text
    assert "no finding of the newest refresh" in say(visitor("opal"), "sent", "0" * 32).text
    assert say(visitor("opal"), "deleted", finding(own_data)["finding_id"]).status_code == 422
    assert said(own_data) == []


def test_a_form_sent_twice_is_recorded_once(visitor, own_data) -> None:
    for _ in range(2):
        answer = say(
            visitor("opal"), "waived", finding(own_data)["finding_id"], note="agreed by mail", until="2099-12-31"
        )
        assert answer.status_code == 303
    assert len(said(own_data)) == 1


def test_who_may_only_read_sees_no_form_and_is_refused(visitor, own_data) -> None:
    assert "<textarea" not in visitor("vera").get(f"{BASE}/findings").text
    assert say(visitor("vera"), "sent", finding(own_data)["finding_id"]).status_code == 403
    assert said(own_data) == []


def test_another_site_cannot_waive(visitor, own_data) -> None:
    browser = visitor("opal")
    data = {"state": "sent", "finding": finding(own_data)["finding_id"]}
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://example.com"}, {}):
        assert browser.post(f"{BASE}/findings/say", data=data, headers=headers).status_code == 403
    assert said(own_data) == []


def test_while_a_refresh_writes_nothing_is_lost(visitor, own_data, lake_held) -> None:
    answer = say(visitor("opal"), "open", finding(own_data)["finding_id"], note="my words")
    assert answer.status_code == 409
    assert "the lake is being written" in answer.text
    assert ">my words</textarea>" in answer.text
