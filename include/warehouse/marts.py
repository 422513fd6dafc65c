"""Readers of marts: always one whole run."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from include.lake import read_parquet
from include.storage import Store
from include.warehouse.build import current_run


class NoMarts(LookupError):
    """There is no refresh to read yet."""


class Marts:
    """The marts of one run."""

    def __init__(self, store: Store, run: str | None = None) -> None:
        """Open the named run, or the one CURRENT names; raises NoMarts when there is none."""
        found = run or current_run(store)
        if not found:
            raise NoMarts("no refresh has finished yet: run reconcile_smelters first")
        self.run = found
        self._store = store

    def table(self, name: str) -> pa.Table:
        """A whole mart, all reporting years, in its total order."""
        return read_parquet(self._store.read(f"marts/{self.run}/{name}.parquet"))

    def rows(self, name: str, reporting_year: int) -> list[dict[str, Any]]:
        """The rows of one reporting year as dicts, in the mart's order."""
        return [row for row in self.table(name).to_pylist() if row["reporting_year"] == reporting_year]
