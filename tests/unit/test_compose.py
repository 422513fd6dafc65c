"""docker-compose.yaml without a Docker engine: its promises read from the file, the content of its image tried out."""

from __future__ import annotations

import ast
import base64
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.dag_defaults import DEFAULT_ARGS, POOL
from include.settings import PREFIX, Settings, load_settings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yaml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
AIRFLOW = {name: service for name, service in SERVICES.items() if name.startswith("airflow-")}
PARTS = {f"airflow-{part}" for part in ("apiserver", "scheduler", "dag-processor", "triggerer", "worker")}
ONE_SHOT = "airflow-init"
ENVIRONMENT: dict[str, str | None] = SERVICES["airflow-scheduler"]["environment"]
DOCKERFILE: str = SERVICES[ONE_SHOT]["build"]["dockerfile_inline"]
VARIABLE = re.compile(r"\$(?:(?P<escaped>\$)|\{(?P<name>\w+)(?P<operator>:\?|:-)(?P<rest>[^}]*)\})")
SECRET = re.compile(r"PASSWORD|SECRET|_KEY\b|AUTH$|SQL_ALCHEMY_CONN|RESULT_BACKEND|BROKER_URL")
ONLY_REQUIRED = re.compile(r"(?:\$\{\w+:\?[^}]+\}|[a-z0-9+]+://[a-z]*:\$\{\w+:\?[^}]+\}@[a-z]+(?::\d+)?/\w+)$")


class Missing(KeyError):
    """Compose would refuse to start: a required variable has no value."""


def interpolate(value: Any, variables: dict[str, str]) -> Any:
    """What Compose makes of a value: ``${NAME:?why}``, ``${NAME:-default}`` and ``$$``; raises Missing."""

    def replace(match: re.Match[str]) -> str:
        if match["escaped"]:
            return "$"
        if match["operator"] == ":?" and not variables.get(match["name"]):
            raise Missing(f"{match['name']}: {match['rest']}")
        return variables.get(match["name"]) or match["rest"]

    if isinstance(value, dict):
        return {key: interpolate(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [interpolate(item, variables) for item in value]
    return VARIABLE.sub(replace, value) if isinstance(value, str) else value


def required() -> set[str]:
    return {match["name"] for match in VARIABLE.finditer(TEXT) if match["operator"] == ":?"}


@cache
def documented_env_file() -> dict[str, str]:
    """The .env that the commands of docs/docker.md write, run by a shell."""
    if not shutil.which("openssl"):
        pytest.skip("the documented commands need openssl")
    page = (ROOT / "docs" / "docker.md").read_text(encoding="utf-8")
    heredoc = re.search(r"cat > \.env (<<EOF\n.*?\nEOF\n)", page, re.DOTALL)
    assert heredoc, "docs/docker.md does not show how to write .env"
    done = subprocess.run(["sh", "-euc", f"cat {heredoc[1]}"], capture_output=True, text=True, check=True)
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


def test_every_part_of_airflow_is_there_and_the_worker_can_be_multiplied() -> None:
    assert set(AIRFLOW) == PARTS | {ONE_SHOT}
    assert set(SERVICES) == set(AIRFLOW) | {"postgres", "redis"}
    assert not {"container_name", "ports", "hostname"} & SERVICES["airflow-worker"].keys()
    assert ENVIRONMENT["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {ONE_SHOT}))
def test_a_part_that_hangs_is_seen_and_one_that_dies_comes_back(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    check = service["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert {"interval", "timeout", "retries", "start_period"} <= check.keys()


def test_nothing_starts_before_the_database_is_migrated() -> None:
    assert SERVICES[ONE_SHOT]["restart"] == "no"
    assert SERVICES[ONE_SHOT]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in PARTS:
        needs = {other: need["condition"] for other, need in SERVICES[name]["depends_on"].items()}
        assert needs[ONE_SHOT] == "service_completed_successfully", name
        assert needs["postgres"] == needs["redis"] == "service_healthy", name


def test_init_creates_the_pool_the_dags_use_and_stops_at_the_first_error() -> None:
    shell, options, script = SERVICES[ONE_SHOT]["command"]
    assert (shell, options) == ("bash", "-euc")
    assert "airflow db migrate\n" in script
    assert f"airflow pools set {POOL} 2 " in script
    assert "|| true" not in script


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_images_are_pinned_to_an_exact_version(name: str) -> None:
    assert re.search(r":\d+\.\d+(\.\d+)?(-[a-z]+)?$", SERVICES[name]["image"]), SERVICES[name]["image"]


def test_the_image_holds_the_airflow_of_the_lock_and_the_version_of_the_project() -> None:
    base = re.search(r"^FROM apache/airflow:slim-([\d.]+)-python([\d.]+)$", DOCKERFILE, re.MULTILINE)
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert base
    assert f"\napache-airflow=={base[1]} " in lock
    assert base[2] == project["tool"]["mypy"]["python_version"], "the tests run on another Python than the image"
    for service in AIRFLOW.values():
        assert service["image"] == f"conflict-minerals-pipeline:{project['project']['version']}"
        assert service["build"]["dockerfile_inline"] == DOCKERFILE


def test_the_image_installs_nothing_but_what_the_lock_names_by_hash() -> None:
    installs = re.findall(r"pip install (.+?)(?: \\)?$", DOCKERFILE, re.MULTILINE)
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert {"--no-deps", "--no-build-isolation"} <= set(installs[1].split())


def test_what_the_image_copies_is_enough_to_run(tmp_path: Path) -> None:
    for sources, target in re.findall(r"^COPY --chown=airflow:0 (.+) (\S+)$", DOCKERFILE, re.MULTILINE):
        for source in sources.split():
            _copy(ROOT / source, tmp_path / target)
    code = (
        "import include, include.checks, include.warehouse.models as models\n"
        f"assert include.__file__.startswith({str(tmp_path)!r}), include.__file__\n"
        "assert models.run_order() and models.assertion_texts() and include.checks.suites()\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert {path.name for path in (tmp_path / "dags").glob("*.py")} == {
        path.name for path in (ROOT / "dags").glob("*.py")
    }


def _copy(source: Path, target: Path) -> None:
    """As COPY does: the content of a folder, or a file into a folder."""
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def test_airflow_finds_dags_and_plugins_where_the_image_has_them() -> None:
    (home,) = re.findall(r"^RUN install --directory .* (\S+)$", DOCKERFILE, re.MULTILINE)
    assert ENVIRONMENT["AIRFLOW__CORE__DAGS_FOLDER"] == f"{home}/dags"
    assert ENVIRONMENT["AIRFLOW__CORE__PLUGINS_FOLDER"] == f"{home}/plugins"
    mounted = [volume for service in AIRFLOW.values() for volume in service["volumes"]]
    assert not [volume for volume in mounted if home in str(volume)], "a mount would hide the code of the image"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_secret_has_a_value_or_a_default(name: str) -> None:
    secrets = {key: value for key, value in SERVICES[name]["environment"].items() if SECRET.search(key)}
    assert secrets
    for key, value in secrets.items():
        assert ONLY_REQUIRED.match(value), f"{key} must hold nothing but ${{NAME:?why}}"


def test_a_default_is_never_a_secret() -> None:
    defaults = {match["name"] for match in VARIABLE.finditer(TEXT) if match["operator"] == ":-"}
    assert defaults == {"DATA_FOLDER", "PORT"}


def test_the_password_of_the_administrator_reaches_no_lasting_part() -> None:
    assert "ADMIN_PASSWORD" in SERVICES[ONE_SHOT]["environment"]
    assert not [name for name in SERVICES.keys() - {ONE_SHOT} if "ADMIN_PASSWORD" in str(SERVICES[name])]


@pytest.mark.parametrize("name", sorted(required()))
def test_compose_refuses_to_start_without(name: str) -> None:
    full = dict.fromkeys(required(), "x")
    interpolate(SERVICES, full)
    with pytest.raises(Missing, match=name):
        interpolate(SERVICES, full | {name: ""})


def test_the_documented_commands_write_an_env_file_that_works() -> None:
    variables = documented_env_file()
    assert set(variables) == required()
    values = interpolate(ENVIRONMENT, variables)
    assert len(base64.urlsafe_b64decode(values["AIRFLOW__CORE__FERNET_KEY"])) == 32
    assert re.fullmatch(r"redis://:[0-9a-f]+@redis:6379/0", values["AIRFLOW__CELERY__BROKER_URL"])
    assert len(values["AIRFLOW__API_AUTH__JWT_SECRET"]) >= 64, "HS512 wants a key as long as its hash"
    settings = load_settings({key: value for key, value in values.items() if value is not None})
    assert settings.drop == "/data/drop"
    assert len({value for key, value in variables.items() if SECRET.search(key)}) == 6, "two secrets are the same"


def test_every_setting_can_be_set() -> None:
    run_itself = "writer"  # each DAG run holds the lake under its own name
    assert {PREFIX + name.upper() for name in Settings.model_fields.keys() - {run_itself}} <= ENVIRONMENT.keys()
    assert PREFIX + run_itself.upper() not in ENVIRONMENT


def test_every_part_of_airflow_has_the_same_environment() -> None:
    for name, service in AIRFLOW.items():
        assert ENVIRONMENT.items() <= service["environment"].items(), name
        assert service["environment"].keys() - ENVIRONMENT.keys() <= {"DUMB_INIT_SETSID", "ADMIN_PASSWORD"}, name
        assert service["volumes"] == SERVICES["airflow-scheduler"]["volumes"], name


def test_tasks_reach_the_api_server_at_the_port_it_listens_on() -> None:
    address = ENVIRONMENT["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"]
    assert address == "http://airflow-apiserver:8080/execution/"
    assert str(ENVIRONMENT["AIRFLOW__CORE__AUTH_MANAGER"]).endswith(".FabAuthManager")


def test_only_this_machine_reaches_a_port() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:${PORT:-8080}:8080"]
    assert not [name for name, service in SERVICES.items() if "network_mode" in service]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_nothing_runs_as_root_or_may_become_it(name: str) -> None:
    service = SERVICES[name]
    user = interpolate(service["user"], {"AIRFLOW_UID": "1000"})
    assert user == ("1000:0" if name in AIRFLOW else name)
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "cap_add"} & service.keys()


def test_no_running_task_is_delivered_twice() -> None:
    patience = timedelta(seconds=int(ENVIRONMENT["AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT"] or 0))
    assert patience > max(_execution_timeouts()) + timedelta(minutes=10)
    assert ENVIRONMENT["AIRFLOW__CELERY__TASK_ACKS_LATE"] == "True"


def _execution_timeouts() -> list[timedelta]:
    """The default of all tasks, and every ``execution_timeout=`` of a DAG file; None: one that waits in no worker."""
    found = [DEFAULT_ARGS["execution_timeout"]]
    for path in sorted((ROOT / "dags").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "execution_timeout":
                text = ast.unparse(node.value)
                value = eval(text, {"__builtins__": {}}, {"timedelta": timedelta})  # our own DAG files
                found += [value] if value is not None else []
    return found
