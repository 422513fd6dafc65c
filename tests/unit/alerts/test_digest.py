"""The digest: who hears what, once, within bounds, and whatever suppliers write stays text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from include.alerts import compliance, digest
from include.alerts.deliver import AlertNotSent
from include.events import append, event, read_all
from include.settings import Settings
from include.storage import open_store
from tests.mail_server import SENDER, MailServer
from tests.unit.alerts.conftest import COMPLIANCE, MONDAY, Refresh, Tell, finding, flag, silent, supplier

TUESDAY = MONDAY + timedelta(days=1)


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(mail: EmailMessage) -> str:
    return mail.get_body(("html",)).get_content().replace("\r\n", "\n")


def outbox(settings: Settings) -> list[str]:
    return [entry.path for entry in open_store(settings.outbox).entries()]


@pytest.fixture
def sent(addressed: Settings, server: MailServer, refresh: Refresh, tell: Tell) -> Any:
    """Sends the digest of a run of these marts, and returns the one mail that arrived."""

    def send(**tables: list[dict[str, Any]]) -> EmailMessage:
        before = len(server.taken)
        tell(refresh(f"run{before}", **tables))
        assert len(server.taken) == before + 1
        return server.taken[-1][1]

    return send


def test_a_refresh_with_news_sends_one_digest_and_none_again(
    addressed: Settings, server: MailServer, refresh: Refresh, tell: Tell
) -> None:
    run = refresh("run1", finding=[finding()], supplier_status=[supplier()])

    assert tell(run)["outcome"] == "sent"
    assert tell(run)["outcome"] == "nothing_new"
    assert tell(refresh("run2", finding=[finding()]), TUESDAY)["outcome"] == "nothing_new"

    [(to, mail)] = server.taken
    assert (to, mail["To"], mail["From"]) == ([COMPLIANCE], COMPLIANCE, SENDER)
    assert mail["Subject"] == "Conflict minerals 2025: 1 critical finding"
    assert "D1" in text_of(mail)
    assert outbox(addressed) == []


def test_a_refresh_without_news_sends_nothing_and_writes_no_event(
    addressed: Settings, server: MailServer, refresh: Refresh, tell: Tell
) -> None:
    told = tell(refresh("run1", finding=[finding(severity="warning"), finding(2, severity="info")]))

    assert told == {"news": 0, "outcome": "nothing_new", "copy": None}
    assert (server.taken, read_all(open_store(addressed.lake))) == ([], [])


def test_only_what_is_new_is_told(addressed: Settings, server: MailServer, refresh: Refresh, tell: Tell) -> None:
    tell(refresh("run1", finding=[finding(1), finding(9, severity="warning")]))
    tell(
        refresh(
            "run2", finding=[finding(1), finding(2), finding(8, severity="warning"), finding(9, severity="warning")]
        ),
        TUESDAY,
    )

    text = text_of(server.taken[-1][1])
    assert "D2" in text
    assert "D1\n" not in text
    assert "Also new, of lesser weight: 1 warning." in text
    assert "Waiting in all: 2 critical findings, 2 warnings." in text


@pytest.mark.parametrize(
    ("tables", "subject", "words"),
    [
        ({"finding": [finding(code="file_quarantined", message="Not usable: a password", source_cell=None)]},
         "1 quarantined file", ["a password", "2025/acme.xlsx, Declaration"]),
        ({"red_flag": [flag()], "smelter_attribution": [
            {"metal": "Tin", "smelter_cid": "CID900001", "supplier_id": f"V{n}"} for n in range(1, 6)]},
         "1 flagged facility", ["Tin Works (Tin, CID900001): not eligible", "declared by V1, V2, V3 and 2 more"]),
        ({"red_flag": [flag(code="smelter_delisted", severity="warning"), flag(red_flag_id="b", code="sanctioned")]},
         "2 flagged facilities", ["WARNING: Tin Works", "CRITICAL: Tin Works"]),
        ({"letter": [{"letter_id": "a", "attempt": 1, "supplier_id": "V1", "letter_kind": "official_notice",
                      "outcome": "uncertain", "occurred_on": date(2026, 4, 20)}]},
         "1 letter of unknown outcome", ["Nobody knows whether the official notice of 2026-04-20 left"]),
        ({"supplier_status": [silent()]},
         "1 overdue supplier", ["No answer 21 days after the last letter, of 2026-04-20 (1 letter sent)"]),
    ],
)  # fmt: skip
def test_what_counts_as_news(sent: Any, tables: dict[str, Any], subject: str, words: list[str]) -> None:
    mail = sent(**tables)

    assert mail["Subject"] == f"Conflict minerals 2025: {subject}"
    for word in words:
        assert word in text_of(mail)


@pytest.mark.parametrize(
    "tables",
    [
        {"finding": [finding(state="waived")]},
        {"finding": [finding(state="closed")]},
        {"finding": [finding(reporting_year=2024)]},
        {"red_flag": [flag(state="accepted")]},
        {"red_flag": [flag(code="facility_in_cahra", severity="warning")]},
        {"supplier_status": [silent() | {"last_letter_on": date(2026, 4, 28)}]},
        {"supplier_status": [silent() | {"in_scope": False}]},
        {"supplier_status": [silent() | {"response": "complete"}]},
        {"supplier_status": [supplier(response="no_response")]},
        {"letter": [{"letter_id": "a", "attempt": 1, "supplier_id": "V1", "outcome": "sent"}]},
    ],
    ids=[
        "waived",
        "closed",
        "year_long_past",
        "accepted",
        "other_flag",
        "letter_recent",
        "not_asked",
        "answered",
        "no_letter",
        "letter_sent",
    ],
)
def test_what_is_no_news(tables: dict[str, Any], addressed: Settings, refresh: Refresh, tell: Tell) -> None:
    assert tell(refresh("run1", **tables))["outcome"] == "nothing_new"


def test_silence_after_the_next_letter_is_news_again(
    addressed: Settings, server: MailServer, refresh: Refresh, tell: Tell
) -> None:
    tell(refresh("run1", supplier_status=[silent()]))
    reminded = silent() | {"letters": 2, "last_letter_on": date(2026, 5, 12)}

    assert tell(refresh("run2", supplier_status=[reminded]), TUESDAY)["outcome"] == "nothing_new"
    assert tell(refresh("run3", supplier_status=[reminded]), MONDAY + timedelta(days=20))["outcome"] == "sent"


def test_a_company_without_follow_up_days_hears_of_nobody_overdue(
    addressed: Settings, refresh: Refresh, tell: Tell
) -> None:
    Path(addressed.data, "company.yaml").write_text("follow_up_days: []", "utf-8")

    assert tell(refresh("run1", supplier_status=[silent()]))["outcome"] == "nothing_new"


def test_the_most_severe_comes_first_by_supplier(sent: Any) -> None:
    mail = sent(
        finding=[
            finding(1),
            finding(2, supplier_id="V2", drop_path="2025/zeta.xlsx"),
            finding(3, supplier_id="V2", drop_path="2025/zeta.xlsx"),
            finding(4, supplier_id=None, rule_source="reference data"),
            finding(5, supplier_id=None),
        ],
        red_flag=[flag()],
        supplier_status=[supplier(), supplier(supplier_id="V2", supplier_name="Zeta"), silent(supplier_id="V3")],
    )

    headings = re.findall(r"<h2>(.*?)</h2>", html_of(mail))
    assert headings == [
        "Smelters and refiners", "Company and reference data", "Files tied to no supplier", "Zeta (V2)",
        "Acme Fixings (V1)", "Acme Fixings (V3)",
    ]  # fmt: skip


def test_many_items_are_bounded_and_none_is_cut_in_silence(addressed: Settings, sent: Any) -> None:
    many = [finding(number, supplier_id=f"V{number % 30:02}") for number in range(1500)]

    mail = sent(finding=many)

    text = text_of(mail)
    shown = text.count("CRITICAL:")
    assert shown == digest.MAX_GROUPS * digest.MAX_LINES
    more = sum(int(found.replace(",", "")) for found in re.findall(r"- and ([\d,]+) more", text))
    groups, rest = re.search(r"And (\d+) more groups with ([\d,]+) items", text).groups()
    assert (int(groups), shown + more + int(rest)) == (10, 1500)
    assert len(mail.as_bytes()) < 250_000
    assert mail["Subject"] == "Conflict minerals 2025: 1,500 critical findings"


def test_what_the_ledger_has_no_room_for_is_news_in_the_next_digest(
    addressed: Settings, server: MailServer, refresh: Refresh, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compliance, "MAX_NEWS", 2)
    run = refresh("run1", finding=[finding(number) for number in range(3)])

    assert [tell(run)["news"], tell(run, TUESDAY)["news"], tell(run, TUESDAY)["news"]] == [2, 1, 0]
    assert "1 more items follow with the next refresh." in text_of(server.taken[0][1])


HOSTILE = (
    "Evil\r\nBcc: all@quillmere.example\r\n\r\n<script>alert(1)</script>"
    '\u202egnp.exe\u2028"><img src=x onerror=y>\x00\x1b[31m'
)


def test_hostile_text_stays_text_on_its_line(sent: Any, server: MailServer) -> None:
    mail = sent(
        finding=[finding(message=HOSTILE, drop_path=HOSTILE, source_sheet=HOSTILE, supplier_id=HOSTILE)],
        supplier_status=[supplier(supplier_id=HOSTILE, supplier_name=HOSTILE)],
        red_flag=[flag(smelter_name_standard=HOSTILE, detail=HOSTILE)],
    )

    assert server.taken[-1][0] == [COMPLIANCE]
    assert set(mail.keys()) == {"Subject", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
                                "Content-Type", "From"}  # fmt: skip
    html, text = html_of(mail), text_of(mail)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    for body in (html, text):
        assert not re.search(r"[\u202e\u2028\x00\x1b\r]", body)
        assert not [line for line in body.splitlines() if line.lstrip().lower().startswith("bcc")]


def test_a_name_of_ten_thousand_characters_is_cut_and_says_so(sent: Any) -> None:
    name = "Ä" * 10_000

    mail = sent(finding=[finding(message=name)], supplier_status=[supplier(supplier_name=name)])

    assert "(10,000 characters)" in text_of(mail)
    assert len(mail.as_bytes()) < 20_000


def test_links_lead_to_the_review_pages_and_are_absent_without_a_server(
    addressed: Settings, server: MailServer, refresh: Refresh
) -> None:
    run = refresh("run1", finding=[finding()], supplier_status=[supplier()], red_flag=[flag()])
    linked = addressed.model_copy(update={"review_url": "https://minerals.quillmere.example"})

    compliance.tell_compliance(linked, run, MONDAY, True)
    compliance.tell_compliance(addressed, refresh("run2", finding=[finding(2)]), TUESDAY, True)

    first, second = (html_of(mail) for _, mail in server.taken)
    links = re.findall(r'href="([^"]+)"', first)
    base = "https://minerals.quillmere.example/conflict-minerals"
    assert f"{base}/suppliers/V1?year=2025" in links
    assert f"{base}/smelters/Tin/CID900001?year=2025" in links
    assert all(link.startswith(f"{base}/") and "year=2025" in link for link in links)
    assert "href" not in second


@pytest.mark.parametrize("missing", ["connection", "recipients", "setting"])
def test_without_a_way_to_mail_it_lies_in_the_outbox(
    missing: str, addressed: Settings, refresh: Refresh, tell: Tell, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = addressed
    if missing == "connection":
        monkeypatch.delenv("AIRFLOW_CONN_CONFLICT_MINERALS_SMTP")
    elif missing == "recipients":
        Path(settings.data, "company.yaml").write_text("compliance_alerts: []", "utf-8")
    else:
        settings = settings.model_copy(update={"smtp_connection": ""})
    run = refresh("run1", finding=[finding()])

    told = compliance.tell_compliance(settings, run, MONDAY, True)
    again = compliance.tell_compliance(settings, run, TUESDAY, True)

    assert (told["outcome"], again["outcome"], server.taken) == ("outbox", "nothing_new", [])
    assert outbox(settings) == [f"{told['copy']}.{form}" for form in ("eml", "html", "txt")]
    assert told["copy"].startswith("alerts/2026-05-11-")


def test_equal_news_give_equal_files(addressed: Settings, refresh: Refresh, tell: Tell) -> None:
    copies = []
    for _ in range(2):
        told = tell(refresh("run1", finding=[finding(message="Größe")]))
        copies.append({path: open_store(addressed.outbox).read(path) for path in outbox(addressed)})
        for name in open_store(addressed.lake).names("events"):
            open_store(addressed.lake).remove(f"events/{name}")
    assert copies[0] == copies[1]
    assert len(copies[0]) == 3
    assert b"X-Unsent: 1" in copies[0][f"{told['copy']}.eml"]


@pytest.mark.parametrize(
    ("there", "gone"),
    [
        ({"finding": [finding()]}, {"finding": [finding(state="waived")]}),
        ({"finding": [finding()]}, {"finding": [finding(state="closed")]}),
        ({"finding": [finding()]}, {"finding": []}),
        ({"red_flag": [flag()]}, {"red_flag": [flag(state="accepted")]}),
        ({"red_flag": [flag()]}, {"red_flag": []}),
    ],
    ids=["waiver_lapses", "declaration_reinstated", "mended_and_broken", "acceptance_lapses", "flagged_again"],
)
def test_what_comes_back_is_told_again_each_time(
    there: dict[str, Any], gone: dict[str, Any], addressed: Settings, server: MailServer, refresh: Refresh, tell: Tell
) -> None:
    runs = [refresh(f"run{number}", **tables) for number, tables in enumerate([there, gone, there, there, gone, there])]

    told = [tell(run, MONDAY + timedelta(days=day))["news"] for day, run in enumerate(runs)]

    assert told == [1, 0, 1, 0, 0, 1]
    assert len(server.taken) == 3


def test_what_came_back_while_the_server_refused_is_not_lost(
    addressed: Settings, server: MailServer, refresh: Refresh, tell: Tell
) -> None:
    tell(refresh("run1", finding=[finding()]))
    tell(refresh("run2", finding=[finding(state="waived")]), TUESDAY)
    again = refresh("run3", finding=[finding()])
    server.refuse = "451 come back later"
    with pytest.raises(AlertNotSent):
        tell(again, TUESDAY + timedelta(days=1), last_try=False)
    server.refuse = None

    assert tell(again, TUESDAY + timedelta(days=1))["outcome"] == "sent"
    assert len(server.taken) == 2


def test_another_year_s_news_stands_in_the_same_digest(
    addressed: Settings, server: MailServer, refresh: Refresh, tell: Tell
) -> None:
    run = refresh("run1", finding=[finding(), finding(2, reporting_year=2026, source_cell="E7")])

    assert tell(run)["news"] == 2
    assert tell(run, TUESDAY)["outcome"] == "nothing_new"

    [(_, mail)] = server.taken
    assert mail["Subject"] == "Conflict minerals 2025, 2026: 2 critical findings"
    first, second = text_of(mail).split("Conflict minerals, reporting year ")[1:]
    assert ("E7" in first, "E7" in second) == (False, True)
    assert second.startswith("2026\nStatus of 2026-05-11. 386 days to the filing deadline 2027-06-01.")
    assert re.findall(r"<h1>(.*?)</h1>", html_of(mail)) == [
        "Conflict minerals, reporting year 2025", "Conflict minerals, reporting year 2026",
    ]  # fmt: skip


@pytest.mark.parametrize(("flag_of_seal", "news"), [("LIVE", 0), ("TEST", 1)])
def test_a_year_that_is_filed_is_told_no_more(
    flag_of_seal: str, news: int, addressed: Settings, refresh: Refresh, tell: Tell
) -> None:
    sealed = {"reporting_year": 2026, "package": "aaaa", "submission_flag": flag_of_seal}
    append(open_store(addressed.lake), [event("filing_sealed", "2025-05-20T10:00:00+00:00", "filer", sealed, sealed)])

    assert tell(refresh("run1", finding=[finding(reporting_year=2026)]))["news"] == news
