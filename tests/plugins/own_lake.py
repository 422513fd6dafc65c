"""A lake of a test's own: marts of one run that hold the rows a test names, and a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from include.events import Event, append
from include.lake import parquet_bytes
from include.schemas import MARTS
from include.settings import PREFIX
from include.storage import Store, open_store

Rows = Sequence[Mapping[str, Any]]


def own_lake(
    folder: Path, monkeypatch: pytest.MonkeyPatch, events: Iterable[Event] = (), year: int = 2025, **marts: Rows
) -> Store:
    """Lay it into a folder and make the pages read it; columns that a row does not name are null."""
    lake = open_store(str(folder / "lake"))
    for name, schema in MARTS.items():
        empty = {column: year if column == "reporting_year" else None for column in schema.names}
        rows = [empty | dict(row) for row in marts.get(name, ())]
        lake.replace(f"marts/run/{name}.parquet", parquet_bytes(rows, schema))
    lake.replace("marts/CURRENT", b"run\n")
    append(lake, events)
    monkeypatch.setenv(f"{PREFIX}DATA", str(folder))
    return lake


def supplier(number: str, name: str, **status: Any) -> dict[str, Rows]:
    """The marts of one supplier that has answered, with what every page of it needs."""
    counts = ("declarations", "valid_declarations", "critical_findings", "warning_findings", "waived_findings")
    known = {"supplier_id": number, "supplier_name": name, "in_scope": True}
    counted = dict.fromkeys((*counts, "smelter_rows", "letters", "products"), 0)
    return {
        "supplier_status": [known | counted | {"state": "complete", "response": "complete"} | status],
        "supplier_category": [known | {"entity_id": number, "category": "not_established", "breaks": 0, "smelters": 0}],
        "supplier_contact": [{"supplier_id": number, "supplier_name": name, "entity_id": number}],
    }
