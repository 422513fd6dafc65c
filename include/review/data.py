"""What the pages read: the marts of one whole run through DuckDB, and the ledger, each file of it once."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from include.schemas import MARTS
from include.settings import Settings
from include.storage import LocalStore, Store, open_store
from include.warehouse.load import connect
from include.warehouse.marts import Marts

_QUERIES = Path(__file__).parent.parent.parent / "sql" / "review"
Row = dict[str, Any]


@dataclass(frozen=True)
class Listing:
    """One page of a long list: its rows, how many there are in all, and where it stands."""

    rows: list[Row]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when there is nothing."""
        return max(1, -(-self.total // self.size))


class Tables:
    """Tables of one DuckDB database that the queries of sql/review read; safe to use from several threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Read from a database that nobody writes any more."""
        self._connection = connection

    def rows(self, query: str, **values: Any) -> list[Row]:
        """All rows of a query of sql/review; ``values`` are bound by name."""
        return _fetched(self._relation(query, values))

    def row(self, query: str, **values: Any) -> Row | None:
        """The first row of a query, or null."""
        return next(iter(_fetched(self._relation(query, values).limit(1))), None)

    def listing(self, query: str, order: str, page: int, size: int, **values: Any) -> Listing:
        """One page of a query in an order that the caller took from a fixed list, never from a request."""
        relation = self._relation(query, values)
        total = self.count(query, **values)
        last = max(1, -(-total // size))
        page = min(max(1, page), last)
        return Listing(_fetched(relation.order(order).limit(size, (page - 1) * size)), total, page, size)

    def count(self, query: str, **values: Any) -> int:
        """How many rows a query has."""
        return int(self._relation(query, values).count("*").fetchall()[0][0])

    def ordered(self, query: str, order: str, **values: Any) -> list[Row]:
        """All rows of a query in such an order: what an export writes."""
        return _fetched(self._relation(query, values).order(order))

    def _relation(self, query: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyRelation:
        text = _query(query)
        used = {name: value for name, value in values.items() if f"${name}" in text}
        return self._connection.cursor().sql(text, params=used or None)


class RunData(Tables):
    """The marts of one run as views, and which events of the ledger they know."""

    def __init__(self, store: Store, run: str) -> None:
        """Open every mart of the run. Object storage is copied once to this machine, where DuckDB reads it."""
        super().__init__(connect())
        self.run = run
        self._copies = None if isinstance(store, LocalStore) else tempfile.TemporaryDirectory(prefix="marts-")
        for mart in MARTS:
            path = f"marts/{run}/{mart}.parquet"
            if store.exists(path):
                self._connection.read_parquet(self._local(store, path, mart)).create_view(mart)
        inputs = f"marts/{run}/inputs.json"
        self.events = frozenset(json.loads(store.read(inputs))["events"] if store.exists(inputs) else ())

    def _local(self, store: Store, path: str, mart: str) -> str:
        if self._copies is None:
            return store.url(path)
        target = Path(self._copies.name, f"{mart}.parquet")
        target.write_bytes(store.read(path))
        return str(target)


class Reader:
    """Opens the run that CURRENT names, and keeps it open until there is a newer one."""

    def __init__(self) -> None:
        """Nothing is open yet."""
        self._lock = threading.Lock()
        self._open: dict[str, RunData] = {}

    def current(self, settings: Settings) -> RunData:
        """The present run's marts; raises NoMarts before the first refresh."""
        store = open_store(settings.lake)
        run = Marts(store).run
        with self._lock:
            if f"{settings.lake} {run}" not in self._open:
                # Requests under way keep the older one until they end.
                self._open = {f"{settings.lake} {run}": RunData(store, run)}
            return self._open[f"{settings.lake} {run}"]


@cache
def _query(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _fetched(relation: duckdb.DuckDBPyRelation) -> list[Row]:
    names = relation.columns
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
