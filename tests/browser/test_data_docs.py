"""The Data Docs in real Chromium without a network: they open, ask for nothing outside, and fit the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from include.checks import check_new_batches
from include.intake.receive import land_batch
from include.sample.table import build_table
from include.settings import Settings
from include.storage import open_store

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (1056, 400)
HOSTILE = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>" + "Unbreakable" * 12
OVERFLOWING = """() => [...document.querySelectorAll('body *')]
    .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of two validations: many failing rows, and values that no supplier should write."""
    settings = Settings(data=str(tmp_path_factory.mktemp("docs")), reporting_year=2025, settle_seconds=0)
    rows = [{"supplier_id": f"V{1000 + n}", "supplier_name": None, "supplier_role": HOSTILE} for n in range(1500)]
    Path(settings.drop).mkdir()
    for day, name in enumerate(("suppliers", "more suppliers"), 1):
        Path(settings.drop, f"{name}.csv").write_bytes(build_table(rows[day:]))
        land_batch(settings, [f"{name}.csv"], datetime(2026, 1, day, tzinfo=UTC))
        check_new_batches(open_store(settings.lake))
    return Path(settings.lake, "data_docs")


@pytest.fixture(scope="module")
def offline() -> Iterator[Any]:
    """A browser that reaches files alone; what else a page asks for is noted and refused."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is not installed: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(offline=True)
        yield context
        browser.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_opens_offline_and_fits_the_window(offline: Any, folder: Path, width: int) -> None:
    paths = sorted(folder.rglob("*.html"))
    assert len(paths) == 5
    for path in paths:
        page = offline.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        asked, complaints = [], []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, complaints=complaints: complaints.append(message.text))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
        assert asked == [path.as_uri()]
        assert complaints == []
        assert page.title().startswith("Data Docs")
        assert page.evaluate(OVERFLOWING) == []
        page.close()


def test_a_person_gets_from_the_front_page_to_the_failing_cells(offline: Any, folder: Path) -> None:
    page = offline.new_page()
    page.goto((folder / "index.html").as_uri())
    assert page.locator("tbody tr").first.inner_text().split()[:2] == ["supplier", "1,498"]
    page.get_by_role("link", name="supplier").first.click()
    page.get_by_text("The first 20 of 1,498").first.click()
    assert page.get_by_text("more suppliers.csv, row 2", exact=False).first.is_visible()
    page.get_by_role("link", name="All tables").click()
    page.get_by_role("link", name="The latest validation").click()
    page.get_by_role("link", name="received 2026-01-01").click()
    assert "1,499 row(s)" in page.locator("body").inner_text()
    page.close()


def test_text_stays_readable_in_the_dark(offline: Any, folder: Path) -> None:
    page = offline.new_page()
    page.emulate_media(color_scheme="dark")
    page.goto((folder / "index.html").as_uri())
    colours = page.evaluate("['color', 'backgroundColor'].map((name) => getComputedStyle(document.body)[name])")
    assert colours == ["rgb(228, 232, 237)", "rgb(20, 24, 29)"]
    page.close()
