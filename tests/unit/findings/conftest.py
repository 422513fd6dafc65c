"""A lake with one declaration that names no contact: one critical finding on a file that is sound otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from include.intake.receive import land_batch
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.references import blank_template
from include.sample.table import build_table
from include.settings import Settings

RECEIVED = datetime(2026, 3, 1, 9, tzinfo=UTC)
FAULTY = "V1001/no contact.xlsx"
SUPPLIERS = build_table(
    [
        {"supplier_id": "V1001", "supplier_name": "Example Components Ltd", "contact_email": "a@components.example"},
        {"supplier_id": "V1002", "supplier_name": "Silent Parts Ltd", "contact_email": "b@silent.example"},
    ]
)


@pytest.fixture
def faulty(settings: Settings, drop: Callable[..., Path]) -> Settings:
    """Settings over that lake, landed and not yet refreshed."""
    drop("lists/suppliers.csv", SUPPLIERS)
    drop("lists/blank.xlsx", blank_template("6.5"))
    drop(FAULTY, build_cmrt(complete_spec(metals=("Tin",), contact_name=None)))
    land_batch(settings, ["lists/suppliers.csv", "lists/blank.xlsx", FAULTY], RECEIVED)
    return settings
