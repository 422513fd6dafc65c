"""What waits, what is cut into which batch, and that nothing lies in the drop folder unnoticed."""

from __future__ import annotations

import contextlib
import os
import socket
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from include.events import read_all
from include.intake.drop_folder import default_reporting_year, even_share, in_batches, staying, waiting_files
from include.intake.reader_process import Reader
from include.intake.receive import land_batch
from include.sample.table import build_table
from include.settings import Settings
from include.storage import Entry, open_store

NOW = datetime(2026, 1, 20, 8, tzinfo=UTC)
SUPPLIERS = build_table([{"supplier_id": "V1001", "supplier_name": "Example Components Ltd"}])
OTHERS = build_table([{"supplier_id": "V1002", "supplier_name": "Example Castings Ltd"}])
Drop = Callable[..., Path]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2024/a.xlsx", (2024, "folder")),
        ("2024/V1001/deep/a.xlsx", (2024, "folder")),
        ("a.xlsx", (2025, "campaign")),
        ("V1001/2024/a.xlsx", (2025, "campaign")),
        ("2024.xlsx", (2025, "campaign")),
        ("2012/before the rule.xlsx", (2025, "campaign")),
        ("1999/a.xlsx", (2025, "campaign")),
        ("20245/a.xlsx", (2025, "campaign")),
    ],
)
def test_the_year_is_the_folder_s_else_the_campaign_s(path: str, expected: tuple[int, str]) -> None:
    assert default_reporting_year(path, 2025) == expected


@pytest.mark.parametrize(
    "path",
    ["a.xlsx.part", "a.XLSX.PARTIAL", "a.filepart", "a.tmp", "a.crdownload", "~$a.xlsx", "2025/~$a.xlsx",
     ".a.xlsx.Xy12", ".sync/a.xlsx"],
)  # fmt: skip
def test_names_of_unfinished_files_wait_and_are_told_after_a_day(settings: Settings, drop: Drop, path: str) -> None:
    drop(path, SUPPLIERS, changed=NOW)
    drop("party.csv", SUPPLIERS)

    assert waiting_files(settings, NOW) == ["party.csv"]
    assert staying(settings, NOW + timedelta(hours=23)) == {}
    assert "unfinished upload" in staying(settings, NOW + timedelta(hours=25))[path]


def test_a_file_that_changed_just_now_waits(settings: Settings, drop: Drop) -> None:
    five = settings.model_copy(update={"settle_seconds": 5.0})
    drop("still.xlsx", SUPPLIERS, changed=NOW - timedelta(seconds=4))
    drop("settled.xlsx", SUPPLIERS, changed=NOW - timedelta(seconds=5))

    assert waiting_files(five, NOW) == ["settled.xlsx"]


def test_a_file_from_the_future_does_not_wait_for_ever(settings: Settings, drop: Drop) -> None:
    drop("clock was wrong.xlsx", SUPPLIERS, changed=NOW + timedelta(days=400))

    assert waiting_files(settings, NOW) == ["clock was wrong.xlsx"]


def sized(*sizes: int) -> list[Entry]:
    return [Entry(f"{number}.xlsx", size, NOW) for number, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "lengths"),
    [
        ((1,) * 7, [3, 3, 1]),
        ((), []),
        ((0, 0), [2]),
        ((1, 2, 3, 4, 5, 6, 7), [3, 3, 1]),
        ((60, 40, 1), [2, 1]),
        ((1, 500, 1), [2, 1]),
        ((101,), [1]),
        ((5, 9, 7, 9), [2, 2]),
        ((5, 60, 60), [1, 1, 1]),
    ],
)
def test_batches_are_bounded_by_count_and_bytes_and_lose_no_path(sizes: tuple[int, ...], lengths: list[int]) -> None:
    entries = sized(*sizes)

    parts = in_batches(entries, 3, 100)

    assert [len(part) for part in parts] == lengths
    assert sorted(path for part in parts for path in part) == [entry.path for entry in entries]


def test_copies_of_one_file_are_in_one_batch_however_they_are_named() -> None:
    entries = [
        Entry(f"{name}.xlsx", size, NOW) for name, size in zip("abcdefgh", (7, 9, 8, 7, 5, 6, 4, 9), strict=True)
    ]

    parts = in_batches(entries, 3, 100)

    assert [sorted(part) for part in parts] == [["e.xlsx", "f.xlsx", "g.xlsx"], ["a.xlsx", "c.xlsx", "d.xlsx"],
                                                ["b.xlsx", "h.xlsx"]]  # fmt: skip


def test_a_batch_goes_beyond_its_share_rather_than_part_copies() -> None:
    parts = in_batches(sized(1, 1, 1, 2, 2, 3), files=5, size_bytes=100, share=2)

    assert [len(part) for part in parts] == [3, 2, 1]


@pytest.mark.parametrize(
    ("files", "most", "share"),
    [(0, 100, 1), (1, 100, 1), (39, 100, 39), (40, 100, 20), (100, 100, 50), (101, 100, 51), (300, 100, 75),
     (1000, 100, 100), (1001, 100, 84), (41, 1, 1), (50, 7, 7), (5000, 1000, 834)],
)  # fmt: skip
def test_tasks_that_read_at_once_share_the_files_evenly(files: int, most: int, share: int) -> None:
    assert even_share(files, most) == share


def told(settings: Settings) -> dict[str, str]:
    """Takes in what waits; then what is left, by whomever it is told."""
    left = land_batch(settings, waiting_files(settings, NOW), NOW).left
    return left | staying(settings, NOW)


def received(settings: Settings) -> list[str]:
    return sorted(item.payload["drop_path"] for item in read_all(open_store(settings.lake)) if item.kind == "receipt")


def link_out_of_the_drop_folder(drop: Path, outside: Path) -> None:
    (drop / "odd.xlsx").symlink_to(outside)


def link_to_another_file(drop: Path, outside: Path) -> None:
    (drop / "odd.xlsx").symlink_to(drop / "ordinary.csv")


def link_to_a_folder_outside(drop: Path, outside: Path) -> None:
    (drop / "odd.xlsx").symlink_to(outside.parent, target_is_directory=True)


def link_to_nothing(drop: Path, outside: Path) -> None:
    (drop / "odd.xlsx").symlink_to("nowhere.xlsx")


def link_to_itself(drop: Path, outside: Path) -> None:
    (drop / "odd.xlsx").symlink_to("odd.xlsx")


def named_pipe(drop: Path, outside: Path) -> None:
    os.mkfifo(drop / "odd.xlsx")


def folder_named_like_a_workbook(drop: Path, outside: Path) -> None:
    (drop / "odd.xlsx").mkdir()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (link_out_of_the_drop_folder, "a symbolic link"),
        (link_to_another_file, "a symbolic link"),
        (link_to_a_folder_outside, "a symbolic link"),
        (link_to_nothing, "a symbolic link"),
        (link_to_itself, "a symbolic link"),
        (named_pipe, "a named pipe"),
        (folder_named_like_a_workbook, "a folder, although it is named like a file"),
    ],
)
def test_what_is_no_file_stays_is_told_and_keeps_nobody_back(
    settings: Settings, drop: Drop, tmp_path: Path, make: Callable[[Path, Path], None], reason: str
) -> None:
    (tmp_path / "outside").mkdir()
    outside = tmp_path / "outside" / "payroll.csv"
    outside.write_bytes(OTHERS)
    drop("ordinary.csv", SUPPLIERS)
    make(Path(settings.drop), outside)

    left = told(settings)

    assert list(left) == ["odd.xlsx"]
    assert reason in left["odd.xlsx"]
    assert received(settings) == ["ordinary.csv"]
    assert os.path.lexists(Path(settings.drop, "odd.xlsx"))
    assert outside.read_bytes() == OTHERS


def test_a_socket_is_told(settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop("ordinary.csv", SUPPLIERS)
    monkeypatch.chdir(settings.drop)  # a socket's address has room for 107 bytes
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("odd.xlsx")

        assert told(settings) == {"odd.xlsx": "a socket, not a file"}


def test_files_in_a_folder_named_like_a_workbook_are_taken(settings: Settings, drop: Drop) -> None:
    drop("all.xlsx/inner.csv", SUPPLIERS)

    assert list(told(settings)) == ["all.xlsx"]
    assert received(settings) == ["all.xlsx/inner.csv"]


@contextlib.contextmanager
def not_root() -> Iterator[None]:
    """Root may read everything: what may not be read can be seen only by somebody else."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


def test_what_may_not_be_read_is_told_and_stays(settings: Settings, drop: Drop) -> None:
    secret = drop("secret.csv", OTHERS)
    drop("locked/a.csv", OTHERS)
    drop("unlisted/a.csv", OTHERS)
    drop("ordinary.csv", SUPPLIERS)
    for folder in (Path(settings.drop), *list(Path(settings.drop).parents)[:5]):  # pytest's own are closed to others
        folder.chmod(0o777)
    secret.chmod(0)
    Path(settings.drop, "locked").chmod(0o444)
    Path(settings.drop, "unlisted").chmod(0o111)

    with Reader() as reader:
        reader.read("a" * 64, "a.csv", SUPPLIERS)  # Python itself may lie where only root reads
        with not_root():
            left = land_batch(settings, waiting_files(settings, NOW), NOW, reader).left | staying(settings, NOW)

    assert left == {
        "secret.csv": "it cannot be read (Permission denied)",
        "locked/a.csv": "it cannot be looked at (Permission denied)",
        "unlisted": "a folder that cannot be listed (Permission denied)",
    }
    assert received(settings) == ["ordinary.csv"]


NAMES = {
    "composed": unicodedata.normalize("NFC", "Erklärung.csv"),
    "decomposed": unicodedata.normalize("NFD", "Erklärung.csv"),
    "right to left": "answer\u202evsc.csv",
    "line break": "two\nlines.csv",
    "escape": "\x1b[2J.csv",
    "emoji": "\U0001f600.csv",
    "not UTF-8": "M\udcfcller.csv",
    "percent": "100%25 %FC.csv",
    "spaces": "  .csv",
    "dash": "-rf.csv",
    "long": "x" * 250 + ".csv",
}


def test_every_name_linux_allows_is_taken(settings: Settings, drop: Drop) -> None:
    for number, name in enumerate(NAMES.values()):
        drop(name, build_table([{"supplier_id": f"V{number}", "supplier_name": f"Company {number}"}]))

    result = land_batch(settings, waiting_files(settings, NOW), NOW)

    assert (result.files, result.quarantined, result.receipts, result.left) == (len(NAMES), 0, len(NAMES), {})
    assert {NAMES["composed"], NAMES["decomposed"], "M\\xfcller.csv", "two\nlines.csv"} < set(received(settings))
    assert open_store(settings.drop).entries() == []


def test_two_files_of_one_name_are_two_files(settings: Settings, drop: Drop) -> None:
    drop("2025/V1001/CMRT.csv", SUPPLIERS)
    drop("2025/V1002/CMRT.csv", OTHERS)

    assert land_batch(settings, waiting_files(settings, NOW), NOW).files == 2
    assert received(settings) == ["2025/V1001/CMRT.csv", "2025/V1002/CMRT.csv"]
