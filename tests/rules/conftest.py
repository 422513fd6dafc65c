"""The worlds of all cases, for the whole run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from include.intake.reader_process import Reader
from tests.rules.registry import all_cases
from tests.rules.worlds import Worlds


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    with Reader() as reader:
        yield Worlds(tmp_path_factory.mktemp("rules"), reader, all_cases())
