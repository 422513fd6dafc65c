"""Charts tell what they show, carry nothing a strict page stops, and are the same bytes in every process."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import Any

import pytest
from lxml import html

from include.charts import STATUSES, Estimate, campaign_funnel, countries_of_origin, response_course, smelters_by_status

SMELTERS = [{"metal": "Tin", "smelter_status": status, "smelters": 20} for status in (*STATUSES, "new word")]
COURSE = [
    {"day": "2026-01-05", "received": 0.25, "valid": 0.1},
    {"day": "2026-02-05", "received": 0.5, "valid": 0.2},
]
ORIGINS = [
    {"country": "Rwanda", "covered": True, "metal": "Tin", "smelters": 12},
    {"country": "Peru", "covered": False, "metal": "Tin", "smelters": 11},
    {"country": "Peru", "covered": False, "metal": "Gold", "smelters": 13},
]
FUNNEL = [{"stage": "asked", "suppliers": 1200, "share": "100%"}, {"stage": "valid", "suppliers": 0, "share": None}]
DRAWN = {
    "statuses": lambda: smelters_by_status(SMELTERS),
    "course": lambda: response_course(COURSE, [Estimate("2026-03-05", "received", 0.5, 0.6, 0.7)]),
    "origins": lambda: countries_of_origin(ORIGINS),
    "funnel": lambda: campaign_funnel(FUNNEL),
}


def picture(drawn: str | None) -> Any:
    return html.fragment_fromstring(drawn or "")


def words(drawn: str | None) -> list[str]:
    return [text.strip() for text in picture(drawn).itertext() if text.strip()]


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_an_image_and_carries_nothing_the_policy_stops(name: str) -> None:
    shown = picture(DRAWN[name]())
    assert shown.get("role") == "img"
    assert shown.xpath("//@style | //style | //script | //@id | //*[@href]") == []


def test_every_chart_says_its_figures_to_who_cannot_see_it() -> None:
    said = {name: picture(draw()).get("aria-label") for name, draw in DRAWN.items()}
    assert "Tin 180" in said["statuses"]
    assert "On 2026-02-05: 50% answered, 20% answered validly" in said["course"]
    assert "Estimate for 2026-03-05: 50% to 70% answered" in said["course"]
    assert "2 shown, 1 of them covered countries" in said["origins"]
    assert "asked 1,200 (100%), valid 0" in said["funnel"]


def test_the_legend_has_the_statuses_the_best_first_in_the_words_asked_for() -> None:
    plain = [status.replace("_", " ") for status in (*STATUSES, "new word")]
    assert [text for text in words(smelters_by_status(SMELTERS)) if text in plain] == plain
    assert "On no list" in words(smelters_by_status(SMELTERS, {"unknown": "On no list"}))


def test_a_part_wide_enough_carries_its_number() -> None:
    assert {"12", "11", "13"} <= set(words(countries_of_origin(ORIGINS)))


def test_a_covered_country_is_marked_without_colour() -> None:
    assert {"* Rwanda", "Peru"} <= set(words(countries_of_origin(ORIGINS)))


ATTACKS = {
    "markup": "Tin\"><script>run()</script><image href=x onerror='run()'/>",
    "control characters, at which the engine would end the process": "Tin\x00\x07\x1b",
    "half a character": "Tin\ud800",
    "a text that reorders": "Tin\u202egnp",
    "a text without end": "W" * 100_000,
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_text_in_a_chart_stays_text(attack: str) -> None:
    for drawn in (
        smelters_by_status([{"metal": attack, "smelter_status": attack, "smelters": 1}]),
        countries_of_origin([{"country": attack, "covered": False, "metal": attack, "smelters": 1}]),
        campaign_funnel([{"stage": attack, "suppliers": 1, "share": attack}]),
    ):
        assert picture(drawn).xpath("//script | //image | //@onerror") == []
        assert len(drawn or "") < 10_000


def test_without_rows_there_is_no_chart() -> None:
    assert [smelters_by_status([]), response_course([]), countries_of_origin([]), campaign_funnel([])] == [None] * 4


def test_another_process_draws_the_same_bytes() -> None:
    code = f"""
import hashlib
from include.charts import *
drawn = [smelters_by_status({SMELTERS!r}), response_course({COURSE!r}), countries_of_origin({ORIGINS!r}),
    campaign_funnel({FUNNEL!r})]
print(hashlib.sha256("".join(drawn).encode()).hexdigest())
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = [
        smelters_by_status(SMELTERS),
        response_course(COURSE),
        countries_of_origin(ORIGINS),
        campaign_funnel(FUNNEL),
    ]
    assert ran.stdout.strip() == hashlib.sha256("".join(map(str, here)).encode()).hexdigest()
