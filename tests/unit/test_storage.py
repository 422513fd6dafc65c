"""Local folder and object storage keep the same promises: each test runs on both."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from include.storage import ConflictingContent, LocalStore, ObjectStore, Store, open_store


@pytest.fixture(params=["local", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "local":
        yield open_store(str(tmp_path / "lake"))
        return
    yield open_store("memory://test-storage/lake")
    memory = fsspec.filesystem("memory")
    if memory.exists("/test-storage"):
        memory.rm("/test-storage", recursive=True)


def test_the_address_decides_the_store(tmp_path: Path) -> None:
    assert isinstance(open_store(str(tmp_path)), LocalStore)
    assert isinstance(open_store(f"file://{tmp_path}"), LocalStore)
    assert isinstance(open_store("memory://bucket"), ObjectStore)


def test_write_once_writes_once(store: Store) -> None:
    assert store.write_once("archive/ab/file.xlsx", b"as sent")
    assert not store.write_once("archive/ab/file.xlsx", b"as sent")

    assert store.read("archive/ab/file.xlsx") == b"as sent"


def test_write_once_refuses_other_content(store: Store) -> None:
    store.write_once("archive/ab/file.xlsx", b"as sent")

    with pytest.raises(ConflictingContent, match=r"archive/ab/file\.xlsx"):
        store.write_once("archive/ab/file.xlsx", b"altered")

    assert store.read("archive/ab/file.xlsx") == b"as sent"


def test_of_writers_at_the_same_moment_exactly_one_wrote(store: Store) -> None:
    barrier, won, refused = threading.Barrier(6), [], []

    def write(number: int) -> None:
        barrier.wait()
        try:
            if store.write_once("lease.json", b"writer %d" % number):
                won.append(number)
        except ConflictingContent:
            refused.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(won), len(refused)) == (1, 5)
    assert store.read("lease.json") == b"writer %d" % won[0]


def test_replace_and_remove(store: Store) -> None:
    store.replace("marts/CURRENT", b"first")
    store.replace("marts/CURRENT", b"second")
    assert store.read("marts/CURRENT") == b"second"

    store.remove("marts/CURRENT")
    store.remove("marts/CURRENT")

    assert not store.exists("marts/CURRENT")
    with pytest.raises(FileNotFoundError):
        store.read("marts/CURRENT")


def test_names_are_the_files_of_one_folder_in_order(store: Store) -> None:
    for path in ("batches/b.json", "batches/a.json", "batches/deeper/c.json", "other/d.json"):
        store.replace(path, b"{}")

    assert store.names("batches") == ["a.json", "b.json"]
    assert store.names("nothing/here") == []


def test_entries_are_every_file_below_with_its_size(store: Store) -> None:
    store.replace("2025/V1/a.xlsx", b"12345")
    store.replace("b.csv", b"")

    assert [(entry.path, entry.size) for entry in store.entries()] == [("2025/V1/a.xlsx", 5), ("b.csv", 0)]
    assert all(entry.modified_at.utcoffset() is not None for entry in store.entries())


def test_a_folder_that_is_not_there_yet_is_empty(store: Store) -> None:
    assert store.entries() == []


def test_the_url_leads_to_the_file(store: Store) -> None:
    store.replace("landed/a b/é.parquet", b"rows")

    with fsspec.open(store.url("landed/a b/é.parquet")) as file:
        assert file.read() == b"rows"


def test_links_are_neither_followed_nor_listed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "payroll.xlsx").write_bytes(b"not for suppliers")
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "folder").symlink_to(tmp_path / "secret", target_is_directory=True)
    (drop / "file.xlsx").symlink_to(tmp_path / "secret" / "payroll.xlsx")
    (drop / "real.xlsx").write_bytes(b"x")

    assert [entry.path for entry in LocalStore(str(drop)).entries()] == ["real.xlsx"]


def test_a_killed_write_leaves_nothing_readers_see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LocalStore(str(tmp_path))

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", power_cut)
    for write in (store.replace, store.write_once):
        with pytest.raises(KeyboardInterrupt):
            write("batches/a.json", b"{")  # type: ignore[operator]

    assert not store.exists("batches/a.json")
    assert store.names("batches") == []


def test_files_can_be_read_by_workers_of_another_user(tmp_path: Path) -> None:
    store = LocalStore(str(tmp_path))
    store.replace("marts/CURRENT", b"run")
    store.write_once("archive/a", b"x")

    assert {(tmp_path / name).stat().st_mode & 0o044 for name in ("marts/CURRENT", "archive/a")} == {0o044}
