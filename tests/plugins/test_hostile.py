"""Hostile text on every page: it builds no element, breaks no attribute, turns no line around and fills no page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html

from include.settings import PREFIX, Settings
from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.poison import harmless, hostile, lake_of_words

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LARGEST = 2_000_000
_MOST_PAGES = 120
LISTS = (
    "/",
    "/campaign",
    "/campaign/declarations",
    "/products",
    "/suppliers",
    "/queue",
    "/decisions",
    "/smelters",
    "/findings",
    "/quarantine",
    "/risks",
    "/rows",
    "/filing",
    "/checks",
)


@pytest.fixture(scope="module")
def lakes(troubled: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {}
    for name, change in (("hostile", hostile), ("harmless", harmless)):
        made[name] = tmp_path_factory.mktemp(name)
        lake_of_words(troubled, made[name], change)
    return made


@pytest.fixture(params=LISTS)
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _page(browser: Any, address: str) -> Any:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    assert len(answer.content) < _LARGEST, address
    return html.document_fromstring(answer.text)


def _shape(page: Any) -> Counter[tuple[Any, ...]]:
    """Elements with the names of their attributes: what text can never add to."""
    return Counter((node.tag, *sorted(node.attrib)) for node in page.iter() if isinstance(node.tag, str))


def _refuse_harm(page: Any, address: str) -> None:
    assert page.xpath("//*[@id='boom'] | //img | //*[@onload or @onerror or @onmouseover or @onclick]") == [], address
    assert {node.get("src") for node in page.iter("script")} == {f"{BASE}/static/page.js"}, address
    assert not [node for node in page.iter() if not isinstance(node.tag, str)], address  # a comment
    for link in page.xpath("//@href | //@src | //@action | //@formaction"):
        assert link.startswith(("/", "#")), (address, link)
        assert not link.startswith("//"), (address, link)
    seen = _UNSEEN.search(page.text_content())
    assert not seen, (address, page.text_content()[max(0, seen.start() - 80) : seen.end()])


def _links(page: Any) -> Iterator[str]:
    for link in page.xpath("//a/@href"):
        if urlsplit(link).path.startswith(f"{BASE}/") and "export=" not in link and "/files/" not in link:
            yield link


@pytest.mark.parametrize("user", ["vera", "opal"])
def test_attacks_change_no_element_of_a_list(
    visitor: Any, lakes: dict[str, Path], path: str, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = {}
    for name, folder in lakes.items():
        monkeypatch.setenv(f"{PREFIX}DATA", str(folder))
        page = _page(visitor(user), f"{BASE}{path}?year={YEAR}")
        _refuse_harm(page, path)
        shapes[name] = _shape(page)
    assert shapes["hostile"] == shapes["harmless"]


def test_attacks_change_no_element_of_a_supplier_a_facility_and_its_trace(
    visitor: Any, lakes: dict[str, Path], troubled: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    marts = Marts(open_store(troubled.lake))
    numbers = sorted(row["supplier_id"] for row in marts.rows("supplier_status", YEAR))
    facilities = [(row["metal"], row["smelter_cid"]) for row in marts.rows("appendix_a", YEAR)]
    assert len(numbers) > 20
    assert len(facilities) > 20
    shapes: dict[str, list[Any]] = {"hostile": [], "harmless": []}
    for (name, folder), change in zip(lakes.items(), (hostile, harmless), strict=True):
        monkeypatch.setenv(f"{PREFIX}DATA", str(folder))
        browser = visitor("opal")
        for number in numbers:
            address = browser.build_request("GET", "/", params={"number": change("supplier_id", number)}).url.query
            shapes[name].append(_shape(_page(browser, f"{BASE}/supplier?{address.decode()}")))
        for metal, cid in facilities[::4]:
            shapes[name].append(_shape(_page(browser, f"{BASE}/smelters/{metal}/{cid}")))
            shapes[name].append(_shape(_page(browser, f"{BASE}/trace?metal={metal}&cid={cid}")))
    for attacked, plain in zip(shapes["hostile"], shapes["harmless"], strict=True):
        assert attacked == plain


def test_every_page_that_a_link_leads_to_is_harmless(
    visitor: Any, lakes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}DATA", str(lakes["hostile"]))
    opal, waiting, seen = visitor("opal"), [f"{BASE}{path}" for path in LISTS], set()
    kinds: Counter[str] = Counter()
    while waiting and len(seen) < _MOST_PAGES:
        address = waiting.pop(0)
        kind = "/".join(urlsplit(address).path.split("/")[:3])
        if address in seen or kinds[kind] >= 12 or kind == f"{BASE}/checks":
            continue
        seen.add(address)
        kinds[kind] += 1
        page = _page(opal, address)
        _refuse_harm(page, address)
        waiting += _links(page)
    assert {f"{BASE}/{kind}" for kind in ("supplier", "smelters", "queue", "rows", "findings", "trace")} <= set(kinds)
