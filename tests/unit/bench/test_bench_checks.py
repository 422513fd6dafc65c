"""The rows that are measured fail as often as the table says, and both ways find the same."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from include.bench.checks import TABLE, by_cell, land_rows
from include.checks import check_new_batches, findings_path, suites
from include.lake import batches, landed_path, read_parquet
from include.storage import open_store


@pytest.mark.parametrize(("share", "least", "most"), [(0, 0, 0), (10, 300, 700)])
def test_as_many_rows_fail_as_were_asked_for(tmp_path: Path, share: int, least: int, most: int) -> None:
    land_rows(str(tmp_path), 1000, share)

    counts = check_new_batches(open_store(str(tmp_path)))

    assert least <= sum(counts.values()) <= most
    assert all(5 * share <= count <= 15 * share for count in counts.values())


def test_the_peer_finds_the_same_rows(tmp_path: Path) -> None:
    land_rows(str(tmp_path), 1000, 10)
    store = open_store(str(tmp_path))
    (batch,) = batches(store)
    check_new_batches(store)
    ours = read_parquet(store.read(findings_path(batch.batch))).to_pylist()
    rows = read_parquet(store.read(landed_path(TABLE, batch.batch)))
    places = list(zip(rows["file_sha256"].to_pylist(), rows["source_row"].to_pylist(), strict=True))

    frame = rows.append_column("template_kind", pa.repeat("cmrt", rows.num_rows)).to_pandas()
    peers = by_cell(TABLE, suites()[TABLE], frame)

    found = {(row["code"], row["file_sha256"], row["source_row"]) for row in ours}
    assert found == {(code, *places[number]) for code, numbers in peers.items() for number in numbers}
