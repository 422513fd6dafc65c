from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from include.events import append, read_all
from include.intake.again import NotAgain, lay_again, may_read_otherwise
from include.intake.drop_folder import waiting_files
from include.intake.reader_process import Reader
from include.intake.receive import land_batch
from include.lake import batches, handled_files, sha256
from include.sample.cmrt import build_cmrt, complete_spec
from include.settings import Settings
from include.storage import open_store

NOW = datetime(2026, 1, 20, 8, tzinfo=UTC)
CMRT = build_cmrt(replace(complete_spec(), lookup=()))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=str(tmp_path), reporting_year=2025, settle_seconds=0)


def take_in(settings: Settings, path: str, content: bytes, seconds: float | None = None) -> None:
    open_store(settings.drop).replace(path, content)
    with Reader() if seconds is None else Reader(seconds=seconds) as reader:
        land_batch(settings, waiting_files(settings, datetime.now(UTC)), NOW, reader)


def test_a_file_that_took_too_long_is_read_when_it_comes_again_in_a_batch_of_its_own(settings: Settings) -> None:
    take_in(settings, "2025/a.xlsx", CMRT, seconds=0.0001)
    lake = open_store(settings.lake)
    (first,) = batches(lake)
    assert may_read_otherwise(first.files[0].reason)

    path = lay_again(settings, sha256(CMRT), 2025, "V1001", "ada", NOW)
    assert waiting_files(settings, datetime.now(UTC)) == [path]
    take_in(settings, path, CMRT)

    batch, handled = handled_files(batches(lake))[sha256(CMRT)]
    assert handled.reason is None
    assert batch != first.batch


def test_a_file_that_cannot_be_used_is_not_read_twice(settings: Settings) -> None:
    take_in(settings, "2025/scan.xlsx", b"\xff\xd8\xff\xe0 not a workbook")
    take_in(settings, "2025/scan again.xlsx", b"\xff\xd8\xff\xe0 not a workbook")
    (batch,) = batches(open_store(settings.lake))
    assert not may_read_otherwise(batch.files[0].reason)


@pytest.mark.parametrize(
    ("dropped", "supplier", "expected"),
    [
        ("2025/V1/RMAP list 2026-03-31.xlsx", "V1", "2025/V1/again-{sha}/RMAP_list_2026-03-31.xlsx"),
        ("2025/.hidden~$.tmp", None, "2025/again-{sha}/hidden_.tmp.bin"),
        ("2025/问卷 V1.xlsx", "../../etc", "2025/etc/again-{sha}/V1.xlsx"),
        ("2025/" + "x" * 190 + ".xlsx", "a/b\\c\n", "2025/a_b_c/again-{sha}/" + "x" * 95 + ".xlsx"),
    ],
)
def test_the_path_is_made_of_harmless_signs_below_year_and_supplier(settings, dropped, supplier, expected) -> None:
    take_in(settings, "2025/a.xlsx", CMRT)
    lake = open_store(settings.lake)
    (item,) = [item for item in read_all(lake) if item.kind == "receipt"]
    later = replace(
        item, event_id="f" * 32, occurred_at="2027-01-01T00:00:00+00:00", payload=item.payload | {"drop_path": dropped}
    )

    append(lake, [later])
    assert lay_again(settings, sha256(CMRT), 2025, supplier, "ada", NOW) == expected.format(sha=sha256(CMRT)[:12])


def test_the_ledger_keeps_who_asked_and_a_repetition_lays_nothing_else(settings: Settings) -> None:
    take_in(settings, "2025/a.xlsx", CMRT)
    for _ in range(2):
        lay_again(settings, sha256(CMRT), 2025, None, "ada", NOW)
    asked = [item for item in read_all(open_store(settings.lake)) if item.kind == "reread"]
    assert [item.actor for item in asked] == ["ada"]
    assert len(open_store(settings.drop).entries()) == 1


def test_a_file_of_another_year_is_refused(settings: Settings) -> None:
    take_in(settings, "2025/a.xlsx", CMRT)
    with pytest.raises(NotAgain, match="2024"):
        lay_again(settings, sha256(CMRT), 2024, None, "ada", NOW)
