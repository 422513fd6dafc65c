"""The list of facilities, and the page of one."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from lxml import html

from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.own_lake import own_lake

URL = f"{BASE}/smelters"
FACILITY = {"metal": "Tin", "smelter_cid": "CID900001"}


def listed(page) -> list[tuple[str, str]]:
    """Metal and CID of each line of a page."""
    rows = html.fromstring(page.text).xpath("//tbody/tr")
    return [(row.xpath("td[2]")[0].text.strip(), row.xpath("td[3]")[0].text) for row in rows]


def text_of(page) -> str:
    return " ".join(" ".join(html.fromstring(page.text).itertext()).split())


def test_the_list_is_appendix_a(visitor, settings) -> None:
    lines = Marts(open_store(settings.lake)).rows("appendix_a", YEAR)
    found = listed(visitor("vera").get(URL))
    assert found == [(line["metal"], line["smelter_cid"]) for line in lines]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("text=merantika", ["CID900213"]),
        ("text=castrelund+affinerie", ["CID900003"]),  # a name that only the look-up list has
        ("metal=Tin&status=delisted", ["CID900213"]),
        ("country=Estonia", ["CID900105"]),
        ("flagged=critical", ["CID900107"]),
        ("flagged=any&sort=cid", ["CID900107", "CID900213", "CID900309"]),
        ("flag_state=accepted", []),
        ("metal=Nickel", []),
        ("year=2024&text=CID900309", ["CID900309"]),
    ],
)
def test_filters_leave_the_facilities_asked_for(visitor, filters: str, found: list[str]) -> None:
    assert [cid for _, cid in listed(visitor("vera").get(f"{URL}?{filters}"))] == found


def test_the_worst_flags_come_first_when_sorted_by_them(visitor) -> None:
    assert listed(visitor("vera").get(f"{URL}?sort=flags"))[:2] == [("Tantalum", "CID900107"), ("Tin", "CID900213")]


def test_an_export_holds_what_the_filters_leave(visitor) -> None:
    answer = visitor("vera").get(f"{URL}?metal=Tungsten&sort=-name&export=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(listed(visitor("vera").get(f"{URL}?metal=Tungsten")))
    assert [row["Smelter or refiner"] for row in rows] == sorted(
        (row["Smelter or refiner"] for row in rows), reverse=True, key=str.lower
    )
    assert (rows[-1]["Status as of"], rows[-1]["Status source"]) == ("2026-03-31", "smelter_status_2026-03-31.csv")


def test_other_minerals_are_listed_with_their_template(visitor, tmp_path, monkeypatch) -> None:
    cobalt = {"metal": "Cobalt", "smelter_cid": "CID900900", "template_kind": "emrt", "smelter_status": "conformant"}
    own_lake(tmp_path, monkeypatch, smelter_by_metal=[cobalt])
    assert "EMRT" in text_of(visitor("vera").get(f"{URL}?metal=Cobalt"))


def test_a_facilitys_page_shows_what_people_look_for(visitor) -> None:
    text = text_of(visitor("vera").get(f"{URL}/Gold/CID900003"))
    for wanted in (
        "Castrelund Edelmetall GmbH",
        "Castrelund Affinerie",
        "smelter look-up 6.4",
        "smelter_status_2025-03-31.csv",
        "Bluethorn Circuits GmbH V1002",
        "declared at company level",
        "P-100 Handheld terminal QT-1",
        "Smelter List row 6",
        "no sanctions list has been received",
    ):
        assert wanted in text, wanted


def test_a_delisted_facility_shows_when_it_left_and_its_flag(visitor) -> None:
    text = text_of(visitor("vera").get(f"{URL}/Tin/CID900213"))
    assert "2026-03-31 delisted active" in text
    assert "the reason is not known" in text


def test_origin_by_facility_names_its_source_and_says_that_it_is_not_for_publication(
    visitor, tmp_path, monkeypatch
) -> None:
    origin = {"origin_country": "Rwanda", "covered_country": True, "recycled": False, "declarations": 0}
    source = {"origin_basis": "origin_data", "origin_source": "origin data of Invented Observatory, 2026-01-31"}
    name = {"smelter_name": "Invented Works", "last_list_date": date(2026, 1, 1), "still_listed": True}
    own_lake(
        tmp_path,
        monkeypatch,
        smelter_origin_by_facility=[FACILITY | origin | source],
        reference_history=[FACILITY | name],
    )
    text = text_of(visitor("vera").get(f"{URL}/Tin/CID900001"))
    assert "Rwanda yes origin data of Invented Observatory, 2026-01-31" in text
    assert "For review alone" in text
    assert "nobody declared it" in text


def test_a_red_flag_shows_who_answers_for_it(visitor, tmp_path, monkeypatch) -> None:
    said = {"state": "accepted", "owner": "Kim Lead", "state_by": "pat", "state_at": "2026-02-01T00:00:00+00:00"}
    flag = {
        "code": "sanctioned",
        "severity": "critical",
        "detail": "listed in Invented List",
        "state_note": "delisting",
    }
    name = {"smelter_name": "Invented Works", "still_listed": True}
    until = {"accepted_until": date(2026, 6, 30)}
    own_lake(tmp_path, monkeypatch, red_flag=[FACILITY | flag | said | until], reference_history=[FACILITY | name])
    text = text_of(visitor("vera").get(f"{URL}/Tin/CID900001"))
    assert "listed in Invented List accepted, Kim Lead answers for it by pat on 2026-02-01, until 2026-06-30" in text


@pytest.mark.parametrize("address", ["Tin/CID999999", "Gold/CID900213", "Unobtainium/CID900001", "Tin/%3Cscript%3E"])
def test_an_unknown_facility_is_a_404_with_a_next_step(visitor, address: str) -> None:
    page = visitor("vera").get(f"{URL}/{address}")
    assert page.status_code == 404
    assert "Search the smelters" in page.text
    assert "<script>alert" not in page.text


def test_a_metal_with_a_slash_leads_to_its_page(visitor, tmp_path, monkeypatch) -> None:
    odd = {"metal": "Rare/earths", "smelter_cid": "CID900900"}
    counted = {"declared_rows": 1, "suppliers": 1, "declarations": 1, "template_kind": "amrt"}
    name = odd | {"smelter_name": "Invented Separation Works", "still_listed": True}
    own_lake(tmp_path, monkeypatch, smelter_by_metal=[odd | counted], reference_history=[name])
    vera = visitor("vera")
    (link,) = html.fromstring(vera.get(URL).text).xpath("//td[1]/a/@href")
    assert "Invented Separation Works" in vera.get(link).text
