"""The same doors under Airflow's FAB auth manager, where permissions on the DAG decide, not names of roles."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from include.embedded import ROOT


@pytest.fixture(scope="module")
def answers(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("fab")
    data = shutil.copytree(settings.data, home / "data")
    command = [sys.executable, "-m", "tests.plugins.fab_process", str(home), str(data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_can_read_on_the_dag_reads_and_decides_nothing(answers: dict[str, Any]) -> None:
    assert (answers["looks"]["read"], answers["looks"]["named"]) == (200, True)
    assert answers["looks"]["changes"]
    assert answers["looks"]["may not decide"] == [*answers["looks"]["changes"]]


def test_can_edit_on_the_dag_decides(answers: dict[str, Any]) -> None:
    assert answers["decides"]["read"] == 200
    assert not {401, 403, 500} & set(answers["decides"]["changes"].values())


def test_without_a_permission_on_the_dag_nothing_opens(answers: dict[str, Any]) -> None:
    assert {answers["stranger"]["read"], *answers["stranger"]["changes"].values()} == {403}


def test_nobody_is_led_to_the_login_of_this_auth_manager(answers: dict[str, Any]) -> None:
    assert {answers["nobody"]["read"], *answers["nobody"]["changes"].values()} == {401}
    assert answers["nobody"]["login"]
