"""The products in scope, and how far declarations reach their parts."""

from __future__ import annotations

import csv
import io

from lxml import html

from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR

URL = f"{BASE}/products"


def listed(page) -> list[str]:
    return html.fromstring(page.text).xpath("//td[1]/bdi/text()")


def test_the_figures_of_the_overview_lead_to_as_many_products(visitor, settings) -> None:
    rates = {row["measure"]: row for row in Marts(open_store(settings.lake)).rows("response_rate", YEAR)}
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
    missing = [int(text) for text in html.fromstring(page.text).xpath("//td[7]/text()")]
    assert missing == sorted(missing, reverse=True)
    assert all(number > 0 for number in missing)
    link = html.fromstring(page.text).xpath("//tbody/tr[1]/td[8]/a/@href")[0]
    assert "Only those that supply a part of product" in vera.get(link).text


def test_no_product_of_that_name_names_a_next_step(visitor) -> None:
    assert "Show all products" in visitor("vera").get(f"{URL}?text=nothing-like-this").text
