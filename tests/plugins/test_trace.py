"""From a line of Appendix A, or one declared row, to file, sheet, row, supplier and decision."""

from __future__ import annotations

from lxml import html

from include.events import Event
from include.storage import open_store
from include.trace import trace
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.own_lake import own_lake, supplier

URL = f"{BASE}/trace"
ROW = {
    "file_sha256": "ab" * 32, "drop_path": "2025/V1.xlsx", "source_sheet": "Smelter List", "source_row": 7,
    "template_kind": "cmrt", "supplier_id": "V1", "metal": "Tin", "metal_declared": "Tin",
    "smelter_name_reported": "Andesmira smelting", "smelter_cid": "CID900201", "outcome": "consolidated",
    "reason": "pat decided on 2026-02-01", "judgement": "accepted", "match_method": "decision",
    "match_detail": "decision d1", "decision_id": "d1",
}  # fmt: skip
DECISION = Event(
    "d1",
    "decision",
    "2026-02-01T10:00:00+00:00",
    "pat",
    {"judgement": "accepted", "smelter_cid": "CID900201", "note": "renamed in 2025", "evidence": "their letter of May"},
)


def articles(page) -> list[str]:
    """What stands behind each declared row, as text."""
    found = html.fromstring(page.text).xpath("//article")
    return [" ".join(item.text_content().split()) for item in found]


def test_the_page_shows_every_row_that_the_command_shows(visitor, settings) -> None:
    known = trace(settings, YEAR, "CID900201")
    found = articles(visitor("vera").get(f"{URL}?cid=cid900201"))
    assert len(found) == len(known["declared_rows"]) == 5
    for row in known["declared_rows"]:
        place = f"{row['source_sheet']} row {row['source_row']}:"
        assert any(place in item and row["drop_path"] in item and row["outcome"] in item for item in found)


def test_a_row_is_traced_to_file_supplier_and_the_rule_that_tied_them(visitor) -> None:
    (first, *_) = articles(visitor("vera").get(f"{URL}?cid=CID900201&metal=Tin"))
    assert "Redfern Distribution Ltd V1019" in first
    assert "tied by email domain" in first
    assert "received 2026-05-04 09:00 UTC, CMRT 6.22" in first
    assert "none: the machine decided by the method above" in first


def test_a_decision_shows_who_when_and_why(visitor, tmp_path, monkeypatch) -> None:
    own_lake(
        tmp_path, monkeypatch, [DECISION], **supplier("V1", "Invented Ltd"), smelter_accounting=[ROW],
        appendix_a=[{"metal": "Tin", "smelter_cid": "CID900201", "declared_rows": 1, "suppliers": 1, "products": 0}],
    )  # fmt: skip
    page = visitor("vera").get(f"{URL}?cid=CID900201")
    (found,) = articles(page)
    assert "pat on 2026-02-01 10:00 UTC: accepted CID900201; renamed in 2025; evidence their letter of May" in found
    assert "1 declared row of 1 supplier" in html.fromstring(page.text).text_content()


def test_one_declared_row_is_traced_by_its_place(visitor, settings) -> None:
    row = trace(settings, YEAR, "CID900201")["declared_rows"][0]
    address = f"{URL}?file={row['file_sha256']}&sheet=Smelter+List&row={row['source_row']}"
    (found,) = articles(visitor("vera").get(address))
    assert f"row {row['source_row']}:" in found


def test_a_superseded_row_of_a_line_that_is_not_in_the_report_says_so(visitor) -> None:
    page = visitor("vera").get(f"{URL}?cid=CID900013")
    assert "Appendix A of 2025 has no such line" in page.text
    assert any("a newer declaration of the same scope replaces this one" in item for item in articles(page))


def test_a_number_nobody_declared_is_a_404_with_a_next_step(visitor) -> None:
    page = visitor("vera").get(f"{URL}?cid=CID999999")
    assert page.status_code == 404
    assert "All declared rows" in page.text


def test_without_a_number_the_page_asks_for_one(visitor) -> None:
    page = visitor("vera").get(URL)
    assert page.status_code == 200
    assert 'name="cid"' in page.text


def test_the_year_can_be_changed_without_losing_what_is_traced(visitor) -> None:
    form = html.fromstring(visitor("vera").get(f"{URL}?cid=CID900201").text).forms[0]
    assert dict(form.form_values())["cid"] == "CID900201"


def test_a_facilitys_page_and_a_declared_row_lead_to_the_trace(visitor) -> None:
    assert (
        f"{URL}?year=2025&amp;cid=CID900201&amp;metal=Tin" in visitor("vera").get(f"{BASE}/smelters/Tin/CID900201").text
    )
    vera = visitor("vera")
    links = html.fromstring(vera.get(f"{BASE}/rows?outcome=not_yet_identified").text).xpath("//tbody//td[8]/a/@href")
    assert len(links) == 2
    assert all(len(articles(vera.get(link))) == 1 for link in links)


def test_every_hash_of_the_page_is_one_of_the_archive(visitor, settings) -> None:
    page = html.fromstring(visitor("vera").get(f"{URL}?cid=CID900201").text)
    lake = open_store(settings.lake)
    hashes = [item.text for item in page.xpath("//code") if item.text and len(item.text) == 64]
    assert hashes
    assert all(any(name.startswith(sha) for name in lake.names(f"archive/{sha[:2]}")) for sha in hashes)
