"""The steps the DAGs' tasks call, from the lease to the numbers people see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from include.lake import LeaseHeld, acquire_lease
from include.refresh import (
    MAX_BATCHES,
    MAX_SHOWN,
    build,
    finish_intake,
    is_current,
    land,
    left_behind,
    plan_intake,
    publish_report,
    quarantine,
)
from include.refresh import total as total_of
from include.sample.table import build_table
from include.settings import Settings
from include.storage import open_store

NOW = datetime(2026, 1, 20, tzinfo=UTC)
AS_OF = date(2026, 3, 31)
Drop = Callable[..., Path]


def suppliers(*numbers: str) -> bytes:
    return build_table([{"supplier_id": number, "supplier_name": f"Company {number}"} for number in numbers])


def land_all(settings: Settings) -> dict[str, object]:
    results = [land(settings, batch, "run", NOW) for batch in plan_intake(settings, "run", NOW)]
    finish_intake(settings, "run")
    return total_of(results)


def test_batches_are_labelled_for_people(settings: Settings, drop: Drop) -> None:
    for number in range(3):
        drop(f"2025/list {number}.csv", suppliers(f"V{number}"))
    two = settings.model_copy(update={"batch_files": 2})

    planned = plan_intake(two, "run", NOW)

    assert [batch["label"] for batch in planned] == [
        "batch 1 of 2: 2 file(s) from list 0.csv",
        "batch 2 of 2: 1 file(s) from list 2.csv",
    ]
    assert [path for batch in planned for path in batch["paths"]] == [f"2025/list {n}.csv" for n in range(3)]


def test_a_label_holds_no_sign_that_harms_a_page_or_a_log(settings: Settings, drop: Drop) -> None:
    drop("2025/two\nlines \u202e\x1b[2J M\udcfcller.csv", suppliers("V1"))

    (batch,) = plan_intake(settings, "run", NOW)

    assert batch["label"] == "batch 1 of 1: 1 file(s) from two?lines ??[2J M\\xfcller.csv"


def test_large_files_are_spread_over_more_batches(settings: Settings, drop: Drop) -> None:
    for number in range(5):
        drop(f"{number}.csv", b"x" * 400_000)

    planned = plan_intake(settings.model_copy(update={"batch_megabytes": 1}), "run", NOW)

    assert [len(batch["paths"]) for batch in planned] == [2, 2, 1]


def test_what_no_run_takes_in_is_told_in_bounds(settings: Settings, drop: Drop) -> None:
    drop("ordinary.csv", suppliers("V1"))
    for number in range(MAX_SHOWN + 3):
        Path(settings.drop, f"{number:04}.xlsx").symlink_to("elsewhere")

    told = left_behind(settings, NOW)

    assert told[0].startswith("0000.xlsx: a symbolic link")
    assert (len(told), told[-1]) == (MAX_SHOWN + 1, "and 3 more that no run takes in")


def test_more_files_than_airflow_can_map_wait_for_the_next_run(settings: Settings, drop: Drop) -> None:
    for number in range(MAX_BATCHES + 1):
        drop(f"{number:04}.csv", b"x")
    single = settings.model_copy(update={"batch_files": 1})

    assert len(plan_intake(single, "run", NOW)) == MAX_BATCHES


def test_two_intakes_at_once_are_kept_apart(settings: Settings, drop: Drop) -> None:
    drop("suppliers.csv", suppliers("V1001"))
    plan_intake(settings, "intake scheduled", NOW)

    with pytest.raises(LeaseHeld, match="intake scheduled"):
        plan_intake(settings, "make run", NOW)

    finish_intake(settings, "intake scheduled")
    assert len(plan_intake(settings, "make run", NOW)) == 1


def test_a_long_run_renews_its_lease_with_every_batch(settings: Settings, drop: Drop) -> None:
    drop("suppliers.csv", suppliers("V1001"))
    (batch,) = plan_intake(settings, "run", NOW)
    acquire_lease(open_store(settings.lake), "run", 60, now=0)  # as if its lease had run out meanwhile

    land(settings, batch, "run", NOW)

    with pytest.raises(LeaseHeld):
        plan_intake(settings, "make run", NOW)


def test_a_run_that_lost_its_lease_writes_nothing(settings: Settings, drop: Drop) -> None:
    drop("suppliers.csv", suppliers("V1001"))
    (batch,) = plan_intake(settings, "vanished", NOW)
    acquire_lease(open_store(settings.lake), "vanished", 60, now=0)
    plan_intake(settings, "next", NOW)

    with pytest.raises(LeaseHeld, match="next"):
        land(settings, batch, "vanished", NOW)

    assert open_store(settings.lake).names("batches") == []


def test_a_retried_run_keeps_its_lease(settings: Settings) -> None:
    plan_intake(settings, "run", NOW)

    assert plan_intake(settings, "run", NOW) == []


def test_results_of_batches_add_up() -> None:
    assert total_of([]) == {"files": 0, "quarantined": 0, "receipts": 0, "earlier": 0, "left": []}
    one = {"files": 2, "quarantined": 1, "receipts": 3, "earlier": 1, "left": ["a.xlsx"]}
    both = {"files": 4, "quarantined": 2, "receipts": 6, "earlier": 2, "left": ["a.xlsx", "a.xlsx"]}
    assert total_of([one, one]) == both


def test_quarantine_says_why(settings: Settings, drop: Drop) -> None:
    drop("scan.xlsx", b"\xff\xd8\xff\xe0 a picture")
    drop("suppliers.csv", suppliers("V1001"))
    land_all(settings)

    (only,) = quarantine(settings)

    assert only.startswith("scan.xlsx: a JPEG picture")


def test_nothing_new_is_the_same_run_and_anything_new_is_another(settings: Settings, drop: Drop) -> None:
    drop("suppliers.csv", suppliers("V1001"))
    land_all(settings)
    first = build(settings, AS_OF)["run"]
    assert is_current(settings, AS_OF)
    assert build(settings, AS_OF)["run"] == first

    assert not is_current(settings, AS_OF + timedelta(days=1))
    drop("more.csv", suppliers("V1001", "V1002"))
    land_all(settings)

    assert not is_current(settings, AS_OF)
    assert build(settings, AS_OF)["run"] != first


def test_a_refresh_counts_what_came(settings: Settings, drop: Drop) -> None:
    drop("2025/suppliers.csv", suppliers("V1001", "V1002"))
    land_all(settings)

    assert build(settings, AS_OF)["suppliers"] == {"no_response": 2}


def test_a_report_cannot_speak_of_days_after_its_filing(settings: Settings) -> None:
    params = {"as_of_date": "2026-05-01", "filing_date": "2026-04-30", "reporting_year": None, "package": "draft"}

    with pytest.raises(ValueError, match="filing date 2026-04-30 lies before the as-of date 2026-05-01"):
        publish_report(settings, params | {"submission_flag": "TEST"}, AS_OF)
