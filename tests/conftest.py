"""What tests of several folders share: a data folder of their own, and a way to drop files into it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from include.settings import Settings

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
Drop = Callable[..., Path]


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
