"""What tests of several folders share: a data folder of their own, and a way to drop files into it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from include.embedded import environment
from include.refresh import check, finish_intake, land, plan_intake
from include.sample.company import write_sample
from include.settings import Settings

# Airflow reads its configuration once, when whatever test module first imports it: it must find our plugins, and not
# the home of whoever runs the tests.
os.environ.update(environment(Path(tempfile.mkdtemp(prefix="airflow-"))))

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
Drop = Callable[..., Path]


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which tests stay together where two processes share them: those of one file, and all that ask the pages' server.

    What a module or the session prepares (an Airflow, a refreshed sample) is then prepared once. The cases of sql/
    share nothing.
    """
    for item in items:
        folder = item.path.parent.name
        if item.path.name != "test_cases.py":
            item.add_marker(pytest.mark.xdist_group(folder if folder == "plugins" else str(item.path)))


@pytest.fixture(scope="session")
def landed_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the whole sample landed and checked; read it, or copy it before changing it."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    settings = Settings(data=str(folder), reporting_year=2025, settle_seconds=0)
    for batch in plan_intake(settings, "tests", NOON + timedelta(days=365)):
        land(settings, batch, "tests", NOON)
    finish_intake(settings, "tests")
    check(settings)
    return folder


@pytest.fixture
def sample(landed_sample: Path, tmp_path: Path) -> Settings:
    """Settings over a copy of the landed sample, which the test may change."""
    shutil.copytree(landed_sample, tmp_path / "sample")
    return Settings(data=str(tmp_path / "sample"), reporting_year=2025, settle_seconds=0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over an empty data folder; a file counts as settled at once."""
    return Settings(data=str(tmp_path / "data"), reporting_year=2025, settle_seconds=0)


@pytest.fixture
def drop(settings: Settings) -> Drop:
    """Puts a file into the drop folder: ``drop("2025/a.csv", b"...")``; last changed at noon, or when told."""

    def put(path: str, content: bytes, changed: datetime = NOON) -> Path:
        target = Path(settings.drop, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        os.utime(target, (changed.timestamp(), changed.timestamp()))
        return target

    return put
