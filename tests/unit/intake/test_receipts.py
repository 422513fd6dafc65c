"""Names of files inside other files are text that harms nobody; their receipts lead back to the outer file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from include.intake.receipts import inner_name, inner_receipt, receipt
from include.settings import Settings
from include.storage import Entry

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


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
    settings = Settings(data="unused", reporting_year=2025)
    outer = receipt(Entry("2024/V1004/answers.zip", 9, NOON), "a" * 64, "zip", settings, NOON)

    inner = inner_receipt(outer, "2022/smelter_status_2026-03-31.csv", "b" * 64, 5, "smelter_status")

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
    }


def test_an_archive_named_like_a_year_is_no_year_folder() -> None:
    settings = Settings(data="unused", reporting_year=2025)
    outer = receipt(Entry("2024", 9, NOON), "a" * 64, "zip", settings, NOON)

    assert inner_receipt(outer, "answer.xlsx", "b" * 64, 5, "cmrt").payload["reporting_year"] == 2025
