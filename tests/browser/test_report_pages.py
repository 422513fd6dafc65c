"""The rendered pages in real Chromium: they fit the window and the sheet, and no heading stands over nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import filing_company as company
import pytest

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
PAGES = ("sd.htm", "ex101.htm")
WIDTHS = (816, 400)
LONG = "Unbreakable" * 12
EMPTY_HEADINGS = """() => {
    const shown = [...document.querySelectorAll('h1,h2,h3,p,ul,table')];
    const level = (node) => (/^H[123]$/.test(node.tagName) ? Number(node.tagName[1]) : 9);
    return shown.filter((node, at) => {
        if (!node.innerText.trim()) return true;
        const next = shown[at + 1];
        return level(node) < 9 && (!next || level(next) <= level(node)) && node.tagName !== 'H1';
    }).map((node) => node.outerHTML.slice(0, 120));
}"""
OVERFLOWING = """() => [...document.querySelectorAll('body *')]
    .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is not installed: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def _long_words(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    names = ("smelter_name_standard", "facility_country", "origin_country", "status_source")
    return {
        table: [row | {key: LONG for key in names if row.get(key)} for row in rows] for table, rows in tables.items()
    }


CASES: dict[str, Any] = {
    "a whole year": company.package,
    "a year without data": lambda: company.package(**company.no_tables()),
    "a company that states nothing": lambda: company.package(dict.fromkeys(company.PROFILE)),
    "words without a break": lambda: company.package({"policy_summary": LONG}, **_long_words(company.tables())),
}


@pytest.fixture(scope="module", params=CASES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("package")
    for name, content in CASES[request.param]().files.items():
        (target / name).write_bytes(content)
    return target


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_window(browser: Any, folder: Path, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 1056})
    page.goto((folder / name).as_uri())
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_heading_stands_over_nothing(browser: Any, folder: Path, name: str) -> None:
    page = browser.new_page()
    page.goto((folder / name).as_uri())
    assert page.evaluate(EMPTY_HEADINGS) == []
    page.close()


def test_hostile_text_runs_nothing(browser: Any, tmp_path: Path) -> None:
    attack = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    rows = [row | {"smelter_name_standard": attack} for row in company.tables()["appendix_a"]]
    (tmp_path / "ex101.htm").write_bytes(company.package(appendix_a=rows).files["ex101.htm"])
    page = browser.new_page()
    page.goto((tmp_path / "ex101.htm").as_uri())
    assert page.title() == "Conflict Minerals Report 2025"
    assert page.locator("img").count() == 0
    page.close()
