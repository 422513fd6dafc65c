"""What holds for every DAG: read from the real DagBag, so that an empty folder or a broken import fails here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "dags").glob("*.py"))
NAMES = [path.stem for path in FILES]
EXPECTED = {
    "intake_supplier_files",
    "reconcile_smelters",
    "follow_up_suppliers",
    "file_annual_report",
    "watch_deadlines",
}
HEAVY = ("pandas", "duckdb", "great_expectations", "openpyxl", "python_calamine", "pyarrow")
_READ = """
import json, sys
from pathlib import Path
from include.embedded import environment
import os
home = Path(sys.argv[1])
os.environ.update(environment(home))
os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "ERROR"
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import Asset
from airflow.utils.db import initdb

initdb()
bag = DagBag("dags")


def task(found):
    partial = getattr(found, "partial_kwargs", {})
    value = lambda name, otherwise=None: getattr(found, name, partial.get(name, otherwise))
    timeout = value("execution_timeout")
    return {
        "owner": value("owner"),
        "retries": value("retries"),
        "callback": bool(value("on_failure_callback")),
        "timeout": timeout.total_seconds() if timeout else None,
        "pool": value("pool"),
        "mapped": bool(found.is_mapped),
        "map_index_template": value("map_index_template"),
        "outlets": [outlet.name for outlet in value("outlets", []) or []],
        "doc": bool(value("doc_md") or value("doc")),
        "downstream": sorted(found.downstream_task_ids),
    }


def param(found):
    return found.schema | {"value": found.value, "description": found.description}


def dag(found):
    return {
        "file": Path(found.fileloc).stem,
        "tags": sorted(found.tags),
        "doc": found.doc_md,
        "max_active_runs": found.max_active_runs,
        "catchup": found.catchup,
        "schedule": type(found.timetable).__name__,
        "asset": found.schedule.name if isinstance(found.schedule, Asset) else None,  # a list means AND
        "params": {name: param(found.params.get_param(name)) for name in found.params},
        "tasks": {item.task_id: task(item) for item in found.tasks},
    }


found = {name: dag(item) for name, item in bag.dags.items()}
print("RESULT" + json.dumps({"errors": bag.import_errors, "dags": found}, default=str))
"""


def python(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints: Airflow reads its environment once, when it is first imported."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "CONFLICT_MINERALS"))}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=clean, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    printed = python(_READ, str(tmp_path_factory.mktemp("airflow")))
    return json.loads(printed.split("RESULT", 1)[1])


@pytest.fixture
def dag(bag: dict[str, Any], name: str) -> dict[str, Any]:
    return bag["dags"][name]


def test_every_file_loads(bag: dict[str, Any]) -> None:
    assert bag["errors"] == {}


def test_each_file_gives_one_dag_of_its_name_and_none_is_missing(bag: dict[str, Any]) -> None:
    assert {name: dag["file"] for name, dag in bag["dags"].items()} == {name: name for name in NAMES}
    assert EXPECTED <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_dag_says_what_it_is(dag: dict[str, Any]) -> None:
    assert "conflict-minerals" in dag["tags"]
    assert len(dag["tags"]) > 1
    assert dag["doc"].startswith("### ")
    assert "Params" in dag["doc"]


@pytest.mark.parametrize("name", NAMES)
def test_one_run_at_a_time_and_no_runs_for_days_gone_by(dag: dict[str, Any]) -> None:
    # A run of follow_up_suppliers may wait two weeks for an approval; letters are claimed one by one.
    at_once = 16 if dag["file"] == "follow_up_suppliers" else 1
    assert (dag["max_active_runs"], dag["catchup"]) == (at_once, False)


@pytest.mark.parametrize("name", NAMES)
def test_a_trigger_form_explains_itself(dag: dict[str, Any]) -> None:
    assert dag["params"], "a DAG that takes dates takes them as Params"
    for param, schema in dag["params"].items():
        assert (schema["description"] or "").endswith("."), param
        assert schema.get("type"), param
        assert schema["value"] is None or schema["value"] in schema.get("enum", []), f"{param} has a default of its own"
        if "date" in param:
            assert schema.get("pattern"), param


@pytest.mark.parametrize("name", NAMES)
def test_tasks_are_owned_retried_bounded_and_heard_of(dag: dict[str, Any]) -> None:
    for task, found in dag["tasks"].items():
        person = task in {"seal_or_reject", "ask_for_official_notices"}  # a person may take days
        final = task in {"seal_package", "record_rejection"}  # what a person decided is not repeated by a machine
        assert found["owner"] == "data-engineering", task
        assert found["callback"], task
        assert (found["retries"] >= 1) or final, task
        assert (found["timeout"] is None) if person else (0 < found["timeout"] <= 3600), task


@pytest.mark.parametrize("name", NAMES)
def test_mapped_tasks_are_named_for_people_and_bounded(dag: dict[str, Any]) -> None:
    for task, found in dag["tasks"].items():
        if found["mapped"]:
            assert found["map_index_template"], task
            assert found["pool"] == "lake", task


def test_the_intake_is_mapped_over_batches(bag: dict[str, Any]) -> None:
    assert [name for name, task in bag["dags"]["intake_supplier_files"]["tasks"].items() if task["mapped"]] == [
        "land_files"
    ]


def test_reconciliation_follows_the_asset_landed_and_nothing_else(bag: dict[str, Any]) -> None:
    reconcile = bag["dags"]["reconcile_smelters"]

    assert (reconcile["schedule"], reconcile["asset"]) == ("AssetTriggeredTimetable", "landed")


def test_only_what_landed_files_or_wrote_letters_emits_landed(bag: dict[str, Any]) -> None:
    emitting = [
        (name, task, found["outlets"])
        for name, dag in bag["dags"].items()
        for task, found in dag["tasks"].items()
        if found["outlets"]
    ]

    assert sorted(emitting) == [
        ("follow_up_suppliers", "announce", ["landed"]),
        ("follow_up_suppliers", "announce_answer", ["landed"]),
        ("intake_supplier_files", "announce", ["landed"]),
    ]


def test_the_lease_is_given_back_after_everything_else(bag: dict[str, Any]) -> None:
    tasks = bag["dags"]["intake_supplier_files"]["tasks"]

    assert tasks["finish"]["downstream"] == []
    assert all("finish" in found["downstream"] for name, found in tasks.items() if name != "finish")


def test_nothing_is_counted_before_it_was_checked(bag: dict[str, Any]) -> None:
    assert bag["dags"]["reconcile_smelters"]["tasks"]["check_landed_tables"]["downstream"] == ["build_marts"]
    assert "build_package" in bag["dags"]["file_annual_report"]["tasks"]["check_landed_tables"]["downstream"]


def test_compliance_is_told_after_the_marts_and_nothing_waits_for_the_mail(bag: dict[str, Any]) -> None:
    tasks = bag["dags"]["reconcile_smelters"]["tasks"]

    assert [name for name, found in tasks.items() if "send_digest" in found["downstream"]] == ["build_marts"]
    assert tasks["send_digest"]["downstream"] == []
    assert tasks["send_digest"]["retries"] >= 2, "a mail server that is busy for a moment is no failure"


def test_only_a_person_s_answer_leads_to_the_seal(bag: dict[str, Any]) -> None:
    tasks = bag["dags"]["file_annual_report"]["tasks"]

    assert [name for name, found in tasks.items() if "seal_package" in found["downstream"]] == ["seal_or_reject"]
    assert bag["dags"]["file_annual_report"]["schedule"] == "NullTimetable"


def test_parsing_a_dag_file_imports_nothing_heavy(tmp_path: Path) -> None:
    """The scheduler parses each file every few seconds: only what the files add to Airflow's own imports counts."""
    code = f"""
import importlib, os, sys
from pathlib import Path
from include.embedded import environment
os.environ.update(environment(Path(sys.argv[1])))
import airflow.sdk, airflow.providers.standard.operators.hitl, pendulum
before = set(sys.modules)
sys.path.insert(0, "dags")
for name in {NAMES!r}:
    importlib.import_module(name)
    added = {{module.split(".")[0] for module in set(sys.modules) - before}}
    print("ADDED", name, sorted(added & set({HEAVY!r})))
"""

    added = [line for line in python(code, str(tmp_path)).splitlines() if line.startswith("ADDED")]
    assert added == [f"ADDED {name} []" for name in NAMES]
