"""A data folder whose lists know two tin facilities and one of gold, and tables of decisions about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from include.intake.receive import land_batch
from include.sample.table import build_table
from include.settings import Settings

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LOOKUP = build_table(
    [
        {"metal": metal, "smelter look-up": name, "smelter cid": cid, "list date": "2025-04-25"}
        for metal, name, cid in (
            ("Tin", "Alder Tin", "CID900201"),
            ("Tin", "Birch Tin", "CID900202"),
            ("Gold", "Cedar Gold", "CID900001"),
        )
    ]
)
SUPPLIERS = build_table([{"supplier_id": "V1001", "supplier_name": "Example Components Ltd"}])


@pytest.fixture
def lists(settings: Settings, drop: Callable[..., Path]) -> Settings:
    """Settings over a lake with a look-up list and a supplier list."""
    drop("lookup.csv", LOOKUP)
    drop("suppliers.csv", SUPPLIERS)
    land_batch(settings, ["lookup.csv", "suppliers.csv"], NOW)
    return settings
