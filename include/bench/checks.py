"""What failing rows cost: the checks of a million declared smelter rows, each in a process of its own.

Run as ``python -m include.bench.checks WAY LAKE`` it measures one way over the lake of that folder, and prints JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from include.bench.report import Table
from include.checks import check_new_batches, suites
from include.checks.rules import Rule
from include.checks.validation import run_suite
from include.lake import HandledFile, batches, landed_path, read_parquet, sha256, write_batch
from include.schemas import LANDED
from include.storage import open_store

TABLE = "declared_smelter"
ROWS, PEER_ROWS = 1_000_000, 100_000
SHARES = (0, 1, 10)
_ROWS_OF_A_FILE = 200
_FILES_OF_A_BATCH = 1_000
_BY_CELL = {"result_format": "COMPLETE", "unexpected_index_column_names": ["row_number"]}


def table() -> Table:
    """Seconds, memory and findings for each share of failing rows, and the usual way beside it on fewer rows."""
    plan = [("checks", ROWS, share) for share in SHARES]
    plan += [(way, PEER_ROWS, share) for share in (0, SHARES[-1]) for way in ("checks", "by cell")]
    rows: list[dict[str, Any]] = []
    for way, count, share in plan:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            land_rows(folder, count, share)
            rows.append({"way": way, "rows": count, "failing in 100": share} | _in_a_process(way, folder))
    for row in rows:
        row["x none failing"] = row["core seconds"] / next(
            other["core seconds"] for other in rows if (other["way"], other["rows"]) == (row["way"], row["rows"])
        )
    notes = (
        f"failing in 100: rows that fail each of the {len(suites()[TABLE])} rules of the suite, if it applies to them",
        "checks: reading Parquet, Great Expectations, findings and pages written; without importing Great Expectations",
        "by cell: Great Expectations alone, with unexpected_index_column_names, which grows with every failing cell:",
        f"times {ROWS // PEER_ROWS} for a million rows, and no finding is made or written yet",
        "x none failing: by core seconds, which a busy machine does not lengthen",
        "MB: the largest resident memory of the process, of which importing everything is the share given",
    )
    return Table("checks", "Checks of declared smelter rows, by how many fail", rows, notes)


def land_rows(lake: str, count: int, share: float) -> None:
    """Land declared smelter rows of which this share in a hundred fails each rule of the suite, by a fixed seed."""
    store, made = open_store(lake), np.random.default_rng(1)
    each = _ROWS_OF_A_FILE * _FILES_OF_A_BATCH
    for first in range(0, count, each):
        rows = min(each, count - first)
        names = [sha256(str(number).encode()) for number in range(first, first + rows, _ROWS_OF_A_FILE)]
        write_batch(store, [HandledFile(name, "cmrt", 1) for name in names], _landed(names, rows, share, made))


def _landed(names: Sequence[str], rows: int, share: float, made: np.random.Generator) -> dict[str, pa.Table]:
    schema = LANDED[TABLE]
    columns = {field.name: pa.nulls(rows, field.type) for field in schema}
    files = np.repeat(np.array(names, dtype=object), _ROWS_OF_A_FILE)[:rows]
    columns |= {
        "file_sha256": pa.array(files, pa.string()),
        "source_sheet": pa.repeat("Smelter List", rows),
        "source_row": pa.array(5 + np.arange(rows) % _ROWS_OF_A_FILE, pa.int32()),
        "metal": _text(made, ("Tin", "Gold"), rows, share, "Cobalt"),
        "smelter_lookup": _text(made, ("Smelter not listed",), rows, share),
        "smelter_name_reported": _text(made, tuple(f"Invented Smelter {n}" for n in range(1000)), rows, share),
        "facility_country": _text(made, ("PERU", "CHILE"), rows, share),
    }
    return {TABLE: pa.table(columns, schema=schema), "declaration": _declarations(names)}


def _declarations(names: Sequence[str]) -> pa.Table:
    """A declaration a file in which nothing is missing."""
    filled: dict[pa.DataType, Any] = {pa.string(): "jo@example.com", pa.int32(): 8, pa.date32(): date(2026, 1, 5)}
    own = {"template_kind": "cmrt", "source_cells": "{}"}
    columns = {
        field.name: pa.repeat(pa.scalar(own.get(field.name, filled.get(field.type)), field.type), len(names))
        for field in LANDED["declaration"]
    }
    of_its_own = {"file_sha256": pa.array(names), "company_name": pa.array(names)}
    return pa.table(columns | of_its_own, schema=LANDED["declaration"])


def _text(
    made: np.random.Generator, words: Sequence[str], rows: int, share: float, wrong: str | None = None
) -> pa.Array:
    values = np.array(words, dtype=object)[made.integers(0, len(words), rows)]
    luck = made.random(rows) * 100
    values[luck < share] = None
    if wrong:
        values[(luck >= share) & (luck < 2 * share)] = wrong
    return pa.array(values, pa.string())


def _in_a_process(way: str, lake: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "include.bench.checks", way, lake]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this module itself
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def by_cell(name: str, rules: Sequence[Rule], frame: pd.DataFrame) -> dict[str, list[int]]:
    """Code -> numbers of the failing rows, as Great Expectations gives them when asked for a column of the row."""
    results = run_suite(name, rules, frame.assign(row_number=range(len(frame))), _BY_CELL)
    return {
        code: sorted(int(item["row_number"]) for item in result.result.get("unexpected_index_list") or [])
        for code, result in results.items()
    }


def _frame(lake: str) -> pd.DataFrame:
    store = open_store(lake)
    parts = [read_parquet(store.read(landed_path(TABLE, batch.batch))) for batch in batches(store)]
    rows = pa.concat_tables(parts)
    rows = rows.append_column("template_kind", pa.repeat("cmrt", rows.num_rows))
    frame: pd.DataFrame = rows.to_pandas(use_threads=False)
    return frame


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def _measured(way: str, lake: str) -> Mapping[str, Any]:
    import great_expectations  # noqa: F401 - not to be measured

    rules, frame, before = suites()[TABLE], _frame(lake) if way == "by cell" else None, _peak()
    start, used = time.perf_counter(), time.process_time()
    counts: Iterable[int]
    if frame is None:
        counts = check_new_batches(open_store(lake)).values()
    else:
        counts = map(len, by_cell(TABLE, rules, frame).values())
    findings = sum(counts)
    took = {"seconds": time.perf_counter() - start, "core seconds": time.process_time() - used}
    return {"findings": findings, **took, "MB": _peak(), "of it imports": before}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measured(*sys.argv[1:])) + "\n")
