"""The campaign: who is due what, letters of unknown outcome, languages and notices."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from lxml import html

from include.events import append, read_all
from include.outreach.languages import LANGUAGES, approvals, template_version
from include.outreach.settle import uncertain
from include.refresh import build
from include.settings import Settings
from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.forms import send
from tests.plugins.own_lake import own_lake, supplier
from tests.plugins.troubled import ADDRESS, PROPOSED, SENT, UNCERTAIN, letter_id

URL = f"{BASE}/campaign"


def events(settings: Settings) -> list[Any]:
    return read_all(open_store(settings.lake))


def line(page: str, number: str) -> str:
    """The line of the list of one supplier, as text."""
    found = html.fromstring(page).xpath("//table[.//th/a[contains(., 'Next')]]/tbody/tr")
    (row,) = [each for each in found if number in each.xpath("string(td[1])").split()]
    return " ".join(row.text_content().split())


def numbers(answer: Any) -> list[str]:
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return [row["Entity"] for row in rows]


def due(number: str, on: date | None, action: str = "reminder", **said: Any) -> dict[str, Any]:
    """A supplier whose next step has a day."""
    told = {"entity_id": number, "next_action": action, "next_action_on": on, "next_number": 1, "next_reason": "Why."}
    return supplier(number, f"Company {number}", state="surveyed", response="no_response", **told | said)


def lake(tmp_path: Any, monkeypatch: Any, *suppliers: dict[str, Any]) -> None:
    marts = {name: [row for one in suppliers for row in one[name]] for name in suppliers[0]}
    own_lake(tmp_path, monkeypatch, **marts)


def test_who_is_due_comes_first_and_who_is_not_says_when(visitor: Any, tmp_path: Any, monkeypatch: Any) -> None:
    lake(
        tmp_path, monkeypatch,
        due("V3", date(2999, 1, 1)), due("V1", date(2026, 2, 2)), due("V4", None, "none"), due("V2", date(2026, 1, 1)),
    )  # fmt: skip
    vera = visitor("vera")
    assert numbers(vera.get(f"{URL}?export=csv")) == ["V2", "V1", "V3", "V4"]
    assert numbers(vera.get(f"{URL}?when=due_now&export=csv")) == ["V2", "V1"]
    assert numbers(vera.get(f"{URL}?when=later&export=csv")) == ["V3", "V4"]
    page = vera.get(URL).text
    assert "2026-01-01due now" in line(page, "V2")
    assert "due now" not in line(page, "V3")
    assert "nothing" in line(page, "V4")


def test_an_entity_is_one_line_under_the_number_written_to_and_is_found_by_each(
    visitor: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    parent, child = due("V1", date(2026, 1, 1)), due("V2", date(2026, 1, 1))
    for one in (parent, child):
        one["supplier_status"][0] |= {"entity_id": "V1", "written_to": "V2"}
    lake(tmp_path, monkeypatch, parent, child)
    vera = visitor("vera")
    for text in ("V1", "v2", "company"):
        answer = vera.get(f"{URL}?text={text}")
        assert "and 1 more" in line(answer.text, "V2")
        assert "1 row" in answer.text


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("action=settle_letter", [UNCERTAIN]),
        ("state=in_correction", [SENT]),
        ("state=escalated", ["V1023"]),
        ("action=official_notice&text=tessaly", ["V1022"]),
        ("text=%25", []),
    ],
)
def test_filters_leave_the_suppliers_asked_for(
    visitor: Any, own_campaign: Settings, filters: str, found: list[str]
) -> None:
    assert numbers(visitor("vera").get(f"{URL}?{filters}&export=csv")) == found


def test_every_action_and_state_of_the_ladder_can_be_asked_for(visitor: Any, own_campaign: Settings) -> None:
    rows = Marts(open_store(own_campaign.lake)).rows("supplier_status", YEAR)
    vera = visitor("vera")
    for column, name in (("next_action", "action"), ("state", "state")):
        for value in {row[column] for row in rows} - {"exempt"}:
            entities = {
                row["entity_id"]
                for row in rows
                if row[column] == value and any(
                    each["in_scope"] and not each["exempt_reason"]
                    for each in rows
                    if each["entity_id"] == row["entity_id"]
                )
            }  # fmt: skip
            assert set(numbers(vera.get(f"{URL}?{name}={value}&export=csv"))) == entities, value


def test_an_uncertain_letter_is_settled_with_a_reason_and_its_supplier_moves_on(
    visitor: Any, own_campaign: Settings
) -> None:
    opal = visitor("opal")
    page = opal.get(URL).text
    assert "Letters of unknown outcome (1)" in page
    assert letter_id(UNCERTAIN) in page
    refused = send(opal, "/campaign/settle", letter=letter_id(UNCERTAIN), outcome="sent")
    assert refused.status_code == 409
    assert "no reason is given" in refused.text
    assert uncertain(events(own_campaign))
    fields = {"letter": letter_id(UNCERTAIN), "outcome": "not_sent", "note": "not in the log of the mail server"}
    answer = send(opal, "/campaign/settle", **fields)
    assert answer.status_code == 303
    assert "Recorded what became of the letter" in opal.get(answer.headers["location"]).text
    assert not uncertain(events(own_campaign))
    assert send(opal, "/campaign/settle", **fields).status_code == 409  # a form sent twice says it once
    build(own_campaign, date(2026, 5, 16))
    (row,) = [
        row
        for row in Marts(open_store(own_campaign.lake)).rows("supplier_status", YEAR)
        if row["supplier_id"] == UNCERTAIN
    ]
    assert (row["next_action"], row["uncertain_letters"]) == ("correction", 0)
    assert "said by opal" in opal.get(f"{BASE}/suppliers/{UNCERTAIN}").text


@pytest.mark.parametrize("outcome", ["", "perhaps"])
def test_a_form_without_an_outcome_records_nothing(visitor: Any, own_campaign: Settings, outcome: str) -> None:
    before = len(events(own_campaign))
    fields = {"letter": letter_id(UNCERTAIN), "outcome": outcome, "note": "x"}
    assert send(visitor("opal"), "/campaign/settle", **fields).status_code == 422
    assert len(events(own_campaign)) == before


def test_who_may_only_read_sees_the_letter_and_no_form(visitor: Any, own_campaign: Settings) -> None:
    page = visitor("vera").get(URL).text
    assert "Letters of unknown outcome" in page
    assert "It was sent" not in page


def test_a_held_letter_says_what_holds_it(visitor: Any, own_campaign: Settings) -> None:
    page = visitor("vera").get(f"{URL}?show=held").text
    assert "no native reader has approved the letters in German" in line(page, "V1002")
    assert UNCERTAIN not in numbers(visitor("vera").get(f"{URL}?show=held&export=csv"))


def test_official_notices_say_who_was_proposed_and_who_answered_what(visitor: Any, own_campaign: Settings) -> None:
    (table,) = html.fromstring(visitor("vera").get(URL).text).xpath("//table[caption[contains(., 'Official notices')]]")
    waiting, rejected = (" ".join(row.text_content().split()) for row in table.xpath("tbody/tr"))
    assert all(number in waiting and number in rejected for number in PROPOSED)
    assert "waiting Answer in Required Actions" in waiting
    assert "rejected olga officer" in rejected
    assert "wait for the trade fair" in rejected
    assert table.xpath(".//a[@data-airflow]/@href") == [
        "/dags/follow_up_suppliers/required_actions?response_received=false"
    ]


def test_a_language_is_read_whole_before_it_is_approved(visitor: Any, own_data: Settings) -> None:
    page = html.fromstring(visitor("opal").get(f"{URL}/languages/de").text)
    texts = page.xpath("//pre")
    assert len(texts) > 20
    assert {node.get("lang") for node in texts} == {"de"}
    assert any("Sehr geehrte" in node.text_content() for node in texts)
    inputs = {node.get("name"): node for node in page.xpath("//main//form//input")}
    assert inputs["version"].get("value") == template_version("de")
    order = [node.tag for node in page.iter("pre", "textarea")]
    assert order == ["pre"] * len(texts) + ["textarea"]


def test_a_native_reader_approves_the_version_that_was_read(visitor: Any, own_data: Settings) -> None:
    uma, path = visitor("uma"), "/campaign/languages/de/approve"
    good = {"version": template_version("de"), "native": "yes", "note": "read in full"}
    for missing, reason in (("native", "native reader"), ("version", "have changed"), ("note", "no reason is given")):
        answer = send(uma, path, **{name: value for name, value in good.items() if name != missing})
        assert answer.status_code == 409, missing
        assert reason in answer.text
    old = send(uma, path, **good | {"version": "0" * 16})
    assert "have changed" in old.text
    assert approvals(events(own_data)) == {}

    answer = send(uma, path, **good)
    assert answer.status_code == 303
    approval = approvals(events(own_data))["de"]
    assert (approval.by, approval.version) == ("uma", template_version("de"))
    page = uma.get(answer.headers["location"]).text
    assert "Approved. Letters in this language may be sent" in page
    assert "no native reader has approved the letters in German" not in uma.get(f"{URL}?show=held").text

    assert send(uma, "/campaign/languages/de/withdraw", note="").status_code == 409
    assert send(uma, "/campaign/languages/de/withdraw", note="a mistake in the reminder").status_code == 303
    assert approvals(events(own_data)) == {}


@pytest.mark.parametrize("code", ["xx", "en%2F..%2Fde", "de%00"])
def test_letters_of_no_language_are_a_404(visitor: Any, code: str) -> None:
    assert visitor("vera").get(f"{URL}/languages/{code}").status_code == 404


def test_english_needs_no_approval_and_takes_none(visitor: Any, own_data: Settings) -> None:
    opal = visitor("opal")
    assert "Approve this version" not in opal.get(f"{URL}/languages/en").text
    fields = {"version": template_version("en"), "native": "yes", "note": "x"}
    assert send(opal, "/campaign/languages/en/approve", **fields).status_code == 409


def test_the_languages_are_listed_with_their_state(visitor: Any, own_data: Settings) -> None:
    page = html.fromstring(visitor("vera").get(URL).text)
    (table,) = page.xpath("//table[caption[contains(., 'native reader')]]")
    names = [row.xpath("string(td[1])") for row in table.xpath("tbody/tr")]
    assert names == [language.english_name for language in LANGUAGES.values()]
    assert table.text_content().count("unreviewed") == len(LANGUAGES) - 1


def test_while_the_lake_is_held_what_was_typed_is_kept(visitor: Any, own_campaign: Settings) -> None:
    from include.lake import acquire_lease

    acquire_lease(open_store(own_campaign.lake), "an intake", 600)
    fields = {"letter": letter_id(UNCERTAIN), "outcome": "sent", "note": "seen in the log"}
    answer = send(visitor("opal"), "/campaign/settle", **fields)
    assert answer.status_code == 409
    assert 'value="seen in the log"' in answer.text


def test_a_letter_that_left_since_the_refresh_is_told(visitor: Any, own_campaign: Settings) -> None:
    from datetime import UTC, datetime

    from include.outreach import ledger

    moment, letter = datetime(2026, 5, 20, tzinfo=UTC), ledger.letter_id(YEAR, "V1001", "thank_you", 1)
    intent = {"reporting_year": YEAR, "entity_id": "V1001", "supplier_id": "V1001", "supplier_ids": ["V1001"]}
    intent |= {"letter_kind": "thank_you", "number": 1, "content_sha256": "2" * 64}
    steps = [
        ledger.step(letter, 1, name, moment, **said) for name, said in (("intent", intent), ("send", {}), ("sent", {}))
    ]
    append(open_store(own_campaign.lake), steps)
    assert "It has left since the last refresh" in line(visitor("vera").get(URL).text, "V1001")
    assert "This letter has left since the last refresh" in visitor("vera").get(f"{BASE}/suppliers/V1001").text


def test_a_suppliers_page_shows_the_ladder_the_reply_and_the_next_letter(visitor: Any, own_campaign: Settings) -> None:
    page = html.fromstring(visitor("opal").get(f"{BASE}/suppliers/{SENT}").text)
    text = " ".join(page.text_content().split())
    assert "Correction 2, since 2026-05-24." in text
    assert "our own supplier <b>Tin & Sons</b> has not answered" in text
    assert page.xpath("//pre//b") == []
    (letter,) = page.xpath("//pre[@aria-label='Text of the letter']")
    assert "Bence Halmosi" in letter.text_content()
    timeline = [" ".join(node.text_content().split()) for node in page.xpath("//ol[@class='timeline']/li")]
    assert any("correction 1: sent" in entry and ADDRESS in entry for entry in timeline)
    assert any("reply: Re: Conflict minerals 2025" in entry for entry in timeline)
    assert any("survey: sent" in entry and "by an outreach log" in entry for entry in timeline)
    assert timeline == sorted(timeline, key=lambda entry: entry[:10], reverse=True)


def test_the_preview_of_an_unreviewed_translation_says_so_and_is_held(visitor: Any, own_campaign: Settings) -> None:
    text = " ".join(html.fromstring(visitor("vera").get(f"{BASE}/suppliers/V1002").text).text_content().split())
    assert "Read the thank you in German (unreviewed translation)" in text
    assert "Held: no native reader has approved the letters in German" in text
    assert "UNREVIEWED TRANSLATION" in text
