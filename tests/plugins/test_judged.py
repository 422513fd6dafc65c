"""What only a person can judge: ties, reaches, what a supplier said; recorded on the pages, in force next refresh."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from lxml import html

from include.events import read_all
from include.findings.reach import KIND as REACH
from include.findings.tie import KIND as TIE
from include.refresh import build
from include.settings import Settings
from include.storage import open_store
from include.suppliers_said import KIND as SAID
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.forms import send
from tests.plugins.own_lake import own_lake, supplier
from tests.plugins.troubled import SENT

URL = f"{BASE}/campaign/declarations"
UNTIED, USER_DEFINED = "2025/CMRT_Zephyrine.xlsx", "2025/V1017_CMRT_power_modules.xlsx"


def said(settings: Settings, kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [(item.actor, item.payload) for item in read_all(open_store(settings.lake)) if item.kind == kind]


def declaration(settings: Settings, path: str) -> dict[str, Any]:
    rows = Marts(open_store(settings.lake)).rows("declaration_status", YEAR)
    return next(row for row in rows if row["drop_path"] == path)


def status(settings: Settings, number: str) -> dict[str, Any]:
    rows = Marts(open_store(settings.lake)).rows("supplier_status", YEAR)
    return next(row for row in rows if row["supplier_id"] == number)


def test_a_declaration_is_tied_and_untied_with_names_and_reasons(visitor: Any, own_data: Settings) -> None:
    opal, file = visitor("opal"), declaration(own_data, UNTIED)["file_sha256"]
    page = html.fromstring(opal.get(URL).text)
    assert "Zephyrine Alloys Ltd" in page.text_content()
    assert "V1022" in page.xpath("//datalist[@id='vendors']/option/@value")
    for fields, reason in (
        ({"supplier": "", "note": "x"}, "no supplier is named"),
        ({"supplier": "V9999", "note": "x"}, "has no such vendor number"),
        ({"supplier": "V1022", "note": ""}, "no reason is given"),
    ):
        answer = send(opal, "/campaign/declarations/tie", file=file, **fields)
        assert (answer.status_code, reason in answer.text) == (409, True), reason
    assert said(own_data, TIE) == []

    fields = {"file": file, "supplier": "V1022", "note": "Zephyrine is its new name"}
    answer = send(opal, "/campaign/declarations/tie", **fields)
    assert answer.status_code == 303
    page = " ".join(html.fromstring(opal.get(answer.headers["location"]).text).text_content().split())
    assert "Tied to V1022 by opal" in page
    assert [(by, event["supplier_id"]) for by, event in said(own_data, TIE)] == [("opal", "V1022")]
    assert send(opal, "/campaign/declarations/tie", **fields).status_code == 409  # a form sent twice

    build(own_data, date(2026, 5, 16))
    assert declaration(own_data, UNTIED)["supplier_id"] == "V1022"
    assert "Every declaration of 2025 is tied" in opal.get(URL).text
    supplier_page = opal.get(f"{BASE}/suppliers/V1022").text
    assert "tied by a person" in supplier_page
    assert "Zephyrine" in supplier_page

    refused = send(opal, "/supplier/untie?number=V1022", file=file, note="")
    assert refused.status_code == 409
    assert "no reason is given" in refused.text
    assert send(opal, "/supplier/untie?number=V1022", file=file, note="it was the other").status_code == 303
    build(own_data, date(2026, 5, 17))
    assert declaration(own_data, UNTIED)["supplier_id"] is None


def test_rules_that_contradict_each_other_are_said_each(visitor: Any, tmp_path: Any, monkeypatch: Any) -> None:
    file = {"file_sha256": "1" * 64, "drop_path": "x.xlsx", "template_kind": "cmrt", "company_name": "Example Ltd"}
    rules = {"code": "supplier_tie_disagrees", "value": "email_domain: V1; company_name: V2", "state": "open"}
    finding = rules | {"file_sha256": "1" * 64, "finding_id": "f", "message": "They disagree."}
    own_lake(tmp_path, monkeypatch, declaration_status=[file | {"set_aside": False}], finding=[finding])
    assert "The rules disagree (email_domain: V1; company_name: V2)" in visitor("vera").get(URL).text


@pytest.mark.parametrize("reach", ["all_parts", "listed_parts", "none"])
def test_the_reach_of_a_user_defined_scope_is_said_by_a_person(visitor: Any, own_data: Settings, reach: str) -> None:
    opal, file = visitor("opal"), declaration(own_data, USER_DEFINED)["file_sha256"]
    page = opal.get(URL).text
    assert "not judged" in page
    assert "All power modules of the PP series" in page
    fields = {"file": file, "reach": reach, "note": "agreed with engineering"}
    if reach == "listed_parts":
        assert "no part is named" in send(opal, "/campaign/declarations/reach", **fields).text
        assert "is asked for no part" in send(opal, "/campaign/declarations/reach", **fields, parts="R-9\n").text
        fields["parts"] = "R-1022\n\n"
    assert send(opal, "/campaign/declarations/reach", **fields).status_code == 303
    ((by, event),) = said(own_data, REACH)
    assert (by, event["reach"], event["part_ids"]) == ("opal", reach, ["R-1022"] if reach == "listed_parts" else [])
    build(own_data, date(2026, 5, 16))
    after = html.fromstring(opal.get(URL).text).text_content()
    assert "not judged" not in after
    assert "agreed with engineering" in after


@pytest.mark.parametrize("reach", ["", "some", "all"])
def test_a_form_without_a_reach_records_nothing(visitor: Any, own_data: Settings, reach: str) -> None:
    file = declaration(own_data, USER_DEFINED)["file_sha256"]
    answer = send(visitor("opal"), "/campaign/declarations/reach", file=file, reach=reach, note="x")
    assert answer.status_code == 422
    assert said(own_data, REACH) == []


def test_a_supplier_refuses_and_takes_it_back(visitor: Any, own_data: Settings) -> None:
    opal, address = visitor("opal"), "/supplier/say?number=V1022"
    assert "no reason is given" in send(opal, address, said="refused").text
    answer = send(opal, address, said="refused", note="said so by telephone")
    assert answer.status_code == 303
    assert "opal recorded at" in opal.get(answer.headers["location"]).text
    build(own_data, date(2026, 5, 16))
    assert status(own_data, "V1022")["state"] == "refused"
    assert "supplier refused" in opal.get(f"{BASE}/suppliers/V1022").text
    assert send(opal, address, said="withdrawn", note="it will answer").status_code == 303
    build(own_data, date(2026, 5, 17))
    assert status(own_data, "V1022")["state"] == "reminded"


def test_an_extension_names_its_last_day_and_the_mail_it_was_asked_in(visitor: Any, own_campaign: Settings) -> None:
    opal, address = visitor("opal"), f"/supplier/say?number={SENT}"
    (mail,) = Marts(open_store(own_campaign.lake)).rows("reply", YEAR)
    for until, reason in (("", "names its last day"), ("soon", "is no day"), ("2001-01-01", "has passed")):
        answer = send(opal, address, said="extended", until=until, note="it asked")
        assert (answer.status_code, reason in answer.text) == (409, True), until
    last = (datetime.now(UTC) + timedelta(days=28)).date().isoformat()
    fields = {"said": "extended", "until": last, "note": "it asked", "evidence": mail["file_sha256"]}
    assert send(opal, address, **fields).status_code == 303
    ((by, event),) = said(own_campaign, SAID)
    assert (by, event["until"], event["evidence"]) == ("opal", last, mail["file_sha256"])
    build(own_campaign, date(2026, 5, 16))
    assert str(status(own_campaign, SENT)["extended_until"]) == last


def test_what_was_typed_is_kept_when_it_is_refused(visitor: Any, own_data: Settings) -> None:
    page = send(visitor("opal"), "/supplier/say?number=V1022", said="extended", note="it <asked> for time").text
    assert "it &lt;asked&gt; for time</textarea>" in page


def test_what_is_said_of_nobody_is_a_404(visitor: Any, own_data: Settings) -> None:
    assert send(visitor("opal"), "/supplier/say?number=V9999", said="refused", note="x").status_code == 404
    assert said(own_data, SAID) == []


def test_a_vendor_number_that_no_form_can_hold_is_spoken_of(visitor: Any, tmp_path: Any, monkeypatch: Any) -> None:
    number = "A\n/B \u202e"
    status = {"entity_id": number, "next_action": "none", "next_reason": "x", "state": "surveyed"}
    store = own_lake(tmp_path, monkeypatch, **supplier(number, "Odd Ltd", response="no_response", **status))
    opal = visitor("opal")
    page = html.fromstring(opal.get(f"{BASE}/supplier", params={"number": number}).text)
    (action,) = page.xpath("//form[contains(@action, '/supplier/say')]/@action")
    assert send(opal, action.removeprefix(BASE), said="refused", note="by telephone").status_code == 303
    (event,) = [item for item in read_all(store) if item.kind == SAID]
    assert event.payload["supplier_id"] == number


def test_who_may_only_read_sees_no_form(visitor: Any, own_campaign: Settings) -> None:
    vera = visitor("vera")
    for path in ("/campaign/declarations", f"/suppliers/{SENT}", "/campaign/languages/de"):
        assert html.fromstring(vera.get(f"{BASE}{path}").text).xpath("//form[@method='post']") == [], path
