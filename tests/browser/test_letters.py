"""Letters in real Chromium: every language is drawn, fits the window, is readable in the dark, and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from include.outreach.context import KINDS, Item, LetterKind, place
from include.outreach.languages import LANGUAGES
from include.outreach.render import render
from include.outreach.specimen import every_message, specimens

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (816, 400)
ATTACK = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
HOSTILE = (ATTACK, "Unbreakable" * 40, "株式会社" * 80, "\u202eevil\r\n\r\nname", "{{ 7*7 }}")
OVERFLOWING = """() => [...document.querySelectorAll('body *')]
    .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map((node) => node.outerHTML.slice(0, 120))"""
DRAWN = """(sign) => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 40, height: 40});
    const pen = canvas.getContext('2d');
    pen.font = '24px Arial, Helvetica, sans-serif';
    pen.fillText(sign, 4, 30);
    return canvas.toDataURL();
}"""
BRIGHTNESS = """() => getComputedStyle(document.body).color.match(/\\d+/g).slice(0, 3).map(Number)
    .reduce((sum, part) => sum + part, 0)"""


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is not installed: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_letter_fits_the_window(page: Any, code: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1056})
    for _, context in (*specimens(code), ("", every_message(code))):
        page.set_content(render(context).html)
        assert page.evaluate(OVERFLOWING) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_neither_runs_nor_leaves_the_window(page: Any, kind: LetterKind, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1056})
    _, context = next(specimens("zh", (kind,)))
    for text in HOSTILE:
        items = (Item("contact_name_says_nothing", place(text, text, file=text), text, text, text),)
        named = {"supplier_name": text, "contact_name": text, "supplier_id": text, "vendor_numbers": (text,)}
        made = render(replace(context, items=items, part_numbers=(text,), reply_to=text, policy_url=text, **named))
        page.set_content(made.html)
        assert page.title() == " ".join(made.subject.split())
        assert page.locator("img, script").count() == 0
        assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("sign", ["冲", "矿", "製", "錬", "ひ", "カ", "광", "선", "ß", "ñ", "é"])
def test_there_is_a_font_for_the_signs_of_every_language(page: Any, sign: str) -> None:
    page.set_content("<p>letter</p>")
    missing = page.evaluate(DRAWN, "\U000e0fff")
    assert page.evaluate(DRAWN, sign) not in (missing, page.evaluate(DRAWN, " ")), "apt-get install fonts-noto-cjk"


@pytest.mark.parametrize(("scheme", "is_light"), [("light", False), ("dark", True)])
def test_a_letter_is_readable_in_light_and_in_dark(page: Any, scheme: str, is_light: bool) -> None:
    page.emulate_media(color_scheme=scheme)
    _, context = next(specimens("en"))
    page.set_content(render(context).html)
    brightness = page.evaluate(BRIGHTNESS)
    page.emulate_media(color_scheme="light")
    assert (brightness > 600) == is_light
    assert (brightness < 150) != is_light
