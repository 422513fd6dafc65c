"""The first year has a year before it: an Appendix A that was filed is kept, and compared with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from include.cli import main
from include.events import read_all
from include.intake.originals import read_original
from include.prior_report import import_report
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
FILED = b"metal,smelter name,country,cid\nTin,Alder Tin,Peru,CID900201\nGold,Cedar Gold,Chile,\n"


def reports(settings: Settings) -> list[dict[str, object]]:
    return [item.payload for item in read_all(open_store(settings.lake)) if item.kind == "prior_report"]


def test_a_filed_list_is_kept_with_its_original_once(settings: Settings) -> None:
    for _ in range(2):
        filed, new = import_report(settings, FILED, "filed.csv", 2024, "pat", NOW)

    assert len(filed.lines) == 2
    assert not new
    (report,) = reports(settings)
    assert (report["reporting_year"], report["source"]) == (2024, "filed.csv")
    assert read_original(open_store(settings.lake), str(report["file_sha256"])) == FILED


def test_a_list_imported_again_after_another_one_counts_again(settings: Settings) -> None:
    other = FILED.replace(b"Alder", b"Birch")
    for hour, content in enumerate((FILED, other, FILED)):
        assert import_report(settings, content, "filed.csv", 2024, "pat", NOW.replace(hour=hour))[1]

    assert len(reports(settings)) == 3


def test_one_line_that_cannot_be_told_and_nothing_is_kept(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "filed.csv").write_bytes(FILED + b"Tin,,Peru,\n")

    command = [
        "import-appendix-a",
        "--data",
        settings.data,
        str(tmp_path / "filed.csv"),
        "--year",
        "2024",
        "--by",
        "pat",
    ]
    assert main(command) == 1

    assert "row 4: no smelter name" in capsys.readouterr().err
    assert reports(settings) == []


def test_the_year_after_is_compared_with_what_was_filed(sample: Settings) -> None:
    build_marts(sample, CompanyProfile(), date(2026, 5, 15))
    now = Marts(open_store(sample.lake)).rows("appendix_a", 2025)
    first = now[0]
    lines = [
        "metal,name,country,cid",
        f"{first['metal']},{first['smelter_name_standard']},,{first['smelter_cid']}",
        "Tin,Gone Long Ago,,CID909090",
    ]
    import_report(sample, "\n".join(lines).encode(), "filed.csv", 2024, "pat", NOW)

    build_marts(sample, CompanyProfile(), date(2026, 5, 15))

    rows = Marts(open_store(sample.lake)).rows("year_over_year", 2025)
    changes = {(row["metal"], row["smelter_cid"]): row["change"] for row in rows}
    assert changes["Tin", "CID909090"] == "gone"
    assert changes[first["metal"], first["smelter_cid"]] != "new"
    assert sum(change == "new" for change in changes.values()) == len(now) - 1
