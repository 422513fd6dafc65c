"""One refresh: the lake into marts. The run's name is a hash of all that goes in, so nothing new means the same run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from include.checks import check_new_batches, suites_version
from include.events import Event, canonical_json, facts, ledger_head, read_all
from include.lake import Batch, batches, parquet_bytes
from include.schemas import MARTS, PARSER_VERSION
from include.settings import CompanyProfile, Settings
from include.storage import Store, open_store
from include.warehouse.load import connect, load_lake, load_parameters
from include.warehouse.models import SQL, failed_assertions, run_models

CURRENT = "marts/CURRENT"
_SAID_IN_LETTERS_ALONE = {"signer", "senior_officer", "unreviewed_language"}


class AccountingBroken(RuntimeError):
    """An assertion does not hold: no mart of this refresh may be used. The message shows the bad rows."""


@dataclass(frozen=True)
class Inputs:
    """All that decides a run: its name, and the hashes that go into the name."""

    run: str
    reporting_year: int
    as_of: date
    batches: tuple[Batch, ...]
    events: tuple[Event, ...]
    ledger_head: str
    code_version: str

    def provenance(self) -> dict[str, object]:
        """What a manifest says of a run's inputs."""
        return {
            "run": self.run,
            "as_of": self.as_of.isoformat(),
            "batches": {batch.batch: batch.tables for batch in self.batches},
            "files": sorted(item.file_sha256 for batch in self.batches for item in batch.files),
            "events": sorted(item.event_id for item in self.events),
            "ledger_head": self.ledger_head,
            "parser_version": PARSER_VERSION,
            "code_version": self.code_version,
        }


@cache
def code_version() -> str:
    """Hash over the code, SQL and suites that turn landed rows into marts and documents; the review pages only read."""
    root = SQL.parent
    digest = hashlib.sha256()
    for folder in ("include", "sql", "expectations"):
        for path in sorted(Path(root, folder).rglob("*")):
            place = path.relative_to(root)
            if path.suffix in {".py", ".sql", ".yaml", ".csv", ".html", ".j2"} and place.parts[1] != "review":
                digest.update(place.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def inputs_of(store: Store, settings: Settings, profile: CompanyProfile, as_of: date) -> Inputs:
    """Read manifests and ledger, and name the run they make."""
    # The ledger first: an intake that lands meanwhile writes its manifest before its receipts: no receipt is read
    # here whose batch is not.
    events = facts(read_all(store))
    found = batches(store)
    head = ledger_head(events)
    key = canonical_json(
        [
            [[batch.batch, batch.tables] for batch in found],
            head,
            settings.reporting_year,
            list(profile.accepted_template_versions),
            profile.plausibility.model_dump(mode="json"),
            profile.campaign.model_dump(mode="json", exclude=_SAID_IN_LETTERS_ALONE),
            list(profile.follow_up_days),
            settings.accept_similar,
            as_of.isoformat(),
            suites_version(),
            code_version(),
        ]
    )
    run = hashlib.sha256(key).hexdigest()[:16]
    return Inputs(run, settings.reporting_year, as_of, tuple(found), tuple(events), head, code_version())


def current_run(store: Store) -> str | None:
    """Name of the run readers see; null before the first refresh."""
    return store.read(CURRENT).decode().strip() if store.exists(CURRENT) else None


def build_marts(settings: Settings, profile: CompanyProfile, as_of: date, make_current: bool = True) -> Inputs:
    """Build the marts of all reporting years as of a date, unless they are there; returns what went in.

    Raises AccountingBroken when an assertion does not hold; then nothing readers see has changed.
    """
    store = open_store(settings.lake)
    inputs = inputs_of(store, settings, profile, as_of)
    if not store.exists(f"marts/{inputs.run}/DONE"):
        check_new_batches(store)  # an intake may have landed since the last check: its findings belong to this run
        with connect() as connection:
            load_lake(connection, store, inputs.batches, inputs.events)
            load_parameters(
                connection,
                settings.reporting_year,
                as_of,
                profile.accepted_template_versions,
                settings.accept_similar,
                profile.plausibility,
                profile.campaign,
                profile.follow_up_days,
            )
            run_models(connection)
            if bad := failed_assertions(connection):
                raise AccountingBroken("; ".join(f"{name}: {rows}" for name, rows in bad.items()))
            for mart, schema in MARTS.items():
                store.replace(f"marts/{inputs.run}/{mart}.parquet", parquet_bytes(_fetch(connection, mart), schema))
        store.replace(f"marts/{inputs.run}/inputs.json", canonical_json(inputs.provenance()))
        store.replace(f"marts/{inputs.run}/DONE", b"")
    if make_current and current_run(store) != inputs.run:
        store.replace(CURRENT, inputs.run.encode() + b"\n")
    return inputs


def _fetch(connection: duckdb.DuckDBPyConnection, mart: str) -> pa.Table:
    # The table was written in its model's total order, and is read back by row number: the same order every time.
    return connection.table(mart).order("rowid").to_arrow_table()


def summary(rows: Sequence[dict[str, object]], column: str) -> dict[str, int]:
    """Rows counted by one column, ordered by its values."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[str(row[column])] = counts.get(str(row[column]), 0) + 1
    return dict(sorted(counts.items()))
