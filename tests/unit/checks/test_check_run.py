"""One check of what is new: each batch once, whatever was interrupted, and supplier text that stays text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from include.checks import check_new_batches, findings_path, run
from include.intake.receive import land_batch
from include.lake import batches, read_parquet
from include.refresh import check
from include.sample.table import build_table
from include.settings import Settings
from include.storage import open_store

NOW = datetime(2026, 1, 20, tzinfo=UTC)
SUPPLIERS = [
    {"supplier_id": f"V100{n}", "supplier_name": f"Company {n}", "supplier_role": "manufacturer",
     "contact_email": f"minerals@company{n}.example", "exempt_reason": None}
    for n in range(3)
]  # fmt: skip
PRODUCTS = [{"product_id": f"P{n}", "product_name": f"Product {n}", "in_scope": "yes"} for n in range(3)]
BILL = [{"product_id": f"P{n}", "part_id": f"C{n}", "supplier_id": f"V100{n}"} for n in range(3)]


def changed(good: list[dict[str, Any]], **changes: Any) -> list[dict[str, Any]]:
    """The table with its second row changed: row 3 of the file."""
    return [good[0], {**good[1], **changes}, *good[2:]]


def test_what_was_checked_is_not_checked_again(settings: Settings, drop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = open_store(settings.lake)
    drop("bill.csv", build_table(changed(BILL, part_id=None)))
    land_batch(settings, ["bill.csv"], NOW)
    assert check_new_batches(lake) == {"bill_part_missing": 1}

    monkeypatch.setattr(run, "validate", lambda *_: pytest.fail("checked again"))
    assert check_new_batches(lake) == {}

    drop("more.csv", build_table(PRODUCTS))
    land_batch(settings, ["more.csv"], NOW)
    with pytest.raises(pytest.fail.Exception, match="checked again"):
        check_new_batches(lake)


def test_a_batch_of_an_interrupted_check_is_checked_again_and_gives_the_same(settings: Settings, drop: Any) -> None:
    lake = open_store(settings.lake)
    for name, rows in (("bill", BILL), ("suppliers", SUPPLIERS)):
        drop(f"{name}.csv", build_table(changed(rows, supplier_id=None)))
        land_batch(settings, [f"{name}.csv"], NOW)
    check_new_batches(lake)
    whole = {path: path.read_bytes() for path in Path(settings.lake).rglob("*") if path.is_file()}
    first, second = (findings_path(batch.batch) for batch in batches(lake))
    lake.remove(second)

    check_new_batches(lake)

    assert lake.read(second) == whole[Path(lake.url(second))]
    assert lake.read(first) == whole[Path(lake.url(first))]


def test_findings_lie_with_the_batch_that_landed_the_row(settings: Settings, drop: Any) -> None:
    lake = open_store(settings.lake)
    faults = [("bill", BILL, "part_id"), ("bill of a plant", BILL, "supplier_id"), ("products", PRODUCTS, "product_id")]
    for name, rows, column in faults:
        drop(f"{name}.csv", build_table(changed(rows, **{column: None})))
        land_batch(settings, [f"{name}.csv"], NOW)

    counts = check_new_batches(lake)

    assert counts == {"bill_part_missing": 1, "bill_supplier_missing": 1, "product_id_missing": 1}
    for batch in batches(lake):
        (row,) = read_parquet(lake.read(findings_path(batch.batch))).to_pylist()
        assert [row["file_sha256"]] == [item.file_sha256 for item in batch.files]
        assert row["source_row"] == 3


def test_one_file_landed_in_two_batches_at_once_does_not_repeat_itself(settings: Settings, drop: Any) -> None:
    """Two workers may take copies of one file at the same moment: neither has seen the other's manifest."""
    lake = open_store(settings.lake)
    for name, others in (("a", SUPPLIERS), ("b", PRODUCTS)):
        drop(f"{name}/suppliers.csv", build_table(SUPPLIERS))
        drop(f"{name}/{name}.csv", build_table(others[:1]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("include.intake.landing.batches", lambda _: [])
        land_batch(settings, ["a/suppliers.csv", "a/a.csv"], NOW)
        land_batch(settings, ["b/suppliers.csv", "b/b.csv"], NOW)

    assert check_new_batches(lake) == {}


def test_text_that_looks_like_a_pattern_stays_text(settings: Settings, drop: Any) -> None:
    """Values of files come back as they are, cut to 200 characters, and never as a format string."""
    lake = open_store(settings.lake)
    drop("suppliers.csv", build_table(changed(SUPPLIERS, supplier_role="{0} {supplier_id} %s " + "é" * 300)))
    land_batch(settings, ["suppliers.csv"], NOW)
    check_new_batches(lake)

    (batch,) = batches(lake)
    (row,) = read_parquet(lake.read(findings_path(batch.batch))).to_pylist()

    assert row["code"] == "supplier_role_unknown"
    assert row["value"].startswith("{0} {supplier_id} %s ééé")
    assert len(row["value"]) == 200


def test_a_refresh_says_what_it_found_and_where_it_can_be_read(settings: Settings, drop: Any) -> None:
    assert check(settings) == {"findings": {}, "data_docs": None}

    drop("bill.csv", build_table(changed(BILL, part_id=None)))
    land_batch(settings, ["bill.csv"], NOW)

    pages = f"{settings.lake}/data_docs/index.html"
    assert check(settings) == {"findings": {"bill_part_missing": 1}, "data_docs": pages}
    assert check(settings) == {"findings": {}, "data_docs": pages}
    assert Path(pages).is_file()
