"""Who may what, over every route there is: a route that is added without a guard makes these tests fail."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.conftest import BASE
from tests.plugins.guards import SAFE, addresses, unguarded

ORIGIN = "http://127.0.0.1:8080"
OURS = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
NO_PAGES = ("/docs", "/redoc", "/openapi.json", "/static/", "/static/../app.py", "/static/none.css", "/nothing/at/all")
FORGED = {
    "another site": {"sec-fetch-site": "cross-site", "origin": "https://example.com"},
    "another port of this machine": {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:9999"},
    "an old browser on another site": {"origin": "https://example.com"},
    "a page without an origin": {"origin": "null"},
    "no header at all": {},
}


@pytest.fixture(scope="session")
def app(server: Any) -> Any:
    """The pages as the plugin makes them."""
    from include.review.app import create_app

    return create_app()


def _changes(app: Any) -> list[tuple[str, str]]:
    return [(method, path) for method, path in addresses(app) if method not in SAFE and path != "/x"]


def _lake(settings: Any) -> dict[str, bytes]:
    """Ledger and drop folder: what a form could change."""
    root = Path(settings.data)
    places = [*(root / "lake" / "events").rglob("*"), *(root / "drop").rglob("*")]
    return {str(path): path.read_bytes() for path in places if path.is_file()}


def test_every_route_asks_who_is_there_and_every_change_who_may_decide(app: Any) -> None:
    assert unguarded(app) == []


def test_a_route_without_a_guard_is_found(server: Any) -> None:
    from fastapi import Depends
    from starlette.routing import Mount

    from include.review.access import reader
    from include.review.app import create_app

    careless = create_app()

    @careless.get("/open")
    def _open() -> str:
        return "anybody"

    @careless.post("/change", dependencies=[Depends(reader)])
    def _change() -> str:
        return "any reader"

    careless.routes.append(Mount("/files", routes=[]))
    assert unguarded(careless) == [
        "/open: no reader is asked for",
        "/change: ['POST'] without Deciding",
        "/files: no dependency can stand before it",
    ]


def test_nobody_gets_anything_but_the_way_to_the_login(app: Any, visitor: Any) -> None:
    nobody = visitor(None)
    asked = [*addresses(app), *(("GET", path) for path in NO_PAGES)]
    assert len(asked) > 20
    for method, path in asked:
        answer = nobody.request(method, f"{BASE}{path}", headers=OURS)
        assert answer.status_code == 401, (method, path)
        assert method == "HEAD" or "/auth/login?next=" in answer.text, (method, path)


@pytest.mark.parametrize("credential", ["no-token", "a.b.c", ""])
def test_a_made_up_credential_opens_nothing(visitor: Any, credential: str) -> None:
    stranger = visitor(None)
    stranger.cookies.set("_token", credential)
    assert stranger.get(f"{BASE}/").status_code in (401, 403)
    assert stranger.get(f"{BASE}/", headers={"authorization": f"Bearer {credential}"}).status_code in (401, 403)


def test_a_reader_reads_every_page_and_changes_nothing(app: Any, visitor: Any, settings: Any) -> None:
    from include.review.forgery import token_for

    vera, before = visitor("vera"), _lake(settings)
    for method, path in addresses(app):
        if method == "GET":
            assert vera.get(f"{BASE}{path}").status_code in (200, 404), path
    assert _changes(app)
    for method, path in _changes(app):
        answer = vera.request(method, f"{BASE}{path}", headers=OURS, data={"token": token_for("vera")})
        assert answer.status_code == 403, (method, path)
        assert "Your role lets you read, not decide." in answer.text, (method, path)
    assert _lake(settings) == before


@pytest.mark.parametrize(
    "path", ["/", "/campaign", "/suppliers", "/smelters", "/findings", "/queue", "/quarantine", "/filing", "/checks"]
)
def test_every_page_of_the_navigation_opens_for_a_reader(visitor: Any, path: str) -> None:
    answer = visitor("vera").get(f"{BASE}{path}")
    assert answer.status_code == 200, answer.text
    assert "(reads only)" in answer.text


@pytest.mark.parametrize("forged", FORGED)
def test_a_form_of_another_site_is_refused(app: Any, visitor: Any, settings: Any, forged: str) -> None:
    from include.review.forgery import token_for

    opal, before = visitor("opal"), _lake(settings)
    for method, path in _changes(app):
        answer = opal.request(method, f"{BASE}{path}", headers=FORGED[forged], data={"token": token_for("opal")})
        assert (answer.status_code, "came from another site" in answer.text) == (403, True), (method, path)
    assert _lake(settings) == before


@pytest.mark.parametrize("fault", ["none", "made up", "of another user", "of yesterday", "of another purpose"])
def test_a_form_without_its_own_token_is_refused(app: Any, visitor: Any, settings: Any, fault: str) -> None:
    opal, before, token = visitor("opal"), _lake(settings), _token(fault)
    for method, path in _changes(app):
        answer = opal.request(method, f"{BASE}{path}", headers=OURS, data={} if token is None else {"token": token})
        assert (answer.status_code, "This form is too old" in answer.text) == (403, True), (method, path)
    assert _lake(settings) == before


def _token(fault: str) -> str | None:
    from airflow.configuration import conf
    from itsdangerous import TimestampSigner, URLSafeTimedSerializer

    from include.review.forgery import token_for

    class Yesterday(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - 13 * 3600

    secret, salt = conf.get("api", "secret_key"), "conflict-minerals review pages"
    return {
        "none": None,
        "made up": "opal",
        "of another user": token_for("ada"),
        "of yesterday": URLSafeTimedSerializer(secret, salt=salt, signer=Yesterday).dumps("opal"),
        "of another purpose": URLSafeTimedSerializer(secret, salt="session").dumps("opal"),
    }[fault]


@pytest.mark.parametrize("user", [None, "vera"])
def test_every_answer_carries_the_headers(app: Any, visitor: Any, user: str | None) -> None:
    client = visitor(user)
    for method, path in [*addresses(app), *(("GET", path) for path in NO_PAGES), ("BREW", "/"), ("PUT", "/")]:
        answer = client.request(method, f"{BASE}{path}", headers=OURS)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, (method, path)
        assert "frame-ancestors 'self'" in policy, (method, path)
        assert "script-src" not in policy or "script-src 'self'" in policy, (method, path)
        assert answer.headers["x-content-type-options"] == "nosniff", (method, path)
        assert answer.headers["referrer-policy"] == "same-origin", (method, path)


def test_an_error_nobody_foresaw_tells_nothing_and_carries_the_headers(
    server: Any, visitor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from starlette.testclient import TestClient

    from include.review.pages import overview

    def broken(*_: object) -> None:
        raise ZeroDivisionError("with a secret in it")

    monkeypatch.setattr(overview, "filing_deadline", broken)
    client = TestClient(server, base_url=ORIGIN, raise_server_exceptions=False, cookies=visitor("vera").cookies)
    answer = client.get(f"{BASE}/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_no_page_has_a_script_or_style_that_the_policy_would_stop(app: Any, visitor: Any) -> None:
    from lxml import html

    vera = visitor("vera")
    for method, path in addresses(app):
        answer = vera.get(f"{BASE}{path}")
        if method != "GET" or "text/html" not in answer.headers.get("content-type", "") or path.startswith("/checks/"):
            continue
        page = html.fromstring(answer.text)
        assert page.xpath("//style | //script[not(@src)] | //*[@style] | //@*[starts-with(name(), 'on')]") == [], path
        for link in page.xpath("//@href | //@src | //@action"):
            assert link.startswith(("/", "#")), (path, link)


@pytest.mark.parametrize("next_page", ["/filing?year=2025", "/suppliers/V%2F1?year=2025"])
def test_the_login_leads_back_to_the_page(visitor: Any, next_page: str) -> None:
    from urllib.parse import parse_qs, urlsplit

    from lxml import html

    page = html.fromstring(visitor(None).get(f"{BASE}{next_page}").text)
    (login,) = page.xpath("//a/@href")
    assert parse_qs(urlsplit(login).query)["next"] == [f"{BASE}{next_page}"]


@pytest.mark.parametrize(("user", "decides"), [("vera", False), ("uma", True), ("opal", True), ("ada", True)])
def test_roles_of_the_simple_auth_manager(visitor: Any, user: str, decides: bool) -> None:
    assert ("(reads only)" in visitor(user).get(f"{BASE}/").text) is not decides
