"""The web copy says what the documents say, holds nothing from outside, and its posting is on record."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import filing_company as company
import pytest

from include.cli import main
from include.events import read_all
from include.filing.pages import read_page
from include.filing.posting import Posting, record_posting, web_postings
from include.filing.tables import APPENDIX_A_HEAD, APPENDIX_B_HEAD
from include.findings.statement import Refused, Statement
from include.lake import sha256
from include.settings import Settings
from include.storage import open_store

SEALED = "0123456789abcdef"
SEEN_ON = date(2026, 6, 2)
URL = "https://www.brightwater.example/minerals-report"
LATER = datetime(2026, 6, 3, 9, tzinfo=UTC)


@cache
def draft() -> Mapping[str, bytes]:
    return company.package().files


def article(content: bytes) -> str:
    found = re.search(rb'<article id="report".*</article>', content, re.DOTALL)
    assert found
    return read_page(found[0]).text


def test_the_report_on_the_web_is_the_report_word_for_word() -> None:
    files = draft()
    filed = read_page(files["ex101.htm"]).text
    _, _, body = filed.partition("For the reporting period from January 1 to December 31, 2025 ")
    assert article(files["web_copy.html"]) == body


@pytest.mark.parametrize("head", [APPENDIX_A_HEAD, APPENDIX_B_HEAD])
def test_the_appendices_on_the_web_are_those_filed(head: tuple[str, ...]) -> None:
    files = draft()
    assert read_page(files["web_copy.html"]).table(head) == read_page(files["ex101.htm"]).table(head)


def test_the_disclosure_of_the_form_stands_under_its_heading() -> None:
    files = draft()
    statements = json.loads(files["statements.json"])["statements"]
    page = read_page(files["web_copy.html"])
    said = [row["text"] for row in statements if row["id"] in ("sd.rcoi", "sd.reason", "sd.posted_report")]
    assert "Conflict Minerals Disclosure" in page.headings
    assert len(said) == 3
    assert all(text in page.text for text in said)


def test_nothing_is_loaded_and_nothing_acts() -> None:
    page = draft()["web_copy.html"].decode()
    assert not re.search(r"<script|<iframe|<img|<link|@import|url\(|\son\w+=", page)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert not [link for link in read_page(page.encode()).links if not link.startswith("#")]


def test_every_link_of_the_contents_leads_to_a_section() -> None:
    page = draft()["web_copy.html"].decode()
    targets = set(re.findall(r'id="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert links
    assert set(links) <= targets


def test_a_final_copy_of_a_real_company_carries_no_mark() -> None:
    final = replace(company.PARAMETERS, package="final")
    text = read_page(company.package({"sample": False}, final).files["web_copy.html"]).text
    assert ("SAMPLE" in text, "DRAFT" in text) == (False, False)


def statement(reason: str | None = None, by: str = "Dana Example") -> Statement:
    return Statement(by, LATER, reason)


@pytest.fixture
def posted(settings: Settings) -> Settings:
    """A sealed package in the reports folder."""
    folder = Path(settings.reports, "2025", SEALED)
    folder.mkdir(parents=True)
    files = dict(draft())
    manifest = json.loads(files["manifest.json"]) | {"state": "sealed", "seal": {"responded_by": "filer"}}
    files["manifest.json"] = json.dumps(manifest).encode()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return settings


def copy_of(settings: Settings) -> bytes:
    return Path(settings.reports, "2025", SEALED, "web_copy.html").read_bytes()


def on_record(settings: Settings) -> list[tuple[str, date, str, bool | None, str | None]]:
    found = web_postings(read_all(open_store(settings.lake)), 2025, SEALED)
    return [(item.url, item.on, item.by, item.same, item.reason) for item in found]


def test_the_page_that_was_seen_is_compared_with_the_web_copy(posted: Settings) -> None:
    seen = Posting(2025, SEALED, URL, SEEN_ON, sha256(copy_of(posted)))
    assert record_posting(posted, seen, statement()) == 1
    assert record_posting(posted, seen, statement()) == 0
    assert on_record(posted) == [(URL, SEEN_ON, "Dana Example", True, None)]


def test_another_page_needs_a_reason(posted: Settings) -> None:
    other = Posting(2025, SEALED, URL, SEEN_ON, "0" * 64)
    with pytest.raises(Refused, match=r"is not the web_copy\.html of this package"):
        record_posting(posted, other, statement())
    assert on_record(posted) == []
    record_posting(posted, other, statement("the site adds its own frame"))
    assert on_record(posted) == [(URL, SEEN_ON, "Dana Example", False, "the site adds its own frame")]


def test_a_page_that_was_only_looked_at_is_not_called_the_same(posted: Settings) -> None:
    record_posting(posted, Posting(2025, SEALED, URL, SEEN_ON), statement())
    assert on_record(posted) == [(URL, SEEN_ON, "Dana Example", None, None)]


@pytest.mark.parametrize(
    ("posting", "why"),
    [
        (Posting(2025, "fedcba9876543210", URL, SEEN_ON), "no sealed package"),
        (Posting(2025, "../secret", URL, SEEN_ON), "no sealed package"),
        (Posting(2024, SEALED, URL, SEEN_ON), "no sealed package"),
        (Posting(2025, SEALED, "javascript:alert(1)", SEEN_ON), "must begin with http"),
        (Posting(2025, SEALED, URL, date(2026, 6, 4)), "has not come yet"),
        (Posting(2025, SEALED, URL, SEEN_ON, "abc"), "64 digits"),
    ],
)
def test_what_cannot_be_is_not_recorded(posted: Settings, posting: Posting, why: str) -> None:
    with pytest.raises(Refused, match=why):
        record_posting(posted, posting, statement("because"))
    assert on_record(posted) == []


def test_a_package_that_is_not_sealed_is_not_posted(posted: Settings) -> None:
    path = Path(posted.reports, "2025", SEALED, "manifest.json")
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"state": "final"}))
    with pytest.raises(Refused, match="no sealed package"):
        record_posting(posted, Posting(2025, SEALED, URL, SEEN_ON), statement())


def test_the_command_compares_a_saved_page(posted: Settings, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(copy_of(posted))
    asked = ["posted", "--data", posted.data, "--year", "2025", "--package", SEALED, "--url", URL]
    asked += ["--on", "2020-01-02", "--by", "Dana Example", "--file", str(saved)]
    assert main(asked) == 0
    saved.write_bytes(b"<html>another page</html>")
    assert main(asked) == 1
    assert [same for *_, same, _ in on_record(posted)] == [True]
