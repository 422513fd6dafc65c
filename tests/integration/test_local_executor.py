"""The DAGs under Airflow's LocalExecutor: the asset trigger, a worker killed in the middle, a person's approval."""

import json
import re
import shutil
import signal
import time
from datetime import UTC, date, datetime
from pathlib import Path

import psutil
import pytest

from include.events import facts, read_all
from include.refresh import build, check, finish_intake, land, plan_intake
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.company import write_sample
from include.schemas import MARTS
from include.settings import Settings
from include.storage import open_store
from include.warehouse.build import current_run
from tests.integration.airflow_server import AirflowServer

pytestmark = pytest.mark.server

YEAR = 2025
RECEIVED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
AS_OF = date(2026, 5, 15)
DATES = {"reporting_year": YEAR, "as_of_date": "2026-05-15", "filing_date": "2026-05-29"}
MANY = 240
TASK_PROCESS = re.compile(r"airflow worker -- [0-9a-f]{8}-")  # the process that runs one task, named by its id


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """The sample, and so many more declarations that reading them takes seconds: time enough to be killed."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    for number in range(MANY):
        spec = complete_spec(f"Millbrook Fixings {number:03} Works")
        path = folder / "drop" / "2025" / f"Millbrook {number:03}.xlsx"
        path.write_bytes(build_cmrt(spec))
    return folder


def copied(sample: Path, target: Path) -> Path:
    shutil.copytree(sample, target)
    return target


@pytest.fixture(scope="module")
def undisturbed(sample, tmp_path_factory) -> Path:
    """The same drop folder taken in by one process, without Airflow and without trouble."""
    data = copied(sample, tmp_path_factory.mktemp("undisturbed") / "data")
    settings = Settings(data=str(data), reporting_year=YEAR, batch_files=1000, settle_seconds=0)
    for batch in plan_intake(settings, "test", datetime.now(UTC)):
        land(settings, batch, "test", RECEIVED)
    finish_intake(settings, "test")
    check(settings)
    build(settings, AS_OF)
    return data


@pytest.fixture(scope="module")
def airflow(sample, tmp_path_factory):
    data = copied(sample, tmp_path_factory.mktemp("airflow") / "data")
    settings = {
        "CONFLICT_MINERALS_BATCH_FILES": "1000",
        "CONFLICT_MINERALS_SETTLE_SECONDS": "0",
        "CONFLICT_MINERALS_RETRY_SECONDS": "2",
        "CONFLICT_MINERALS_FILERS": "filer",
        "CONFLICT_MINERALS_INTAKE_SCHEDULE": "",  # the hourly run must not take the files before the test does
    }
    with AirflowServer(data, YEAR, **settings) as server:
        yield server


def title(process: psutil.Process) -> str:
    """The process's title; empty when it has just ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def kill_the_reading_task(server: AirflowServer, after_files: int) -> None:
    """Wait until the intake has archived some files, then kill -9 the process that runs the task."""
    archive = server.data / "lake" / "archive"
    end = time.monotonic() + 90
    while time.monotonic() < end:
        if sum(1 for _ in archive.glob("*/*")) >= after_files:
            parts = psutil.Process(server.process.pid).children(recursive=True)
            victims = [part for part in parts if TASK_PROCESS.search(title(part))]
            assert victims, [title(part) for part in parts]
            for victim in victims:
                victim.send_signal(signal.SIGKILL)
            return
        time.sleep(0.01)
    raise AssertionError("the intake never reached the point at which it was to be killed")


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_intake_killed_in_the_middle_ends_like_an_undisturbed_one(airflow, undisturbed):
    run_id = airflow.trigger("intake_supplier_files", received_at=RECEIVED.isoformat())
    kill_the_reading_task(airflow, after_files=60)
    assert not list((airflow.data / "lake").glob("batches/*.json")), "the kill came too late to prove anything"
    assert airflow.wait_for_run("intake_supplier_files", run_id) == "success"

    tries = airflow.call("GET", f"/api/v2/dags/intake_supplier_files/dagRuns/{run_id}/taskInstances/land_files/0")
    assert tries["try_number"] == 2
    assert re.match(r"batch 1 of \d: \d+ file\(s\) from ", tries["rendered_map_index"])
    assert files_below(airflow.data / "lake" / "landed") == files_below(undisturbed / "lake" / "landed")
    ledgers = [facts(read_all(open_store(str(data / "lake")))) for data in (airflow.data, undisturbed)]
    assert ledgers[0] == ledgers[1]
    assert not files_below(airflow.data / "drop")
    assert not (airflow.data / "lake" / "lease.json").exists()


def test_the_asset_starts_the_reconciliation_and_its_marts_are_equal(airflow, undisturbed):
    triggered = airflow.wait_until(lambda: airflow.runs("reconcile_smelters"), "the asset to trigger", 60)
    assert triggered[0]["run_type"] == "asset_triggered"
    assert airflow.wait_for_run("reconcile_smelters", triggered[0]["dag_run_id"]) == "success"
    # The triggered run takes statuses as of its own day; for equal bytes both are built as of the same day.
    run_id = airflow.trigger("reconcile_smelters", as_of_date=AS_OF.isoformat())
    assert airflow.wait_for_run("reconcile_smelters", run_id) == "success"
    there, here = airflow.data / "lake" / "marts", undisturbed / "lake" / "marts"
    run = current_run(open_store(str(airflow.data / "lake")))
    assert run == current_run(open_store(str(undisturbed / "lake")))
    for mart in MARTS:
        assert (there / run / f"{mart}.parquet").read_bytes() == (here / run / f"{mart}.parquet").read_bytes(), mart


def test_an_intake_with_nothing_new_announces_nothing(airflow):
    before = len(airflow.runs("reconcile_smelters"))
    run_id = airflow.trigger("intake_supplier_files")
    assert airflow.wait_for_run("intake_supplier_files", run_id) == "success"
    assert airflow.tasks("intake_supplier_files", run_id)["announce[-1]"] == "skipped"
    time.sleep(3)
    assert len(airflow.runs("reconcile_smelters")) == before


def test_a_final_package_waits_for_a_named_person_and_names_who_sealed_it(airflow):
    run_id = airflow.trigger("file_annual_report", **DATES, package="final")
    airflow.answer("file_annual_report", run_id, "seal_or_reject", "Seal", user="filer", note="checked line by line")
    assert airflow.wait_for_run("file_annual_report", run_id) == "success"
    sealed = [path for path in (airflow.data / "reports" / "2025").iterdir() if path.name not in ("draft", "pending")]
    assert len(sealed) == 1
    manifest = json.loads((sealed[0] / "manifest.json").read_text())
    assert manifest["state"] == "sealed"
    assert manifest["seal"]["responded_by"] == "filer"
    assert manifest["seal"]["note"] == "checked line by line"
    assert sorted([*manifest["outputs"], "manifest.json"]) == sorted(path.name for path in sealed[0].iterdir())
    assert airflow.tasks("file_annual_report", run_id)["record_rejection[-1]"] == "skipped"


def test_somebody_else_cannot_answer_for_the_filer(airflow):
    run_id = airflow.trigger("file_annual_report", **DATES, package="final")
    airflow.wait_for_task("file_annual_report", run_id, "seal_or_reject[-1]", "awaiting_input")
    with pytest.raises(Exception, match="403"):
        airflow.answer("file_annual_report", run_id, "seal_or_reject", "Seal", user="compliance")
    airflow.answer("file_annual_report", run_id, "seal_or_reject", "Reject", user="filer", note="wrong date")
    assert airflow.wait_for_run("file_annual_report", run_id) == "success"
    events = [
        item for content in files_below(airflow.data / "lake" / "events").values() for item in json.loads(content)
    ]
    rejected = [item for item in events if item["kind"] == "filing_rejected"]
    assert [(item["actor"], item["payload"]["note"]) for item in rejected] == [("filer", "wrong date")]
