"""A filed Appendix A read in hindsight: what it repeated, what it meant, and what was known on a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from include.cli import main
from include.sample.references import blank_template
from include.sample.table import build_table

FILED = [
    {"metal": metal, "smelter_name_reported": name, "facility_country": country}
    for metal, name, country in (
        ("Gold", "Arvendal Gold Refining AB", "Sweden"),
        ("Gold", "Arvendal  gold refining ab", "Sweden"),
        ("Gold", "Arvendal Guldverk", "Sweden"),
        ("Tin", "Arvendal Gold Refining AB", "Sweden"),
        ("Gold", "Nobody Knows This Works", "United Kindom"),
    )
]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    contents = {
        "filed.csv": build_table(FILED),
        "template.xlsx": blank_template("6.5"),
        "status_2025-06-30.csv": build_table(
            [{"metal": "Gold", "cid": "CID900001", "name": "Arvendal", "country": "SWEDEN", "status": "Compliant"}]
        ),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


def replayed(files: dict[str, Path], capsys: pytest.CaptureFixture[str], as_of: str) -> str:
    lists = [str(files["template.xlsx"]), str(files["status_2025-06-30.csv"])]
    assert main(["replay", str(files["filed.csv"]), "--reference", *lists, "--as-of", as_of]) == 0
    return capsys.readouterr().out


def test_a_replay_says_what_was_repeated_what_it_meant_and_what_needs_a_person(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    text = replayed(files, capsys, "2025-07-01")

    assert text.startswith("HINDSIGHT: ")
    assert "Statuses as of 2025-07-01" in text
    assert "Lines filed: 5 (Gold 4, Tin 1)" in text
    assert "Facilities they mean: 1 (Gold 1)" in text
    assert "Gold: Arvendal Gold Refining AB (Sweden): lines 1, 2" in text
    assert "Arvendal Gold Refining AB: Gold, Tin (lines 1, 2, 4)" in text
    assert "line 4, Tin: Arvendal Gold Refining AB (Sweden): known as gold (CID900001), declared under tin" in text
    assert "Gold CID900001  Arvendal Gold Refining AB: conformant as of 2025-06-30 (lines 1, 2, 3)" in text
    assert "United Kindom: lines 5" in text
    assert "For a person: 2" in text


def test_what_only_later_lists_tell_is_marked_and_has_no_status_of_the_day(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    text = replayed(files, capsys, "2025-01-01")

    assert "Lines settled by lists up to 2025-01-01: 0; by later lists alone: 3" in text
    assert "Gold CID900001  Arvendal Gold Refining AB: in no list then; known from a later list only" in text
    assert "conformant" not in text


def test_a_file_that_is_no_list_is_named(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    filed = str(files["filed.csv"])

    assert main(["replay", filed, "--reference", filed, "--as-of", "2025-07-01"]) == 3
    assert f"{filed}: " in capsys.readouterr().err


def test_a_table_without_the_columns_needed_is_named(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    status = files["status_2025-06-30.csv"]

    assert main(["replay", str(status), "--reference", str(status), "--as-of", "2025-07-01"]) == 3
    assert "column(s) missing: smelter_name_reported, facility_country" in capsys.readouterr().err
