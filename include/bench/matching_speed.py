"""How long the matching models take for many declared rows, next to RapidFuzz over the same candidates."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from rapidfuzz import fuzz, process

from include.bench.dirty_names import dirty_names
from include.bench.matching import AS_OF, labelled_names
from include.bench.report import Table
from include.reference_files import References
from include.schemas import LANDED
from include.warehouse.match import matching_database
from include.warehouse.models import model_texts, run_order

TARGET = 10
MOST_NAMES = 50_000
MODELS = ("declared_key", "smelter_match", "match_candidate")
_ROWS_OF_A_FILE = 200
_AT_ONCE = 2_000  # names in one matrix of scores: all of them at once would take gigabytes


def table(data: Path, counts: Sequence[int]) -> Table:
    """Seconds of the matching models for each number of declared rows."""
    _, references = labelled_names(data)
    listed = _listed(references)
    rows = [_measure(references, listed, count) for count in counts]
    notes = (
        f"at most {MOST_NAMES:,} distinct names; a million rows are to take less than {TARGET} s on two cores",
        "cdist: RapidFuzz WRatio of the same distinct names with all names of their metal, on two cores, nothing else",
    )
    return Table("matching speed", "Matching many rows", rows, notes)


def _listed(references: References) -> list[tuple[str, str, str | None, str | None]]:
    with matching_database([], references.tables, references.dates, AS_OF) as connection:
        rows: list[tuple[str, str, str | None, str | None]] = connection.sql("""
            SELECT alias.metal, alias.name_clean, facility.facility_country, facility.facility_country_code
            FROM ref_alias AS alias JOIN ref_smelter AS facility USING (metal, smelter_cid) ORDER BY ALL
        """).fetchall()
    return rows


def _measure(references: References, listed: Sequence[tuple[Any, ...]], count: int) -> dict[str, Any]:
    names = _distinct(listed, min(count // 2, MOST_NAMES))
    with matching_database([], references.tables, references.dates, AS_OF) as connection:
        models = run_order(MODELS)
        for model in reversed(models):
            connection.execute(f"DROP TABLE {model}")
        connection.execute("DROP TABLE declared_smelter")
        _declare(connection, names, count)
        start = time.perf_counter()
        for model in models:
            connection.execute(f"CREATE TABLE {model} AS\n{model_texts()[model]}")
        ours = time.perf_counter() - start
    start = time.perf_counter()
    _cdist(names, listed)
    return {"rows": count, "distinct names": len(names), "seconds": ours, "cdist seconds": time.perf_counter() - start}


def _distinct(listed: Sequence[tuple[Any, ...]], wanted: int) -> list[tuple[Any, ...]]:
    makers = [dirty_names([alias[1]], number) for number, alias in enumerate(listed)]
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    while len(found) < wanted:
        for (metal, _, *country), maker in zip(listed, makers, strict=True):
            name = next(maker)
            found[metal, name] = (metal, name, *country)
    return list(found.values())[:wanted]


def _declare(connection: duckdb.DuckDBPyConnection, names: Sequence[tuple[Any, ...]], count: int) -> None:
    schema = LANDED["declared_smelter"]
    columns = {field.name: pa.nulls(count, field.type) for field in schema}
    taken = [names[number % len(names)] for number in range(count)]
    for place, column in enumerate(("metal", "smelter_name_reported", "facility_country", "facility_country_code")):
        columns[column] = pa.array([name[place] for name in taken], pa.string())
    columns["file_sha256"] = pa.array([str(number // _ROWS_OF_A_FILE) for number in range(count)])
    columns["source_sheet"] = pa.array(["Smelter List"] * count)
    columns["source_row"] = pa.array([5 + number % _ROWS_OF_A_FILE for number in range(count)], pa.int32())
    connection.register("made", pa.table(columns, schema=schema))
    connection.execute("CREATE TABLE declared_smelter AS FROM made")


def _cdist(names: Sequence[tuple[Any, ...]], listed: Sequence[tuple[Any, ...]]) -> None:
    for metal in {alias[0] for alias in listed}:
        choices = [alias[1] for alias in listed if alias[0] == metal]
        for part in _parts([name[1] for name in names if name[0] == metal]):
            process.cdist(part, choices, scorer=fuzz.WRatio, workers=2)


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[first : first + _AT_ONCE] for first in range(0, len(names), _AT_ONCE))
