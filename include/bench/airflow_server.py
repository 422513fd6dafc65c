"""A one-machine Airflow under LocalExecutor: started, spoken to over its REST API, and stopped for sure."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from include.server import free_port, server_environment

_Found = TypeVar("_Found")


class AirflowServer:
    """``airflow standalone`` over a data folder, for as long as the context lasts."""

    def __init__(self, data: Path, reporting_year: int, **extra: str) -> None:
        """Choose a free port; ``extra`` is added to the environment."""
        self.data = data
        self.home = data / ".airflow"
        self.port = free_port()
        self.environment = server_environment(self.home, str(data), reporting_year, self.port) | extra
        self._tokens: dict[str, str] = {}

    def __enter__(self) -> AirflowServer:
        """Start it and wait until it is healthy."""
        prepare = (
            "from pathlib import Path; from include.embedded import prepare; prepare(Path(__import__('sys').argv[1]))"
        )
        command = [sys.executable, "-c", prepare, str(self.home)]
        subprocess.run(command, env=self.environment, check=True)  # noqa: S603 - this Python
        self.log = (self.home / "standalone.log").open("wb")
        self.process = subprocess.Popen(  # noqa: S603 - the installed airflow
            [str(Path(sys.executable).parent / "airflow"), "standalone"],
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            self.wait_until(self._healthy, "Airflow to be healthy", 120)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it, and kill whatever its parts left behind."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)  # whatever its parts left behind
        except ProcessLookupError:
            pass
        self.process.wait(10)
        self.log.close()

    def call(self, method: str, path: str, body: dict[str, Any] | None = None, user: str = "engineer") -> Any:
        """One request to the REST API, as this user; raises HTTPError."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self._token(user)}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
            return json.load(answer)

    def trigger(self, dag_id: str, **conf: object) -> str:
        """Start a DAG once it is parsed; returns the id of the run."""
        self.wait_until(lambda: self.knows(dag_id), f"{dag_id} to be parsed", 90)
        run = self.call("POST", f"/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": conf})
        return str(run["dag_run_id"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """Runs of a DAG, oldest first."""
        return list(self.call("GET", f"/api/v2/dags/{dag_id}/dagRuns?order_by=id&limit=100")["dag_runs"])

    def tasks(self, dag_id: str, run_id: str) -> dict[str, str | None]:
        """State of each task, by name and map index: ``land_files[0]``."""
        return {
            f"{item['task_id']}[{item['map_index']}]": item["state"] for item in self.task_instances(dag_id, run_id)
        }

    def task_instances(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """All that the API tells of the tasks of a run, at most 200."""
        return list(
            self.call("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances?limit=200")["task_instances"]
        )

    def wait_for_run(self, dag_id: str, run_id: str, seconds: float = 180, every: float = 0.5) -> str:
        """Wait for a run to end, looking ``every`` so many seconds; returns success or failed."""

        def ended() -> str | None:
            state: str = self.call("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}")["state"]
            return state if state in ("success", "failed") else None

        return str(self.wait_until(ended, f"{dag_id} {run_id} to end", seconds, every))

    def wait_for_task(self, dag_id: str, run_id: str, task: str, state: str, seconds: float = 120) -> None:
        """Wait for a task to reach a state."""
        self.wait_until(lambda: self.tasks(dag_id, run_id).get(task) == state, f"{task} to be {state}", seconds)

    def answer(self, dag_id: str, run_id: str, task_id: str, option: str, user: str, note: str = "") -> None:
        """Answer a task that waits for a person."""
        self.wait_for_task(dag_id, run_id, f"{task_id}[-1]", "awaiting_input")
        time.sleep(3)  # an answer within the first second after the task starts waiting can mark it failed
        path = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/-1/hitlDetails"
        self.call("PATCH", path, {"chosen_options": [option], "params_input": {"note": note}}, user=user)

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v2/monitor/health", timeout=5) as answer:
                health = json.load(answer)
        except OSError:
            return False
        return all(health[part]["status"] == "healthy" for part in ("metadatabase", "scheduler", "dag_processor"))

    def knows(self, dag_id: str) -> bool:
        """Whether the DAG is parsed, and not paused."""
        try:
            return not self.call("GET", f"/api/v2/dags/{dag_id}")["is_paused"]
        except urllib.error.HTTPError:
            return False

    def _token(self, user: str) -> str:
        if user not in self._tokens:
            passwords = json.loads((self.home / "simple_auth_manager_passwords.json.generated").read_text())
            body = json.dumps({"username": user, "password": passwords[user]}).encode()
            request = urllib.request.Request(
                f"http://127.0.0.1:{self.port}/auth/token", body, {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
                self._tokens[user] = json.load(answer)["access_token"]
        return self._tokens[user]

    def wait_until(self, condition: Callable[[], _Found], what: str, seconds: float, every: float = 0.5) -> _Found:
        """Wait for a condition; raises AssertionError with the end of the log."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := condition():
                return found
            if self.process.poll() is not None:
                break
            time.sleep(every)
        tail = (self.home / "standalone.log").read_bytes()[-4000:].decode(errors="replace")
        raise AssertionError(f"waited {seconds:.0f} s for {what}\n{tail}")
