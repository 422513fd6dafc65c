"""The intake DAG under LocalExecutor: files a second from drop folder to landed, and what its tasks hold in memory."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from include.bench.airflow_server import AirflowServer
from include.bench.real_size import real_size_files, variants
from include.bench.report import Table
from include.lake import batches, handled_files, sha256
from include.storage import open_store

DAG = "intake_supplier_files"
TARGET = 12
_YEAR = 2025
_TASK_PROCESS = re.compile(r"airflow worker -- [0-9a-f]{8}-")


def table(found: Iterable[Path], counts: Sequence[int]) -> Table:
    """Throughput and memory for each number of files, each in a lake and an Airflow of its own."""
    content = next(iter(real_size_files(found).values()))
    rows = []
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            rows.append(_measure(Path(folder), content, count))
    notes = (
        "seconds: from the start of the first task to the end of the last one: listing, landing, announcing, finishing",
        "landing: the tasks that read alone; what is beyond is Airflow's work for four tasks, whatever they do",
        "core seconds: all that Airflow and its tasks used meanwhile; a machine that is busy otherwise takes longer",
        f"memory: of the largest task with its reader process, sampled; at least {TARGET} files a second are wanted",
    )
    return Table("intake", "Intake of real-size files under LocalExecutor", rows, notes)


def _measure(data: Path, content: bytes, count: int) -> dict[str, Any]:
    (data / "drop" / str(_YEAR)).mkdir(parents=True)
    variant = variants(content)
    for number in range(count):
        target = data / "drop" / str(_YEAR) / f"answer {number:04}.xlsx"
        other = sha256(str(number).encode()) * 4  # files of people differ in size, which decides on batches
        target.write_bytes(variant(f"Example Components {number} {other[: number * 37 % 256]} Ltd"))
    os.sync()  # writing the files belongs to the supplier, not to the intake
    quiet = {"CONFLICT_MINERALS_INTAKE_SCHEDULE": "", "CONFLICT_MINERALS_SETTLE_SECONDS": "0"}
    with AirflowServer(data, _YEAR, **quiet) as server, _peak_memory(server.process.pid) as peak:
        server.wait_until(lambda: server.knows(DAG), f"{DAG} to be parsed", 120)
        before = _core_seconds(server.process.pid)
        run = server.trigger(DAG)
        state = server.wait_for_run(DAG, run, 1800, every=2)
        used = _core_seconds(server.process.pid) - before
        tasks = server.task_instances(DAG, run)
    lake = open_store(str(data / "lake"))
    landed = sum(item.reason is None for _, item in handled_files(batches(lake)).values())
    if state != "success" or landed != count:
        raise RuntimeError(f"the intake of {count} files ended in {state}; {landed} were landed")
    whole, landing = _span(tasks), _span(task for task in tasks if task["task_id"] == "land_files")
    return {
        "files": count,
        "seconds": whole,
        "files a second": count / whole,
        "of it landing": landing,
        "files a second then": count / landing,
        "core seconds": used,
        "batches": sum(task["task_id"] == "land_files" for task in tasks),
        "MB of the largest task": peak["task"] >> 20,
        "of it the reader": peak["reader"] >> 20,
    }


def _span(tasks: Iterable[dict[str, Any]]) -> float:
    ran = [task for task in tasks if task["start_date"] and task["end_date"]]
    first = min(datetime.fromisoformat(task["start_date"]) for task in ran)
    return (max(datetime.fromisoformat(task["end_date"]) for task in ran) - first).total_seconds()


def _core_seconds(server: int) -> float:
    """Processor time of Airflow's processes so far, with that of their children that have ended."""
    total = 0.0
    for process in [psutil.Process(server), *psutil.Process(server).children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            total += sum(process.cpu_times()[:4])
    return total


@contextlib.contextmanager
def _peak_memory(server: int) -> Iterator[dict[str, int]]:
    """The largest resident memory of a task with all its processes, and of its reader, while the context lasts."""
    peak, over = {"task": 0, "reader": 0}, threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            for process in psutil.Process(server).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    if _TASK_PROCESS.search(" ".join(process.cmdline())):
                        below = sum(child.memory_info().rss for child in process.children(recursive=True))
                        peak["task"] = max(peak["task"], process.memory_info().rss + below)
                        peak["reader"] = max(peak["reader"], below)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()
