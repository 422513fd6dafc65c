"""A file is never lost and never landed twice, whatever is killed, repeated, or dropped at the same time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fsspec
import pytest

from include.events import read_all
from include.intake import receive
from include.intake.read import read_file
from include.intake.receive import default_reporting_year, in_batches, land_batch, waiting_files
from include.lake import batches, handled_files, sha256
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.table import build_table
from include.settings import Settings
from include.storage import Store, open_store

NOW = datetime(2026, 1, 20, 8, tzinfo=UTC)
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
SUPPLIERS = build_table([{"supplier_id": "V1001", "supplier_name": "Example Components Ltd"}])
PICTURE = b"\xff\xd8\xff\xe0 not a workbook"
CMRT = build_cmrt(replace(complete_spec(), lookup=()))
Drop = Callable[..., Path]


class Killed(BaseException):
    """The worker is gone: nothing in the code may catch this."""


class FragileStore:
    """A store whose process is killed before its n-th write; ``writes`` is shared by drop folder and lake."""

    def __init__(self, store: Store, writes: list[int]) -> None:
        self._store, self._writes = store, writes

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)
        if name not in {"write_once", "replace", "remove"}:
            return method

        def write(*arguments: Any) -> Any:
            if self._writes[0] == 0:
                raise Killed
            self._writes[0] -= 1
            return method(*arguments)

        return write


def receipts(settings: Settings) -> list[dict[str, Any]]:
    return [item.payload for item in read_all(open_store(settings.lake)) if item.kind == "receipt"]


def landed(settings: Settings) -> dict[str, bytes]:
    """Everything in the lake but the ledger, whose files may be cut otherwise, and the lease."""
    lake = open_store(settings.lake)
    return {entry.path: lake.read(entry.path) for entry in lake.entries() if not entry.path.startswith("events/")}


def land_waiting(settings: Settings, **options: Any) -> receive.Landed:
    return land_batch(settings, waiting_files(settings, NOW), NOW, **options)


def fill(drop: Drop) -> None:
    drop("2025/V1001/CMRT.xlsx", CMRT)
    drop("2025/V1001/CMRT (1).xlsx", CMRT)
    drop("suppliers.csv", SUPPLIERS)
    drop("scan.xlsx", PICTURE)


def test_files_are_archived_landed_receipted_and_only_then_gone(settings: Settings, drop: Drop) -> None:
    fill(drop)

    result = land_waiting(settings)

    assert (result.files, result.quarantined, result.receipts, result.left) == (3, 1, 4, {})
    assert open_store(settings.drop).entries() == []
    lake = open_store(settings.lake)
    archived = {lake.read(entry.path) for entry in lake.entries() if entry.path.startswith("archive/")}
    assert archived == {CMRT, SUPPLIERS, PICTURE}
    kinds = {sha: item.kind for sha, (_, item) in handled_files(batches(lake)).items()}
    assert kinds == {sha256(CMRT): "cmrt", sha256(SUPPLIERS): "supplier", sha256(PICTURE): "unreadable"}


def writes_of_a_whole_run(tmp_path: Path, careful: bool) -> int:
    settings = Settings(data=str(tmp_path / "count"), settle_seconds=0)
    writes = [10_000]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receive, "open_store", lambda address: FragileStore(open_store(address), writes))
        for name, content in (("a.xlsx", CMRT), ("b.csv", SUPPLIERS), ("c.xlsx", PICTURE), ("d.xlsx", CMRT)):
            Path(settings.drop).mkdir(parents=True, exist_ok=True)
            Path(settings.drop, name).write_bytes(content)
        land_batch(settings, ["a.xlsx", "b.csv", "c.xlsx", "d.xlsx"], NOW, careful=careful)
    return 10_000 - writes[0]


def test_killed_at_any_write_and_repeated_gives_the_same_lake(tmp_path: Path) -> None:
    def dropped(name: str) -> Settings:
        settings = Settings(data=str(tmp_path / name), reporting_year=2025, settle_seconds=0)

        def put(path: str, content: bytes) -> Path:
            target = Path(settings.drop, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            os.utime(target, (NOON.timestamp(), NOON.timestamp()))
            return target

        fill(put)
        return settings

    undisturbed = dropped("undisturbed")
    land_waiting(undisturbed)
    expected, expected_receipts = landed(undisturbed), receipts(undisturbed)
    total = writes_of_a_whole_run(tmp_path, careful=False)
    assert total > 10

    for count in range(total):
        settings = dropped(f"killed-before-{count}")
        writes = [count]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(receive, "open_store", lambda address, w=writes: FragileStore(open_store(address), w))
            with pytest.raises(Killed):
                land_waiting(settings)
        land_waiting(settings, careful=True)

        assert landed(settings) == expected, f"killed before write {count + 1} of {total}"
        assert receipts(settings) == expected_receipts, f"killed before write {count + 1} of {total}"
        assert open_store(settings.drop).entries() == []


def test_the_same_bytes_twice_are_one_landed_file_and_two_receipts(settings: Settings, drop: Drop) -> None:
    drop("2025/a.xlsx", CMRT)
    drop("2025/b.xlsx", CMRT)

    result = land_waiting(settings)

    assert (result.files, result.receipts) == (1, 2)
    assert sorted(item["drop_path"] for item in receipts(settings)) == ["2025/a.xlsx", "2025/b.xlsx"]


def test_known_bytes_that_come_again_are_not_read_again(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("a.xlsx", CMRT)
    land_waiting(settings)
    before = landed(settings)
    drop("again/a.xlsx", CMRT)
    monkeypatch.setattr(receive, "read_file", lambda *_: pytest.fail("read again"))

    result = land_waiting(settings)

    assert (result.files, result.receipts) == (0, 1)
    assert landed(settings) == before
    assert open_store(settings.drop).entries() == []
    assert receipts(settings)[-1]["kind"] == "cmrt"


def test_the_same_bytes_may_serve_two_years(settings: Settings, drop: Drop) -> None:
    drop("2024/a.xlsx", CMRT)
    drop("2025/a.xlsx", CMRT)

    result = land_waiting(settings)

    assert (result.files, result.receipts) == (1, 2)
    assert sorted(item["reporting_year"] for item in receipts(settings)) == [2024, 2025]


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
def test_names_of_unfinished_files_wait(settings: Settings, drop: Drop, path: str) -> None:
    drop(path, CMRT)
    drop("party.xlsx", CMRT)

    assert waiting_files(settings, NOW) == ["party.xlsx"]


def test_a_file_that_changed_just_now_waits(settings: Settings, drop: Drop) -> None:
    five = settings.model_copy(update={"settle_seconds": 5.0})
    drop("still.xlsx", CMRT, changed=NOW - timedelta(seconds=4))
    drop("settled.xlsx", CMRT, changed=NOW - timedelta(seconds=5))

    assert waiting_files(five, NOW) == ["settled.xlsx"]


def test_a_file_from_the_future_does_not_wait_for_ever(settings: Settings, drop: Drop) -> None:
    drop("clock was wrong.xlsx", CMRT, changed=NOW + timedelta(days=400))

    assert waiting_files(settings, NOW) == ["clock was wrong.xlsx"]


def test_batches_lose_no_path() -> None:
    paths = [f"{number}.xlsx" for number in range(7)]

    assert [len(part) for part in in_batches(paths, 3)] == [3, 3, 1]
    assert [path for part in in_batches(paths, 3) for path in part] == paths
    assert in_batches([], 3) == []


class ReplacedWhileRead:
    """A drop folder in which a newer file takes the place of one that was just read."""

    def __init__(self, store: Store, replace_by: dict[str, bytes]) -> None:
        self._store, self._replace_by = store, replace_by

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def read(self, path: str) -> bytes:
        content = self._store.read(path)
        if newer := self._replace_by.pop(path, None):
            self._store.replace(path, newer)
        return content


def test_a_file_replaced_while_it_was_read_stays_for_the_next_run(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("suppliers.csv", SUPPLIERS)
    newer = build_table([{"supplier_id": "V1002", "supplier_name": "Someone else"}])
    instead = {"suppliers.csv": newer}
    monkeypatch.setattr(receive, "open_store", lambda address: ReplacedWhileRead(open_store(address), instead))

    result = land_waiting(settings)

    assert list(result.left) == ["suppliers.csv"]
    assert open_store(settings.drop).read("suppliers.csv") == newer
    monkeypatch.undo()
    assert land_waiting(settings).files == 1
    assert set(handled_files(batches(open_store(settings.lake)))) == {sha256(SUPPLIERS), sha256(newer)}


class Growing(ReplacedWhileRead):
    """A drop folder in which a file is longer when it is read than when it was listed."""

    def read(self, path: str) -> bytes:
        return self._store.read(path) + b"more"


def test_a_file_that_grows_while_it_is_read_is_left_and_told(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("suppliers.csv", SUPPLIERS)
    monkeypatch.setattr(receive, "open_store", lambda address: Growing(open_store(address), {}))

    result = land_waiting(settings)

    assert (result.files, result.receipts, list(result.left)) == (0, 0, ["suppliers.csv"])
    assert open_store(settings.drop).read("suppliers.csv") == SUPPLIERS


def test_a_path_that_is_gone_already_is_passed_over(settings: Settings) -> None:
    assert land_batch(settings, ["gone.xlsx"], NOW) == receive.Landed(earlier=1)


def test_an_archive_that_lost_the_file_keeps_it_in_the_drop_folder(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful(ReplacedWhileRead):
        def write_once(self, path: str, content: bytes) -> bool:
            return path.startswith("archive/") or self._store.write_once(path, content)

    drop("suppliers.csv", SUPPLIERS)
    monkeypatch.setattr(receive, "open_store", lambda address: Forgetful(open_store(address), {}))

    with pytest.raises(OSError, match=r"the archive has lost .*suppliers\.csv stays"):
        land_waiting(settings)

    assert open_store(settings.drop).read("suppliers.csv") == SUPPLIERS


def test_an_empty_file_is_quarantined_not_lost(settings: Settings, drop: Drop) -> None:
    drop("2025/V1015.xlsx", b"")

    assert land_waiting(settings).quarantined == 1
    assert len(receipts(settings)) == 1


def killing(*contents: bytes) -> Callable[..., Any]:
    """The reader, but these files take their worker with them."""

    def read(content: bytes, *rest: Any) -> Any:
        if content in contents:
            raise Killed
        return REAL_READ(content, *rest)

    return read


REAL_READ = read_file


def attempts(settings: Settings, most: int = 4) -> int:
    """Runs the task as Airflow does, careful from the second attempt on; how many attempts it took."""
    for attempt in range(1, most + 1):
        try:
            land_waiting(settings, careful=attempt > 1)
        except Killed:
            continue
        return attempt
    return pytest.fail(f"not landed in {most} attempts")


def reasons(settings: Settings) -> dict[str, str]:
    found = handled_files(batches(open_store(settings.lake)))
    return {sha: item.reason for sha, (_, item) in found.items() if item.reason}


def test_a_file_that_kills_its_task_twice_is_set_aside_and_the_others_go_on(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(drop)
    monkeypatch.setattr(receive, "read_file", killing(SUPPLIERS))

    assert attempts(settings) == 3

    assert "stopped the worker twice" in reasons(settings)[sha256(SUPPLIERS)]
    assert set(handled_files(batches(open_store(settings.lake)))) == {sha256(CMRT), sha256(SUPPLIERS), sha256(PICTURE)}
    assert open_store(settings.drop).entries() == []
    assert open_store(settings.lake).names("attempts") == []


def test_two_such_files_in_one_batch_are_both_set_aside(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(drop)
    monkeypatch.setattr(receive, "read_file", killing(SUPPLIERS, CMRT))

    assert attempts(settings) == 4

    assert {sha256(SUPPLIERS), sha256(CMRT)} <= set(reasons(settings))
    assert open_store(settings.drop).entries() == []
    assert open_store(settings.lake).names("attempts") == []


def test_a_kill_that_was_not_the_file_s_fault_costs_nothing(settings: Settings, drop: Drop) -> None:
    fill(drop)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receive, "read_file", killing(CMRT))
        with pytest.raises(Killed):
            land_waiting(settings)

    land_waiting(settings, careful=True)

    assert set(reasons(settings)) == {sha256(PICTURE)}


def test_a_name_that_is_no_unicode_does_not_stop_the_batch(settings: Settings, drop: Drop) -> None:
    drop("ordinary.csv", SUPPLIERS)
    drop("M\udcfcller.xlsx", PICTURE)  # a Latin-1 name, as an old zip program leaves it on Linux

    result = land_waiting(settings)

    assert (result.files, result.left) == (2, {})
    assert "M\\xfcller.xlsx" in {item["drop_path"] for item in receipts(settings)}
    assert open_store(settings.drop).entries() == []


@pytest.fixture
def in_memory() -> Iterator[Settings]:
    yield Settings(data="memory://test-receive/data", reporting_year=2025, settle_seconds=0)
    memory = fsspec.filesystem("memory")
    if memory.exists("/test-receive"):
        memory.rm("/test-receive", recursive=True)


def test_object_storage_holds_the_same_lake_as_a_folder(settings: Settings, drop: Drop, in_memory: Settings) -> None:
    for path, content in (("2025/a.xlsx", CMRT), ("suppliers.csv", SUPPLIERS), ("scan.xlsx", PICTURE)):
        drop(path, content)
        open_store(in_memory.drop).replace(path, content)
    land_waiting(settings)

    result = land_batch(in_memory, waiting_files(in_memory, datetime.now(UTC) + timedelta(seconds=1)), NOW)

    assert (result.files, result.left) == (3, {})
    assert landed(in_memory) == landed(settings)
    assert open_store(in_memory.drop).entries() == []


def test_the_day_in_a_list_s_name_goes_into_its_receipt(settings: Settings, drop: Drop) -> None:
    drop("smelter_status_2026-03-31.csv", SUPPLIERS)

    land_waiting(settings)

    assert receipts(settings)[0]["list_as_of"] == "2026-03-31"


def test_a_file_far_too_large_does_not_keep_its_batch_back(settings: Settings, drop: Drop) -> None:
    film = drop("film.mp4", b"")
    os.truncate(film, 6 << 30)
    os.utime(film, (1e9, 1e9))
    drop("2025/suppliers.csv", b"supplier_id,supplier_name\nV1,Alder\n")

    result = land_batch(settings, waiting_files(settings, NOW), NOW)

    assert result.files == 1
    assert "larger than 200 MB" in result.left["film.mp4"]
    assert film.exists()


def test_a_repeated_batch_says_that_an_earlier_attempt_took_its_files(settings: Settings, drop: Drop) -> None:
    drop("2025/suppliers.csv", b"supplier_id,supplier_name\nV1,Alder\n")
    land_batch(settings, ["2025/suppliers.csv"], NOW)

    again = land_batch(settings, ["2025/suppliers.csv"], NOW)

    assert (again.receipts, again.earlier) == (0, 1)
