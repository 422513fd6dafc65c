"""The matching models alone, over names from a CSV: what the ``match`` command and the benchmarks call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from include.countries import country
from include.events import as_table, event
from include.intake.metals import canonical_metal
from include.warehouse.load import connect, load_parameters, load_rows
from include.warehouse.models import run_models

INPUT_COLUMNS = ("metal", "smelter_name_reported", "facility_country", "smelter_id_reported")
RESULT_COLUMNS = ("smelter_cid", "judgement", "match_method", "match_score", "match_detail", "candidates")
_RESULT = """
SELECT
    declared.source_row,
    match.smelter_cid,
    match.judgement,
    match.match_method,
    match.match_score,
    match.match_detail,
    coalesce((
        SELECT string_agg(found.smelter_cid || ':' || format('{:.2f}', found.score), ';'
            ORDER BY found.score DESC, found.smelter_cid)
        FROM match_candidate AS found WHERE found.key_id = declared.key_id
    ), match.smelter_cid || ':1.00', '') AS candidates
FROM declared_key AS declared
JOIN smelter_match AS match USING (key_id)
ORDER BY declared.source_row
"""


def match_names(
    names: Sequence[Mapping[str, str | None]],
    references: Mapping[str, Sequence[Mapping[str, Any]]],
    list_dates: Mapping[str, date | None],
    as_of: date,
    accept_similar: bool = False,
) -> list[dict[str, Any]]:
    """Match each row of ``names`` (INPUT_COLUMNS) against reference rows of the landed tables; same order back.

    ``list_dates`` gives for each reference file (by hash) the date its name states, if any; lists later than ``as_of``
    do not count. Only deterministic methods accept, unless ``accept_similar`` lets likeness above the measured score
    accept too. Each result has RESULT_COLUMNS; ``candidates`` is up to three ``CID:score``.
    """
    with matching_database(names, references, list_dates, as_of, accept_similar) as connection:
        found = connection.sql(_RESULT).to_arrow_table().to_pylist()
    return [{column: row[column] for column in RESULT_COLUMNS} for row in found]


@contextmanager
def matching_database(
    names: Sequence[Mapping[str, str | None]],
    references: Mapping[str, Sequence[Mapping[str, Any]]],
    list_dates: Mapping[str, date | None],
    as_of: date,
    accept_similar: bool = False,
    also: tuple[str, ...] = (),
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the matching models, and the models ``also`` names, built over what ``match_names`` is given."""
    declared = [
        {
            "file_sha256": "names",
            "source_sheet": "",
            "source_row": number,
            "smelter_lookup": None,
            **{column: _text(name.get(column)) for column in INPUT_COLUMNS},
            "metal": canonical_metal(name.get("metal")) or _text(name.get("metal")),
            "facility_country_code": found.alpha_2 if (found := country(name.get("facility_country"))) else None,
        }
        for number, name in enumerate(names, 1)
    ]
    tables = {**references, "declared_smelter": declared}
    with connect() as connection:
        load_rows(connection, tables)
        load_parameters(connection, as_of.year, as_of, accept_similar=accept_similar)
        for name, table in _lake(list_dates).items():
            connection.register(name, table)
        run_models(connection, ("declared_key", "smelter_match", "match_candidate", *also))
        yield connection


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None


def _lake(list_dates: Mapping[str, date | None]) -> dict[str, pa.Table]:
    """The manifests and receipts of the reference files alone: no declaration came, and no decision was taken."""
    files = sorted(list_dates)
    landed = {
        "file_sha256": pa.array(files, pa.string()),
        "kind": pa.array(["smelter_lookup"] * len(files), pa.string()),
        "reason": pa.nulls(len(files), pa.string()),
        "blank": pa.array([True] * len(files), pa.bool_()),
        "template_revision": pa.nulls(len(files), pa.string()),
    }
    receipts = [
        event("receipt", "", "", _receipt(sha, stated), ("file_sha256",)) for sha, stated in sorted(list_dates.items())
    ]
    return {"landed_file": pa.table(landed), "event": as_table(receipts)}


def _receipt(file_sha256: str, stated: date | None) -> dict[str, Any]:
    return {
        "file_sha256": file_sha256,
        "drop_path": file_sha256,
        "kind": "smelter_lookup",
        "reporting_year": 0,
        "list_as_of": stated.isoformat() if stated else None,
    }
