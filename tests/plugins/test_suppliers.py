"""The list of suppliers, and the page of one."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from lxml import html

from include.sample import master
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.own_lake import own_lake, supplier

URL = f"{BASE}/suppliers"
ALL = {row["supplier_id"]: row["supplier_name"] for row in master.suppliers(YEAR)}


def numbers(page) -> list[str]:
    """Vendor numbers of a page of the list, in its order."""
    return [cell.text_content() for cell in html.fromstring(page.text).xpath("//td[1]//bdi[2] | //td[1]/span/bdi")]


def saved(answer) -> list[dict[str, str]]:
    """Rows of a CSV answer."""
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_supplier_of_the_list_is_there(visitor) -> None:
    assert sorted(numbers(visitor("vera").get(URL))) == sorted(ALL)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("text=eclair", ["V1006"]),
        ("text=v1018", ["V1018"]),
        ("text=%25", []),
        ("state=exempt", ["V1021"]),
        ("state=answered_incomplete&critical=yes&sort=number", ["V1008", "V1009", "V1018"]),
        ("state=answered&text=quorra", ["V1018"]),
        ("state=answered&text=tessaly", []),
        ("category=no_metal_in_scope", ["V1007"]),
        ("scope=out_of_scope", ["V1025"]),
        ("waiting=silent&sort=number", ["V1013", "V1014", "V1015", "V1022", "V1023", "V1024"]),
        ("waiting=overdue&text=tessaly", ["V1022"]),
        ("year=2024&text=dellavesta", ["V1004"]),
    ],
)
def test_filters_leave_the_suppliers_asked_for(visitor, filters: str, found: list[str]) -> None:
    assert numbers(visitor("vera").get(f"{URL}?{filters}")) == found


def test_nothing_found_names_a_next_step(visitor) -> None:
    page = visitor("vera").get(f"{URL}?text=nobody-of-that-name")
    assert page.status_code == 200
    assert "No supplier of 2025 passes these filters" in page.text
    assert "Show all suppliers" in page.text


@pytest.mark.parametrize("column", ["supplier", "number", "critical", "answered", "last_letter", "smelters"])
def test_every_sort_can_be_turned_round_and_loses_nobody(visitor, column: str) -> None:
    rising, falling = (numbers(visitor("vera").get(f"{URL}?sort={sign}{column}")) for sign in ("", "-"))
    assert sorted(rising) == sorted(falling) == sorted(ALL)
    assert rising != falling


def test_the_worst_come_first_when_sorted_by_critical_findings(visitor) -> None:
    assert numbers(visitor("vera").get(f"{URL}?sort=-critical"))[:3] == ["V1018", "V1008", "V1009"]


def test_a_sort_that_there_is_not_is_the_usual_one(visitor) -> None:
    assert numbers(visitor("vera").get(f"{URL}?sort=state;DROP")) == numbers(visitor("vera").get(URL))


def test_pages_hold_every_supplier_once_and_an_export_holds_all(visitor, tmp_path, monkeypatch) -> None:
    marts = [supplier(f"V{number:04}", f"Company {number % 7}") for number in range(123)]
    own_lake(tmp_path, monkeypatch, **{name: [row for one in marts for row in one[name]] for name in marts[0]})
    vera = visitor("vera")
    found = [number for page in (1, 2, 3) for number in numbers(vera.get(f"{URL}?page={page}"))]
    assert len(found) == len(set(found)) == 123
    assert numbers(vera.get(f"{URL}?page=999")) == found[100:]
    assert [row["Vendor number"] for row in saved(vera.get(f"{URL}?page=2&export=csv"))] == found


def test_an_export_has_the_filters_of_the_page(visitor) -> None:
    answer = visitor("vera").get(f"{URL}?state=no_response&scope=in_scope&export=xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="suppliers_2025.xlsx"'
    head, *rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert {row[head.index("Vendor number")] for row in rows} == {"V1013", "V1014", "V1015", "V1022", "V1023", "V1024"}
    assert all(row[head.index("Overdue")] is True for row in rows)


def test_overdue_is_who_is_silent_longer_than_the_follow_up_after_the_last_letter(
    visitor, tmp_path, monkeypatch
) -> None:
    as_of = date(2026, 3, 31)
    marts: dict[str, list] = {}
    for number, days in (("V1", 14), ("V2", 15)):
        last = as_of - timedelta(days=days)
        one = supplier(number, number, state="surveyed", response="no_response", letters=1, last_letter_on=last)
        one["supplier_category"][0]["as_of"] = as_of
        for name, rows in one.items():
            marts.setdefault(name, []).extend(rows)
    own_lake(tmp_path, monkeypatch, **marts)
    assert numbers(visitor("vera").get(f"{URL}?waiting=overdue")) == ["V2"]


def test_a_suppliers_page_shows_what_people_look_for(visitor) -> None:
    text = html.fromstring(visitor("vera").get(f"{URL}/V1018").text).text_content()
    for wanted in (
        "Bence Halmosi",
        "kornyezet@quorra.example",
        "QM-H7",
        "smelter_lookup_missing",
        "Smelter List C5",
        "2025/V1018 CMRT 6.4 filled by hand.xlsx",
        "survey",
        "not valid",
        "What the next letter asks for",
    ):
        assert wanted in text, wanted


def test_a_suppliers_page_shows_declarations_of_all_years(visitor) -> None:
    text = visitor("vera").get(f"{URL}/V1002").text
    assert "2024/V1002_CMRT_2024.xlsx" in text
    assert "2025/V1002/CMRT 2025 Bluethorn final.xlsx" in text


def test_what_changed_between_declarations_is_shown_before_and_after(visitor) -> None:
    page = html.fromstring(visitor("vera").get(f"{URL}/V1011").text)
    (changes,) = page.xpath("//table[caption[contains(., 'Changes of 2025')]]")
    assert "2025-10-20" in changes.text_content()
    assert "2026-01-12" in changes.text_content()


def test_a_vendor_number_shows_the_answer_of_its_parent(visitor) -> None:
    page = visitor("vera").get(f"{URL}/V1026")
    assert "2025/V1001_Ardenfield_CMRT_6.5.xlsx" in page.text
    assert f'{BASE}/suppliers/V1001?year=2025"' in page.text


def test_each_list_of_the_page_turns_its_own_pages(visitor) -> None:
    page = visitor("vera").get(f"{URL}/V1018?findings=99&smelters=1").text
    assert "kornyezet@quorra.example" in page


def test_an_unknown_supplier_is_a_404_with_a_next_step(visitor) -> None:
    page = visitor("vera").get(f"{URL}/V9999")
    assert page.status_code == 404
    assert "Search the suppliers" in page.text


def test_a_supplier_of_another_year_is_found_there(visitor) -> None:
    page = visitor("vera").get(f"{URL}/V1005?year=2024")
    assert page.status_code == 404
    assert f"{URL}/V1005?year=2025" in page.text


@pytest.mark.parametrize(
    "number", ["A/B", "A//..//B", "..", ".", "V 1", "Ü-42", "a?b#c&d=e", "x\"y'z", "%2F", "a\nb", "\\"]
)
def test_a_link_from_the_list_leads_to_the_supplier_whatever_its_number(
    visitor, tmp_path, monkeypatch, number: str
) -> None:
    own_lake(tmp_path, monkeypatch, **supplier(number, "Oddly Numbered Ltd", exempt_reason="found by its number"))
    vera = visitor("vera")
    (link,) = html.fromstring(vera.get(URL).text).xpath("//td[1]/a/@href")
    page = vera.get(link)
    assert page.status_code == 200
    assert "found by its number" in page.text
