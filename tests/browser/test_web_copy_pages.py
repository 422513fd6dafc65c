"""The web copy in real Chromium: it fits window and sheet, asks no other host, and has no barrier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import filing_company as company
import pytest

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
LONG = "Unbreakable" * 12
SHEET = {"width": 680, "height": 920}
"""What is left of a letter page between its margins, in CSS pixels."""


def _long_words() -> Any:
    names = ("smelter_name_standard", "facility_country", "origin_country", "status_source")
    tables = company.tables()
    long = {name: [row | {key: LONG for key in names if row.get(key)} for row in rows] for name, rows in tables.items()}
    return company.package({"policy_summary": LONG}, **long)


CASES: dict[str, Any] = {"a whole year": company.package, "words without a break": _long_words}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is not installed: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module", params=CASES)
def copy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("copy") / "web_copy.html"
    target.write_bytes(CASES[request.param]().files["web_copy.html"])
    return target.as_uri()


@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_fits_the_window(browser: Any, copy: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(copy)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_no_table_is_cut_on_the_sheet(browser: Any, copy: str) -> None:
    page = browser.new_page(viewport=SHEET)
    page.emulate_media(media="print")
    page.goto(copy)
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]
    assert page.pdf().startswith(b"%PDF-")
    page.close()


def test_no_request_leaves_and_nothing_is_complained_about(browser: Any, copy: str) -> None:
    page, asked, complaints = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(copy)
    assert (asked, complaints) == ([copy], [])
    page.close()


@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_has_no_barrier(browser: Any, copy: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(copy)
    faults = [
        f"{fault['id']} {node['html'][:160]}"
        for fault in Axe().run(page).response["violations"]
        for node in fault["nodes"]
    ]
    assert faults == []
    context.close()
