"""Numbers, names and text in the form in which the documents show them."""

from __future__ import annotations

from datetime import date

import pytest

from include.filing.countries import covered_names, natural_name
from include.filing.narrative_model import load_narrative
from include.filing.wording import clean_text, count, join_and, long_date, percent


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (1, "supplier", "1 supplier"),
        (12, "supplier", "12 suppliers"),
        (0, "red flag", "no red flags"),
        (2, "facility", "2 facilities"),
        (1204, "declaration", "1,204 declarations"),
        (3, "country", "3 countries"),
    ],
)
def test_a_number_agrees_with_its_noun(number: int, noun: str, text: str) -> None:
    assert count(number, noun) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (21, 26, "81%"),
        (1, 8, "13%"),
        (0, 9, "0%"),
        (9, 9, "100%"),
        (1, 1000, "less than 1%"),
        (999, 1000, "more than 99%"),
        (1, 0, None),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(part: int, whole: int, text: str | None) -> None:
    assert percent(part, whole) == text


def test_lists_take_the_serial_comma() -> None:
    assert join_and(["tin"]) == "tin"
    assert join_and(["tin", "gold"]) == "tin and gold"
    assert join_and(["tin", "gold", "tungsten"]) == "tin, gold, and tungsten"


def test_dates_are_written_out_in_english() -> None:
    assert long_date(date(2026, 3, 1)) == "March 1, 2026"


@pytest.mark.parametrize(
    ("listed", "natural"),
    [
        ("Korea, Republic of", "South Korea"),
        ("Congo, The Democratic Republic of the", "Democratic Republic of the Congo"),
        ("Congo", "Congo"),  # may mean two countries, so it stays
        ("Bolivia, Plurinational State of", "Bolivia"),
        ("Taiwan, Province of China", "Taiwan"),
        ("United Kindom", "United Kindom"),
        (None, ""),
    ],
)
def test_country_names_read_naturally_and_unknown_ones_stay(listed: str | None, natural: str) -> None:
    assert natural_name(listed) == natural


def test_the_report_names_every_covered_country() -> None:
    texts = " ".join(
        text.text
        for section in load_narrative("report").sections[:1]
        for block in section.blocks
        for text in block.paragraph
    )
    assert len(covered_names()) == 10
    assert [name for name in covered_names() if name not in texts] == []


def test_characters_that_hide_or_reorder_are_shown() -> None:
    assert clean_text("Acme\u202egnp.exe\x07\n  Ltd") == "Acme\ufffdgnp.exe\ufffd Ltd"
