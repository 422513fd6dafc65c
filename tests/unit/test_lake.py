from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from include.lake import (
    HandledFile,
    LeaseHeld,
    acquire_lease,
    archive_path,
    batches,
    handled_files,
    landed_path,
    parquet_bytes,
    release_lease,
    sha256,
    write_batch,
)
from include.schemas import LANDED, PARSER_VERSION
from include.storage import Store, open_store

A, B = "a" * 64, "b" * 64


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path))


def product(sha: str, row: int, number: str) -> dict[str, Any]:
    blank = dict.fromkeys(LANDED["declared_product"].names)
    return blank | {"file_sha256": sha, "source_sheet": "Product List", "source_row": row, "product_number": number}


def snapshot(store: Store) -> dict[str, bytes]:
    return {entry.path: store.read(entry.path) for entry in store.entries()}


def test_the_archive_address_never_comes_from_the_supplier() -> None:
    assert archive_path(sha256(b"x"), ".xlsx") == f"archive/{sha256(b'x')[:2]}/{sha256(b'x')}.xlsx"


def test_a_batch_is_what_its_manifest_says(store: Store) -> None:
    written = write_batch(
        store, [HandledFile(A, "cmrt", 10, rows={"declared_product": 2})], {"declared_product": [product(A, 6, "P1")]}
    )

    assert batches(store) == [written]
    content = store.read(landed_path("declared_product", written.batch))
    assert sha256(content) == written.tables["declared_product"]
    assert pq.read_table(io.BytesIO(content)).to_pylist() == [product(A, 6, "P1")]


def test_landing_a_batch_again_gives_the_same_bytes(store: Store) -> None:
    files = [HandledFile(B, "unreadable", 1, "a picture"), HandledFile(A, "cmrt", 10)]
    rows = {"declared_product": [product(A, 6, "P1")]}
    first = write_batch(store, files, rows)
    before = snapshot(store)

    assert write_batch(store, files[::-1], rows) == first
    assert snapshot(store) == before


def test_rows_without_a_manifest_do_not_exist(store: Store) -> None:
    written = write_batch(store, [HandledFile(A, "cmrt", 10)], {"declared_product": [product(A, 6, "P1")]})
    store.remove(f"batches/{written.batch}.json")

    assert store.exists(landed_path("declared_product", written.batch))
    assert batches(store) == []


def test_a_killed_run_can_be_finished_over_its_remains(store: Store) -> None:
    files, rows = [HandledFile(A, "cmrt", 10)], {"declared_product": [product(A, 6, "P1")]}
    name = write_batch(store, files, rows).batch
    store.remove(f"batches/{name}.json")
    store.replace(landed_path("declared_product", name), b"half a Parquet fi")

    written = write_batch(store, files, rows)

    assert sha256(store.read(landed_path("declared_product", name))) == written.tables["declared_product"]


def test_batches_of_another_parser_are_not_read(store: Store) -> None:
    name = write_batch(store, [HandledFile(A, "cmrt", 10)], {}).batch
    manifest = json.loads(store.read(f"batches/{name}.json"))
    store.replace(f"batches/{name}.json", json.dumps(manifest | {"parser": PARSER_VERSION + 1}).encode())

    assert batches(store) == []
    assert [batch.batch for batch in batches(store, PARSER_VERSION + 1)] == [name]


def test_the_reason_of_a_quarantined_file_lies_beside_the_lake_in_plain_words(store: Store) -> None:
    write_batch(
        store, [HandledFile(A, "unreadable", 3, "a picture (JPEG), not a workbook"), HandledFile(B, "cmrt", 5)], {}
    )

    assert json.loads(store.read(f"quarantine/{A}/reason.json"))["reason"] == "a picture (JPEG), not a workbook"
    assert not store.exists(f"quarantine/{B}/reason.json")


def test_a_file_in_two_batches_belongs_to_one(store: Store) -> None:
    one = write_batch(store, [HandledFile(A, "cmrt", 10)], {})
    two = write_batch(store, [HandledFile(A, "cmrt", 10), HandledFile(B, "cmrt", 10)], {})
    first, second = sorted([one.batch, two.batch])

    owners = handled_files(batches(store))

    assert owners[A][0] == first
    assert owners[B][0] == two.batch
    assert second in {one.batch, two.batch}


@pytest.mark.parametrize("place", [0, 1])
def test_a_row_that_does_not_fit_its_schema_is_refused_wherever_it_stands(place: int) -> None:
    rows = [product(A, 6, "P1"), product(A, 7, "P2")]
    rows[place] = rows[place] | {"metal": "Gold"}

    with pytest.raises(ValueError, match="metal"):
        parquet_bytes(rows, LANDED["declared_product"])


def test_equal_rows_give_equal_parquet() -> None:
    rows = [product(A, row, f"P{row}") for row in range(6, 200)]

    assert parquet_bytes(rows, LANDED["declared_product"]) == parquet_bytes(
        [dict(reversed(row.items())) for row in rows], LANDED["declared_product"]
    )


def test_a_second_writer_is_told_who_holds_the_lake_and_until_when(store: Store) -> None:
    acquire_lease(store, "intake run 1", 600, now=0)

    with pytest.raises(LeaseHeld, match=r"written by intake run 1 \(until 1970-01-01 00:10:00 UTC"):
        acquire_lease(store, "make run", 600, now=599)


def test_the_holder_may_renew(store: Store) -> None:
    acquire_lease(store, "run 1", 600, now=0)
    acquire_lease(store, "run 1", 600, now=500)

    with pytest.raises(LeaseHeld):
        acquire_lease(store, "run 2", 600, now=700)


def test_the_lease_of_a_vanished_writer_expires(store: Store) -> None:
    acquire_lease(store, "killed run", 600, now=0)

    acquire_lease(store, "next run", 600, now=601)

    with pytest.raises(LeaseHeld, match="next run"):
        acquire_lease(store, "killed run", 600, now=602)


def test_only_the_holder_gives_the_lease_back(store: Store) -> None:
    acquire_lease(store, "run 1", 600, now=0)

    release_lease(store, "run 2")
    with pytest.raises(LeaseHeld):
        acquire_lease(store, "run 2", 600, now=1)

    release_lease(store, "run 1")
    release_lease(store, "run 1")
    acquire_lease(store, "run 2", 600, now=2)
