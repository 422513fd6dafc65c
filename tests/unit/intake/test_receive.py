"""A file is never lost and never landed twice, whatever is killed, repeated, or dropped at the same time."""

from __future__ import annotations

import io
import os
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fsspec
import pytest

from include.events import read_all
from include.intake import landing, receive
from include.intake.drop_folder import waiting_files
from include.intake.model import ReadFile
from include.intake.reader_process import Reader
from include.intake.receive import land_batch
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
OTHER_CMRT = build_cmrt(replace(complete_spec("Harbour Cables Ltd"), lookup=()))
Drop = Callable[..., Path]


def zipped(files: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    """A zip archive; a list of pairs may hold a name twice."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in files.items() if isinstance(files, dict) else files:
            archive.writestr(zipfile.ZipInfo(name), member)
    return content.getvalue()


ARCHIVE = zipped({"answer.xlsx": OTHER_CMRT, "copies/answer.xlsx": OTHER_CMRT, "scan.xlsx": PICTURE})


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


def land_waiting(settings: Settings, reader: Reader | None = None) -> receive.Landed:
    return land_batch(settings, waiting_files(settings, NOW), NOW, reader)


def fill(drop: Drop) -> None:
    drop("2025/V1001/CMRT.xlsx", CMRT)
    drop("2025/V1001/CMRT (1).xlsx", CMRT)
    drop("suppliers.csv", SUPPLIERS)
    drop("scan.xlsx", PICTURE)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One reader process for the tests that take in many batches."""
    with Reader() as reader:
        yield reader


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


def writes_of_a_whole_run(tmp_path: Path, reader: Reader) -> int:
    settings = Settings(data=str(tmp_path / "count"), settle_seconds=0)
    writes = [10_000]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receive, "open_store", lambda address: FragileStore(open_store(address), writes))
        files = {"a.xlsx": CMRT, "b.csv": SUPPLIERS, "c.xlsx": PICTURE, "d.xlsx": CMRT, "e.zip": ARCHIVE}
        for name, content in files.items():
            Path(settings.drop).mkdir(parents=True, exist_ok=True)
            Path(settings.drop, name).write_bytes(content)
        land_batch(settings, list(files), NOW, reader)
    return 10_000 - writes[0]


def test_killed_at_any_write_and_repeated_gives_the_same_lake(tmp_path: Path, reader: Reader) -> None:
    def dropped(name: str) -> Settings:
        settings = Settings(data=str(tmp_path / name), reporting_year=2025, settle_seconds=0)

        def put(path: str, content: bytes) -> Path:
            target = Path(settings.drop, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            os.utime(target, (NOON.timestamp(), NOON.timestamp()))
            return target

        fill(put)
        put("2025/V1001/rest.zip", ARCHIVE)
        return settings

    undisturbed = dropped("undisturbed")
    land_waiting(undisturbed)
    expected, expected_receipts = landed(undisturbed), receipts(undisturbed)
    total = writes_of_a_whole_run(tmp_path, reader)
    assert total > 15

    for count in range(total):
        settings = dropped(f"killed-before-{count}")
        writes = [count]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(receive, "open_store", lambda address, w=writes: FragileStore(open_store(address), w))
            with pytest.raises(Killed):
                land_waiting(settings, reader)
        land_waiting(settings, reader)

        assert landed(settings) == expected, f"killed before write {count + 1} of {total}"
        assert receipts(settings) == expected_receipts, f"killed before write {count + 1} of {total}"
        assert open_store(settings.drop).entries() == []


def test_the_same_bytes_twice_are_one_landed_file_and_two_receipts(settings: Settings, drop: Drop) -> None:
    drop("2025/a.xlsx", CMRT)
    drop("2025/b.xlsx", CMRT)

    result = land_waiting(settings)

    assert (result.files, result.receipts) == (1, 2)
    assert sorted(item["drop_path"] for item in receipts(settings)) == ["2025/a.xlsx", "2025/b.xlsx"]


def test_known_bytes_that_come_again_are_not_read_again(settings: Settings, drop: Drop) -> None:
    drop("a.xlsx", CMRT)
    land_waiting(settings)
    before = landed(settings)
    drop("again/a.xlsx", CMRT)

    result = land_waiting(settings, Reader(["no such program"]))  # reading anything would fail

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


def reasons(settings: Settings) -> dict[str, str]:
    found = handled_files(batches(open_store(settings.lake)))
    return {sha: item.reason for sha, (_, item) in found.items() if item.reason}


def test_files_that_end_their_reader_are_set_aside_and_the_others_go_on(settings: Settings, drop: Drop) -> None:
    fill(drop)
    for content in (b"segmentation fault", b"hang", b"exit"):
        drop(f"{content.decode()}.xlsx", content)
    crashing = [sys.executable, str(Path(__file__).with_name("crashing_reader.py"))]

    with Reader(crashing) as reader:
        result = land_waiting(settings, reader)

    assert (result.files, result.quarantined, result.left) == (6, 4, {})
    assert "SIGSEGV" in reasons(settings)[sha256(b"segmentation fault")]
    assert "takes longer" in reasons(settings)[sha256(b"hang")]
    assert open_store(settings.drop).entries() == []


def test_a_kill_that_was_not_the_file_s_fault_costs_nothing(settings: Settings, drop: Drop, tmp_path: Path) -> None:
    drop("a.csv", b"killed once")
    crashing = [sys.executable, str(Path(__file__).with_name("crashing_reader.py")), str(tmp_path / "killed")]

    with Reader(crashing) as reader:
        land_waiting(settings, reader)

    assert "stopped the reader" not in reasons(settings)[sha256(b"killed once")]


def test_a_reader_that_does_not_start_costs_no_file(settings: Settings, drop: Drop) -> None:
    fill(drop)

    with pytest.raises(RuntimeError, match="did not start"):
        land_waiting(settings, Reader([sys.executable, "-c", "raise SystemExit(1)"]))

    assert len(open_store(settings.drop).entries()) == 4
    assert batches(open_store(settings.lake)) == []


def test_each_file_in_a_zip_is_archived_landed_or_set_aside_and_has_a_receipt(settings: Settings, drop: Drop) -> None:
    drop("2024/V1001/all.zip", ARCHIVE)

    result = land_waiting(settings)

    assert (result.files, result.quarantined, result.receipts, result.left) == (3, 1, 4, {})
    assert open_store(settings.drop).entries() == []
    lake = open_store(settings.lake)
    archived = {lake.read(entry.path) for entry in lake.entries() if entry.path.startswith("archive/")}
    assert archived == {ARCHIVE, OTHER_CMRT, PICTURE}
    found = {item["drop_path"]: item for item in receipts(settings)}
    assert {path: item["kind"] for path, item in found.items()} == {
        "2024/V1001/all.zip": "zip",
        "2024/V1001/all.zip/answer.xlsx": "cmrt",
        "2024/V1001/all.zip/copies/answer.xlsx": "cmrt",
        "2024/V1001/all.zip/scan.xlsx": "unreadable",
    }
    assert {item["reporting_year"] for item in found.values()} == {2024}
    assert [item["within"] for _, item in sorted(found.items())] == [None, *[sha256(ARCHIVE)] * 3]


def test_a_zip_with_hostile_names_writes_nothing_outside_the_lake(
    settings: Settings, drop: Drop, tmp_path: Path
) -> None:
    hostile = ["../../escaped.csv", "/absolute.csv", "..\\..\\windows.csv", "two\nlines.csv", "lease.json"]
    drop("all.zip", zipped({name: b"supplier_id,supplier_name\nV%d,Alder\n" % n for n, name in enumerate(hostile)}))

    assert land_waiting(settings).quarantined == 0

    assert sorted(item["drop_path"] for item in receipts(settings) if item["within"]) == [
        "all.zip/_/_/escaped.csv", "all.zip/_/_/windows.csv", "all.zip/absolute.csv", "all.zip/lease.json",
        "all.zip/two_lines.csv",
    ]  # fmt: skip
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(settings.lake)]
    assert outside == []


def test_the_same_bytes_in_a_zip_and_by_themselves_are_one_file(settings: Settings, drop: Drop) -> None:
    drop("a.xlsx", OTHER_CMRT)
    drop("b.zip", ARCHIVE)

    result = land_waiting(settings)

    assert (result.files, result.receipts) == (3, 5)


def test_a_zip_that_comes_again_for_another_year_gives_its_files_receipts_of_that_year(
    settings: Settings, drop: Drop
) -> None:
    drop("2024/all.zip", ARCHIVE)
    land_waiting(settings)
    drop("2025/all.zip", ARCHIVE)

    result = land_waiting(settings)

    assert (result.files, result.receipts) == (0, 4)
    assert sorted(item["reporting_year"] for item in receipts(settings)) == [2024] * 4 + [2025] * 4


def test_a_zip_inside_a_zip_is_set_aside_and_opened_once_it_is_dropped_by_itself(
    settings: Settings, drop: Drop
) -> None:
    drop("outer.zip", zipped({"inner.zip": ARCHIVE, "suppliers.csv": SUPPLIERS}))
    result = land_waiting(settings)
    assert (result.files, result.quarantined, result.receipts) == (3, 1, 3)
    assert "a zip inside a zip" in reasons(settings)[sha256(ARCHIVE)]

    drop("inner.zip", ARCHIVE)
    land_waiting(settings)

    assert set(reasons(settings)) == {sha256(PICTURE)}
    assert {item["drop_path"] for item in receipts(settings)} >= {"inner.zip/answer.xlsx", "inner.zip/scan.xlsx"}


def test_a_zip_whose_files_take_too_long_stays_whole(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("all.zip", ARCHIVE)
    drop("suppliers.csv", SUPPLIERS)
    monkeypatch.setattr(landing, "_MEMBERS_SECONDS", -1)

    result = land_waiting(settings)

    assert "take too long to read together" in result.left["all.zip"]
    assert [item["drop_path"] for item in receipts(settings)] == ["suppliers.csv"]
    monkeypatch.undo()
    assert land_waiting(settings).receipts == 4
    assert open_store(settings.drop).entries() == []


@pytest.mark.parametrize(("module", "bound"), [(receive, "BATCH_SECONDS"), (landing, "_MAX_ROWS_BYTES")])
def test_a_batch_that_grows_beyond_a_task_leaves_the_rest_for_the_next_run(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch, module: Any, bound: str
) -> None:
    fill(drop)
    monkeypatch.setattr(module, bound, -1)

    result = land_waiting(settings)

    assert result.left
    assert all(reason.endswith("it waits for the next run") for reason in result.left.values())
    monkeypatch.undo()
    assert land_waiting(settings).receipts == 4 - result.receipts
    assert open_store(settings.drop).entries() == []


def test_rows_that_fit_no_table_cost_their_file_and_not_the_batch(settings: Settings, drop: Drop) -> None:
    class Wrong(Reader):
        def answer(self) -> ReadFile:
            return ReadFile("cmrt", tables={"declaration": [{"company_name": 1}]})

    drop("a.xlsx", CMRT)

    result = land_waiting(settings, Wrong())

    assert (result.quarantined, result.receipts) == (1, 1)
    assert "fault of the reader" in reasons(settings)[sha256(CMRT)]


def test_memory_holds_a_few_files_however_many_there_are(settings: Settings, drop: Drop, reader: Reader) -> None:
    for number in range(30):
        drop(f"{number}.bin", bytes([number]) * (4 << 20))
    tracemalloc.start()
    result = land_waiting(settings, reader)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert result.receipts == 30
    assert peak < 10 * (4 << 20)
