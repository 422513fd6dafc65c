"""The management report in real Chromium: it fits window and sheet, asks no other host, and has no barrier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import management_company as management
import pytest

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
LONG = "Unbreakable" * 12
OVERFLOWING = """() => [...document.querySelectorAll('body *')]
    .filter((node) => !node.closest('svg') && node.getBoundingClientRect().width > 1
        && node.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map((node) => node.outerHTML.slice(0, 120))"""
A4 = {"width": 688, "height": 980}
"""What is left of a sheet of A4 between its margins, in CSS pixels."""


def _long_words() -> bytes:
    names = ("smelter_name_standard", "supplier_name", "smelter_name_reported", "owner", "message", "detail", "reason")
    rows = management.tables()
    return management.render(
        {table: [row | {key: LONG for key in names if row.get(key)} for row in found] for table, found in rows.items()}
    )


CASES: dict[str, Any] = {
    "a whole year": management.render,
    "a year without data": lambda: management.render(management.no_tables()),
    "words without a break": _long_words,
    "two thousand suppliers": lambda: management.render(management.tables(suppliers=2000)),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is not installed: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module", params=CASES)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("report") / "management_report.html"
    target.write_bytes(CASES[request.param]())
    return target.as_uri()


@pytest.mark.parametrize("width", [1280, 400])
def test_the_report_fits_the_window(browser: Any, report: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(report)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_report_fits_the_sheet_and_prints(browser: Any, report: str) -> None:
    page = browser.new_page(viewport=A4)
    page.emulate_media(media="print")
    page.goto(report)
    assert page.evaluate(OVERFLOWING) == []
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed or b"/MediaBox [0 0 595" in printed
    page.close()


def test_no_request_leaves_and_nothing_is_complained_about(browser: Any, report: str) -> None:
    page, asked, said = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(report)
    assert asked == [report]
    assert said == []
    page.close()


@pytest.mark.parametrize("width", [1280, 400])
def test_the_report_has_no_barrier(browser: Any, report: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(report)
    faults = [
        f"{fault['id']} {node['html'][:160]}"
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
    assert faults == []
    context.close()
