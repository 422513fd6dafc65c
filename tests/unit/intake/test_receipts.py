"""Names of files inside other files are text that harms nobody; their receipts lead back to the outer file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from include.events import Event
from include.intake.inside import ZIP_IN_ZIP, Inner
from include.intake.receipts import inner_name, inner_receipts, receipt
from include.settings import Settings
from include.storage import Entry

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


def inside(outer: Event, *found: Inner, **kinds: str) -> list[Event]:
    """Receipts of what was found in a file; ``kinds`` by the letter that makes the hash."""
    return list(inner_receipts(outer, found, lambda sha: kinds[sha[0]]))


def dropped(path: str, kind: str, letter_year: int | None = None) -> Event:
    settings = Settings(data="unused", reporting_year=2025)
    return receipt(Entry(path, 9, NOON), "a" * 64, kind, settings, NOON, letter_year)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("answer.xlsx", "answer.xlsx"),
        ("Müller/Erklärung 2025.xlsx", "Müller/Erklärung 2025.xlsx"),
        ("../../etc/passwd", "_/_/etc/passwd"),
        ("a/./b/../c.xlsx", "a/_/b/_/c.xlsx"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\a.xlsx", "_/_/windows/a.xlsx"),
        ("C:\\temp\\a.xlsx", "C:/temp/a.xlsx"),
        ("line\nbreak\x00\x1b[2J.xlsx", "line_break__[2J.xlsx"),
        ("gpj.\u202exslx.exe", "gpj._xslx.exe"),
        ("\udcfcber.xlsx", "_ber.xlsx"),
        ("", "_"),
        ("///", "_"),
        ("... .xlsx", "... .xlsx"),
        (" .. /a.xlsx", "_/a.xlsx"),
    ],
)
def test_a_name_inside_an_archive_is_harmless_text(name: str, shown: str) -> None:
    assert inner_name(name) == shown


def test_of_an_endless_name_the_end_is_kept_and_the_cut_is_shown() -> None:
    shown = inner_name("x" * 60_000 + "/answer.xlsx")

    assert len(shown) == 300
    assert shown.startswith("…")
    assert shown.endswith("/answer.xlsx")


def test_a_file_inside_another_counts_for_the_year_and_the_folder_of_the_outer_one() -> None:
    outer = dropped("2024/V1004/answers.zip", "zip")

    found = Inner("2022/smelter_status_2026-03-31.csv", "b" * 64, 5)
    (inner,) = inside(outer, found, a="zip", b="smelter_status")

    assert (inner.occurred_at, inner.actor) == (outer.occurred_at, outer.actor)
    assert inner.payload == {
        "file_sha256": "b" * 64,
        "drop_path": "2024/V1004/answers.zip/2022/smelter_status_2026-03-31.csv",
        "file_modified_at": outer.payload["file_modified_at"],
        "size_bytes": 5,
        "kind": "smelter_status",
        "reporting_year": 2024,
        "year_rule": "folder",
        "list_as_of": "2026-03-31",
        "within": "a" * 64,
        "inside": ["zip"],
        "aside": None,
    }


def test_an_archive_named_like_a_year_is_no_year_folder() -> None:
    (inner,) = inside(dropped("2024", "zip"), Inner("answer.xlsx", "b" * 64, 5), a="zip", b="cmrt")

    assert inner.payload["reporting_year"] == 2025


@pytest.mark.parametrize(
    ("path", "letter_year", "year", "rule"),
    [
        ("2024/replies/a.eml", 2023, 2024, "folder"),
        ("replies/a.eml", 2023, 2023, "letter"),
        ("replies/a.eml", None, 2025, "campaign"),
    ],
)
def test_the_folder_gives_the_year_of_a_mail_before_the_letter_it_answers(
    path: str, letter_year: int | None, year: int, rule: str
) -> None:
    outer = dropped(path, "mail", letter_year)
    (inner,) = inside(outer, Inner("answer.xlsx", "b" * 64, 5), a="mail", b="cmrt")

    for given in (outer, inner):
        assert (given.payload["reporting_year"], given.payload["year_rule"]) == (year, rule)


def test_files_inside_a_zip_inside_a_mail_have_receipts_that_say_where_they_lay() -> None:
    packed = Inner("all.zip", "b" * 64, 5, (Inner("answer.xlsx", "c" * 64, 5),))

    found = inside(dropped("reply.eml", "mail"), packed, a="mail", b="zip", c="cmrt")

    assert [(item.payload["drop_path"], item.payload["inside"], item.payload["within"][0]) for item in found] == [
        ("reply.eml/all.zip", ["mail"], "a"),
        ("reply.eml/all.zip/answer.xlsx", ["mail", "zip"], "b"),
    ]


def test_a_zip_inside_a_zip_says_so_and_gives_nothing_of_what_is_inside() -> None:
    packed = Inner("inner.zip", "b" * 64, 5, (Inner("answer.xlsx", "c" * 64, 5),))

    (given,) = inside(dropped("outer.zip", "zip"), packed, a="zip", b="zip", c="cmrt")

    assert given.payload["aside"] == ZIP_IN_ZIP
