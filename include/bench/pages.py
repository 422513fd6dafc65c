"""How long the review pages take: each asked of Airflow's own API application over a campaign of real size.

Run as ``python -m include.bench.pages DATA`` it measures over the data of that folder, and prints JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from include.bench.campaign import YEAR, Size, facilities, supplier_id, write_campaign
from include.bench.report import Table
from include.embedded import environment, prepare
from include.refresh import publish_report
from include.settings import PREFIX

TARGET_MS = 300
_REPEATS = 15
_BASE = "/conflict-minerals"


def table() -> Table:
    """Milliseconds of each page, the first time and later, and how large it is."""
    size = Size()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = write_campaign(Path(folder, "data"), size)
        params = dict.fromkeys(("reporting_year", "as_of_date", "filing_date")) | {"package": "draft"}
        publish_report(settings, params | {"submission_flag": "TEST"}, date(2026, 5, 15))
        command = [sys.executable, "-m", "include.bench.pages", settings.data]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this module itself
    rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    notes = (
        f"{size.suppliers:,} suppliers, {size.answered * size.rows_each:,} declared rows; target {TARGET_MS} ms",
        f"first: after a refresh, with marts, ledger and charts still cold; then {_REPEATS} times more",
    )
    return Table("pages", "Review pages, milliseconds a request", rows, notes)


def measured(data: str) -> list[dict[str, Any]]:
    """Ask for each page as a signed-in decider; raises RuntimeError for one that does not answer 200."""
    client = _browser(Path(data).absolute())
    rows = []
    for name, address in _addresses().items():
        times = []
        for _ in range(_REPEATS + 1):
            start = time.perf_counter()
            answer = client.get(_BASE + address)
            times.append((time.perf_counter() - start) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answered {answer.status_code}: {answer.text[:500]}")
        later = times[1:]
        rows.append(
            {"page": name, "first": times[0], "median": statistics.median(later), "worst": max(later),
             "KB": len(answer.content) / 1024}
        )  # fmt: skip
    return rows


def _addresses() -> dict[str, str]:
    facility, year = facilities()[0], f"year={YEAR}"
    return {
        "overview": f"/?{year}",
        "campaign": f"/campaign?{year}",
        "campaign, held letters": f"/campaign?{year}&show=held",
        "declarations to judge": f"/campaign/declarations?{year}",
        "letters of a language": f"/campaign/languages/de?{year}",
        "products": f"/products?{year}",
        "suppliers": f"/suppliers?{year}",
        "suppliers, searched and sorted": f"/suppliers?{year}&text=components&sort=-critical&page=20",
        "supplier": f"/suppliers/{supplier_id(0)}?{year}",
        "review queue": f"/queue?{year}",
        "decisions": f"/decisions?{year}",
        "smelters": f"/smelters?{year}",
        "smelter": f"/smelters/{facility.metal}/{facility.smelter_cid}?{year}",
        "declared rows": f"/rows?{year}",
        "declared rows, a late page": f"/rows?{year}&outcome=consolidated&page=900",
        "trace": f"/trace?{year}&metal={facility.metal}&cid={facility.smelter_cid}",
        "findings": f"/findings?{year}",
        "findings, filtered": f"/findings?{year}&severity=critical&text=smelter",
        "quarantine": f"/quarantine?{year}",
        "risks": f"/risks?{year}",
        "filing": f"/filing?{year}",
        "checks": f"/checks?{year}",
    }


def _browser(data: Path) -> Any:
    """A client of the application, signed in as a user who may decide."""
    home = data / ".airflow"
    os.environ.update(
        {
            **environment(home),
            f"{PREFIX}DATA": str(data),
            f"{PREFIX}REPORTING_YEAR": str(YEAR),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "bench:op",
            "AIRFLOW__API_AUTH__JWT_SECRET": os.urandom(48).hex(),
            "AIRFLOW__API__SECRET_KEY": os.urandom(24).hex(),
        }
    )
    prepare(home)
    from airflow.api_fastapi.app import create_app
    from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import SimpleAuthManager
    from starlette.testclient import TestClient

    from include.charts import warm_up

    client = TestClient(create_app(apps="core"), base_url="http://127.0.0.1")
    password = json.loads(Path(SimpleAuthManager.get_generated_password_file()).read_text())["bench"]
    token = client.post("/auth/token", json={"username": "bench", "password": password}).json()["access_token"]
    client.cookies.set("_token", token)
    client.get(f"{_BASE}/static/style.css")  # makes the application, as any first request to a server does
    warm_up()
    return client


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(sys.argv[1])) + "\n")
