"""Run as ``python -m tests.plugins.fab_process HOME DATA``: the pages under the FAB auth manager, asked by four users.

A process of its own, because Airflow chooses its auth manager once. Prints JSON: user -> what each request answered.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from include.embedded import environment
from include.settings import PREFIX

USERS = {"looks": ("can_read",), "decides": ("can_read", "can_edit"), "stranger": ()}
ORIGIN = "http://127.0.0.1:8080"
PASSWORD = "a password of the tests"
PAGES = "/conflict-minerals"


def main(home: Path, data: str) -> None:
    """Prepare the database, make the users, ask as each and as nobody."""
    os.environ.update(
        {
            **environment(home),
            f"{PREFIX}DATA": data,
            f"{PREFIX}REPORTING_YEAR": "2025",
            "AIRFLOW__CORE__AUTH_MANAGER": "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager",
            "AIRFLOW__API_AUTH__JWT_SECRET": "a-secret-of-the-tests-that-is-long-enough-for-its-hash-function-1",
            "AIRFLOW__API__SECRET_KEY": "another-secret-of-the-tests",
            "AIRFLOW__API__BASE_URL": ORIGIN,
        }
    )
    from include.embedded import prepare

    prepare(home)
    from airflow.api_fastapi.app import create_app

    server = create_app(apps="all")
    _make_users()
    asked = {name: _answers(server, name) for name in USERS} | {"nobody": _answers(server, None)}
    sys.stdout.write(json.dumps(asked) + "\n")


def _make_users() -> None:
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder

    with get_application_builder() as builder:
        security = builder.sm
        for name, actions in USERS.items():
            role = security.add_role(f"role of {name}")
            for action in actions:
                permission = security.create_permission(action, "DAG:reconcile_smelters")
                security.add_permission_to_role(role, permission)
            made = security.add_user(name, name, "Person", f"{name}@example.com", role, password=PASSWORD)
            assert made, name


def _answers(server: Any, name: str | None) -> dict[str, Any]:
    from starlette.testclient import TestClient

    client = TestClient(server, base_url=ORIGIN, follow_redirects=False)
    token = ""
    if name:
        given = client.post("/auth/token", json={"username": name, "password": PASSWORD}).json()["access_token"]
        client.cookies.set("_token", given)
        token = _form_token(given)
    read = client.get(f"{PAGES}/")
    changes = {
        path: client.request(method, f"{PAGES}{path}", headers={"sec-fetch-site": "same-origin"}, data={"token": token})
        for method, path in _changes()
    }
    return {
        "read": read.status_code,
        "named": f">{name}" in read.text,
        "changes": {path: answer.status_code for path, answer in changes.items()},
        "may not decide": [path for path, answer in changes.items() if "not decide" in answer.text],
        "login": "/auth/login/?next=" in read.text,
    }


def _changes() -> list[tuple[str, str]]:
    from include.review.app import create_app
    from tests.plugins.guards import SAFE, addresses

    return [(method, path) for method, path in addresses(create_app()) if method not in SAFE and path != "/x"]


def _form_token(credential: str) -> str:
    """What a form of this user carries: forms are made for the id in the credential."""
    import jwt

    from include.review.forgery import token_for

    return token_for(str(jwt.decode(credential, options={"verify_signature": False})["sub"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
