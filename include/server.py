"""Airflow's own servers on one machine (``airflow standalone``): what ``make up`` and the server tests start."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from pathlib import Path

from include.embedded import environment
from include.settings import PREFIX

USERS = {"engineer": "admin", "compliance": "op", "filer": "op", "reader": "viewer"}
"""Users of the simple auth manager and their roles; their passwords are generated into Airflow's home folder."""


class PortTaken(RuntimeError):
    """Another program answers on the port: an old server would look like the new one."""


def server_environment(home: Path, data: str, reporting_year: int, port: int) -> dict[str, str]:
    """The environment of every part of a one-machine Airflow that listens on 127.0.0.1 only.

    The log server has no host option of its own: it listens on every interface, and asks for a signed token.
    """
    url = f"http://127.0.0.1:{port}"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {
        **os.environ,
        **environment(home),
        "PATH": path,  # `airflow standalone` starts its parts by the bare name `airflow`
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{user}:{role}" for user, role in USERS.items()),
        "AIRFLOW__API_AUTH__JWT_SECRET": _kept_secret(home / "jwt_secret"),
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
        f"{PREFIX}DATA": data,
        f"{PREFIX}REPORTING_YEAR": str(reporting_year),
    }


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def refuse_taken(port: int) -> None:
    """Raise PortTaken when something listens on the port already."""
    with socket.socket() as client:
        client.settimeout(1)
        if client.connect_ex(("127.0.0.1", port)) == 0:
            raise PortTaken(f"something listens on 127.0.0.1:{port} already; stop it first, or choose another PORT")


def serve(data: str, reporting_year: int, port: int) -> None:
    """Replace this process by ``airflow standalone`` over a data folder; raises PortTaken."""
    refuse_taken(port)
    home = Path(data, ".airflow").absolute()
    home.mkdir(parents=True, exist_ok=True)
    airflow = str(Path(sys.executable).parent / "airflow")
    os.execve(airflow, [airflow, "standalone"], server_environment(home, data, reporting_year, port))  # noqa: S606 - no shell


def _kept_secret(path: Path) -> str:
    """One secret for all parts and restarts: another one would fail running tasks with an invalid signature."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
