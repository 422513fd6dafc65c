"""Airflow's own API server in this process, with the review pages mounted by the plugin, over the refreshed sample."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from include.embedded import environment, prepare
from include.lake import LEASE, acquire_lease
from include.refresh import build, check, land, plan_intake
from include.sample.company import write_sample
from include.settings import PREFIX, Settings
from include.storage import open_store
from tests.plugins.troubled import trouble

YEAR = 2025
ROLES = {"ada": "admin", "opal": "op", "uma": "user", "vera": "viewer"}
BASE = "/conflict-minerals"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample company's data, taken in, checked and refreshed once."""
    data = tmp_path_factory.mktemp("review") / "data"
    write_sample(data)
    chosen = Settings(data=str(data), reporting_year=YEAR, settle_seconds=0, writer="tests")
    now = datetime(2026, 5, 4, 9, tzinfo=UTC)
    for batch in plan_intake(chosen, "tests", now):
        land(chosen, batch, "tests", now)
    check(chosen)
    build(chosen, date(2026, 5, 15))
    return chosen


@pytest.fixture(scope="session")
def troubled(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample in the middle of its campaign; see troubled.py. Shared: nothing writes to it."""
    found = copied(settings, tmp_path_factory.mktemp("troubled") / "data")
    trouble(found)
    return found


@pytest.fixture(scope="session")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Airflow's core API application, as its API server runs it."""
    home = tmp_path_factory.mktemp("airflow")
    kept = dict(os.environ)
    os.environ.update(
        {
            **environment(home),
            f"{PREFIX}DATA": settings.data,
            f"{PREFIX}REPORTING_YEAR": str(YEAR),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in ROLES.items()),
            "AIRFLOW__API_AUTH__JWT_SECRET": "a-secret-of-the-tests-that-is-long-enough-for-its-hash-function-1",
            "AIRFLOW__API__SECRET_KEY": "another-secret-of-the-tests",
        }
    )
    prepare(home)
    from airflow.api_fastapi.app import create_app

    yield create_app(apps="core")
    os.environ.clear()
    os.environ.update(kept)


@pytest.fixture(scope="session")
def visitor(server: object) -> Callable[[str | None], object]:
    """A browser of a signed-in user, or of nobody."""
    import json

    from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import SimpleAuthManager
    from starlette.testclient import TestClient

    passwords = json.loads(Path(SimpleAuthManager.get_generated_password_file()).read_text())

    def browser(name: str | None) -> TestClient:
        client = TestClient(server, base_url="http://127.0.0.1:8080", follow_redirects=False)
        if name:
            answer = client.post("/auth/token", json={"username": name, "password": passwords[name]})
            assert answer.status_code == 201, answer.text
            client.cookies.set("_token", answer.json()["access_token"])
        return client

    return browser


@pytest.fixture
def own_data(settings: Settings, server: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The refreshed sample in a folder of the test's own, to which the pages write."""
    found = copied(settings, tmp_path / "data")
    monkeypatch.setenv(f"{PREFIX}DATA", found.data)
    return found


@pytest.fixture
def own_campaign(troubled: Settings, server: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The sample in the middle of its campaign in a folder of the test's own."""
    found = copied(troubled, tmp_path / "data")
    monkeypatch.setenv(f"{PREFIX}DATA", found.data)
    return found


def copied(settings: Settings, data: Path) -> Settings:
    """The same data in another folder, with nobody at work there."""
    shutil.copytree(settings.data, data)
    (data / "lake" / LEASE).unlink(missing_ok=True)
    return settings.model_copy(update={"data": str(data)})


@pytest.fixture
def lake_held(own_data: Settings) -> None:
    """Another writer is at work in the test's own lake."""
    acquire_lease(open_store(own_data.lake), "an intake", 600)
