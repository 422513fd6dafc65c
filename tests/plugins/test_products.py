"""The products in scope, and how far declarations reach their parts."""

from __future__ import annotations

import csv
import io
from datetime import date

from lxml import html

from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.own_lake import own_lake

URL = f"{BASE}/products"


def listed(page) -> list[str]:
    return html.fromstring(page.text).xpath("//td[1]/bdi/text()")


def test_the_figures_of_the_overview_lead_to_as_many_products(visitor, settings) -> None:
    rows = Marts(open_store(settings.lake)).rows("response_rate", YEAR)
    rates = {row["measure"]: row for row in rows if row["basis"] == "product"}
    vera = visitor("vera")
    assert len(listed(vera.get(URL))) == rates["represented"]["denominator"]
    for measure in ("represented", "fully_covered"):
        link = f"{URL}?year={YEAR}&coverage={measure}"
        assert link.replace("&", "&amp;") in vera.get(f"{BASE}/").text
        assert len(listed(vera.get(link))) == rates[measure]["numerator"]


def test_what_is_missing_adds_up_and_leads_to_its_suppliers(visitor) -> None:
    vera = visitor("vera")
    answer = vera.get(f"{URL}?coverage=not_fully_covered&sort=-missing&export=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    page = vera.get(f"{URL}?coverage=not_fully_covered&sort=-missing")
    assert listed(page) == [row["Product"] for row in rows]
    missing = [int(text) for text in html.fromstring(page.text).xpath("//td[@data-label='Missing']/text()")]
    assert missing == sorted(missing, reverse=True)
    assert all(number > 0 for number in missing)
    link = html.fromstring(page.text).xpath("//tbody/tr[1]/td[last()]/a/@href")[0]
    assert "Only those that supply a part of product" in vera.get(link).text


def test_no_product_of_that_name_names_a_next_step(visitor) -> None:
    assert "Show all products" in visitor("vera").get(f"{URL}?text=nothing-like-this").text


def test_every_product_says_why_it_is_in_scope_or_not(visitor, settings) -> None:
    scopes = Marts(open_store(settings.lake)).rows("product_scope", YEAR)
    vera = visitor("vera")
    page = vera.get(f"{URL}?scope=all").text
    assert listed(vera.get(f"{URL}?scope=all")) == sorted(row["product_id"] for row in scopes)
    assert "Electronics and soldered joints: 3TG assumed present" in page
    for rule in {row["scope_rule"] for row in scopes}:
        found = listed(vera.get(f"{URL}?scope=all&rule={rule}"))
        assert found == sorted(row["product_id"] for row in scopes if row["scope_rule"] == rule)


def test_a_product_out_of_scope_is_shown_with_reason_evidence_and_days(visitor, tmp_path, monkeypatch) -> None:
    left_out = {
        "product_id": "P-1", "product_name": "Carton", "in_scope": False, "scope_rule": "not_made_in_year",
        "scope_reason": "discontinued", "scope_evidence": "end-of-life notice EOL-7", "made_until": date(2024, 3, 31),
    }  # fmt: skip
    own_lake(tmp_path, monkeypatch, product_scope=[left_out])
    vera = visitor("vera")
    page = vera.get(f"{URL}?scope=out_of_scope").text
    for words in ("out of scope", "not made in year", "discontinued", "end-of-life notice EOL-7", "until 2024-03-31"):
        assert words in page, words
    (row,) = csv.DictReader(io.StringIO(vera.get(f"{URL}?scope=all&export=csv").content.decode("utf-8-sig")))
    assert (row["Scope rule"], row["Evidence"]) == ("not_made_in_year", "end-of-life notice EOL-7")


def test_a_missing_part_says_why_it_is_not_reached(visitor, tmp_path, monkeypatch) -> None:
    counts = dict.fromkeys(
        ("answered_parts", "reached_parts", "unasked_parts", "unanswered_parts", "late_parts", "not_valid_parts",
         "unjudged_parts", "distributor_parts", "not_listed_parts"), 0
    )  # fmt: skip
    covered = counts | {"parts": 3, "answered_parts": 1, "late_parts": 2, "not_listed_parts": 1}
    product = {"product_id": "P-1", "in_scope": True, "scope_rule": "assumed"}
    covered |= {"product_id": "P-1", "represented": True, "fully_covered": False}
    own_lake(tmp_path, monkeypatch, product_scope=[product], product_coverage=[covered])
    text = " ".join(html.fromstring(visitor("vera").get(URL).text).text_content().split())
    assert "answered after the cut-off: 2; not listed in a declaration: 1" in text
