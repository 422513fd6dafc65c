"""The review pages in real Chromium, inside a real Airflow: sign in, find, decide, refresh, trace; their looks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from include.bench.airflow_server import AirflowServer
from include.events import read_all
from include.refresh import build, check, finish_intake, land, plan_intake, publish_report
from include.sample.company import write_sample
from include.settings import Settings
from include.storage import open_store
from tests.plugins.troubled import UNCERTAIN, letter_id, trouble

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
BASE = "/conflict-minerals"
NAME, CID, STANDARD = "Dongquanlin Tin Co Ltd", "CID900204", "Dongquanling Tin Co., Ltd."
PAGES = (
    "/",
    "/suppliers",
    "/suppliers/V1018",
    "/suppliers/V1002",
    "/campaign",
    "/campaign?show=held",
    "/campaign/declarations",
    "/campaign/languages/zh",
    "/products?scope=all",
    "/queue",
    "/queue/{question}",
    "/decisions",
    "/smelters",
    "/smelters/Tin/CID900201",
    "/trace?metal=Tin&cid=CID900201",
    "/rows",
    "/risks",
    "/findings",
    "/quarantine",
    "/filing",
    "/checks",
    "/nothing",
)
LOOKS = [(width, look) for width in (1280, 400) for look in ("light", "dark")]
OVERFLOWING = """() => [...document.querySelectorAll('body *')]
    .filter((node) => !node.closest('.scroll, .hidden, .skip, svg, thead'))
    .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map((node) => node.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample in the middle of its campaign, refreshed, with a draft of its filing."""
    data = tmp_path_factory.mktemp("pages") / "data"
    write_sample(data)
    chosen = Settings(data=str(data), reporting_year=2025, settle_seconds=0)
    now = datetime(2026, 5, 4, 9, tzinfo=UTC)
    for batch in plan_intake(chosen, "tests", now):
        land(chosen, batch, "tests", now)
    finish_intake(chosen, "tests")
    check(chosen)
    build(chosen, date(2026, 5, 15))
    trouble(chosen)
    finish_intake(chosen, "tests")
    days = {"as_of_date": "2026-05-15", "filing_date": "2026-05-29"}
    publish_report(chosen, days | {"reporting_year": 2025, "package": "draft", "submission_flag": "TEST"}, date.today())
    return chosen


@pytest.fixture(scope="module")
def airflow(settings: Settings) -> Iterator[AirflowServer]:
    by_hand = {f"CONFLICT_MINERALS_{name}_SCHEDULE": "" for name in ("INTAKE", "FOLLOW_UP", "WATCH")}
    with AirflowServer(Path(settings.data), 2025, **by_hand) as server:  # no run of its own holds the lake meanwhile
        server.wait_until(lambda: server.knows("reconcile_smelters"), "the DAGs to be parsed", 90)
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is not installed: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def _sign_in(page: Any, server: AirflowServer, user: str) -> None:
    """Fill in Airflow's own form, wherever the page stands."""
    passwords = json.loads((server.home / "simple_auth_manager_passwords.json.generated").read_text())
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(passwords[user])
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture(scope="module")
def cookies(chromium: Any, airflow: AirflowServer) -> list[Any]:
    """Those of somebody who may decide, from one sign-in."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{airflow.port}/auth/login?next=%2F")
    _sign_in(page, airflow, "compliance")
    page.wait_for_url(f"http://127.0.0.1:{airflow.port}/")
    kept = context.cookies()
    context.close()
    return list(kept)


def _open(chromium: Any, cookies: list[Any], width: int = 1280, look: str = "light") -> Any:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=look)
    context.add_cookies(cookies)
    return context.new_page()


def _in_the_frame(page: Any, server: AirflowServer) -> Any:
    """The pages as people come to them: by Airflow's navigation."""
    page.goto(f"http://127.0.0.1:{server.port}/")
    page.get_by_role("button", name="Browse").click()
    page.get_by_role("menuitem", name="Conflict minerals").click()
    frame = page.frame_locator("iframe[title='Conflict minerals']")
    frame.get_by_role("heading", name="Overview").wait_for()
    return frame


def _pages(settings: Settings) -> list[str]:
    from include.warehouse.marts import Marts

    waiting = Marts(open_store(settings.lake)).table("review_queue").to_pylist()
    return [path.format(question=waiting[0]["question_id"]) for path in PAGES]


def test_whoever_is_not_signed_in_comes_back_to_the_page_after_the_login(chromium: Any, airflow: AirflowServer) -> None:
    page = chromium.new_context().new_page()
    asked = f"http://127.0.0.1:{airflow.port}{BASE}/findings?year=2025&severity=critical"
    page.goto(asked)
    page.get_by_role("link", name="Sign in to Airflow").click()
    _sign_in(page, airflow, "reader")
    page.wait_for_url(asked)
    assert page.get_by_text("reader (reads only)").is_visible()
    page.context.close()


def test_a_lost_session_is_mended_inside_the_frame(chromium: Any, airflow: AirflowServer, cookies: list[Any]) -> None:
    page = _open(chromium, cookies)
    frame = _in_the_frame(page, airflow)
    page.context.clear_cookies()
    frame.get_by_role("link", name="Findings", exact=True).click()
    frame.get_by_role("link", name="Sign in to Airflow").click()
    _sign_in(frame, airflow, "compliance")
    frame.get_by_role("heading", name="Findings").wait_for()
    page.context.close()


def test_a_person_decides_refreshes_and_traces_without_a_terminal(
    chromium: Any, airflow: AirflowServer, settings: Settings, cookies: list[Any]
) -> None:
    page = _open(chromium, cookies)
    frame = _in_the_frame(page, airflow)
    assert frame.get_by_text("suppliers answered").is_visible()

    frame.get_by_role("link", name="Suppliers", exact=True).click()
    frame.locator("input[type=search]").first.fill("V1018")
    frame.get_by_role("button", name="Filter").click()
    frame.locator("tbody a[href*='/suppliers/V1018']").first.click()
    frame.get_by_role("heading", level=1).filter(has_text="Quorra").wait_for()

    frame.get_by_role("link", name="Review queue").click()
    frame.get_by_role("button", name=f"Accept {NAME} as {STANDARD}").click()
    frame.get_by_text("The decision shows its effect after the next refresh").first.wait_for()
    (decision,) = [item for item in read_all(open_store(settings.lake)) if item.kind == "decision"]
    assert (decision.actor, decision.payload["smelter_cid"]) == ("compliance", CID)
    frame.get_by_role("link", name="all decisions").click()
    frame.locator("tbody tr").filter(has_text=NAME).filter(has_text="compliance").wait_for()

    run = airflow.trigger("reconcile_smelters", as_of_date="2026-05-15")
    assert airflow.wait_for_run("reconcile_smelters", run) == "success"

    frame.get_by_role("link", name="Overview").click()
    frame.locator("dd").filter(has_text="this run in Airflow").filter(has_text="success").first.wait_for()
    frame.get_by_role("link", name="Review queue").click()
    frame.get_by_role("heading", name="Review queue").wait_for()
    assert frame.get_by_text(NAME).count() == 0
    page.goto(f"http://127.0.0.1:{airflow.port}{BASE}/trace?metal=Tin&cid={CID}")
    traced = page.locator("article").filter(has_text=NAME)
    traced.wait_for()
    text = traced.inner_text()
    assert "consolidated" in text
    assert "Smelter List row" in text
    assert "compliance" in text
    page.context.close()


def test_a_link_leaves_the_frame_for_airflow(chromium: Any, airflow: AirflowServer, cookies: list[Any]) -> None:
    page = _open(chromium, cookies)
    frame = _in_the_frame(page, airflow)
    frame.get_by_role("link", name="Filing", exact=True).click()
    frame.get_by_role("link", name="Open the DAG file_annual_report").first.click()
    page.wait_for_url(f"http://127.0.0.1:{airflow.port}/dags/file_annual_report")
    page.get_by_role("heading", name="file_annual_report").first.wait_for()
    page.context.close()


def test_the_pages_follow_airflow_into_the_dark(chromium: Any, airflow: AirflowServer, cookies: list[Any]) -> None:
    page = _open(chromium, cookies)
    frame = _in_the_frame(page, airflow)
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert frame.locator("body").evaluate(ground) == "rgb(255, 255, 255)"
    page.get_by_role("button", name="User").click()
    page.get_by_role("menuitem", name="Appearance").hover()
    page.get_by_text("Dark", exact=False).last.click()
    frame.locator("html[data-look=dark]").wait_for(state="attached")
    assert frame.locator("body").evaluate(ground) == "rgb(16, 21, 29)"
    page.context.close()


@pytest.mark.parametrize(("width", "look"), LOOKS)
def test_no_page_has_a_barrier_or_runs_out_of_the_window(
    chromium: Any, airflow: AirflowServer, settings: Settings, cookies: list[Any], width: int, look: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, faults = _open(chromium, cookies, width, look), []
    for path in _pages(settings):
        page.goto(f"http://127.0.0.1:{airflow.port}{BASE}{path}")
        assert page.evaluate("document.documentElement.dataset.look") == look
        page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
        faults += [f"{path} is too wide: {node}" for node in page.evaluate(OVERFLOWING)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{path} scrolls sideways")
        found = Axe().run(page).response["violations"]
        faults += [
            f"{path}: {fault['id']} {node['html'][:160]}"
            for fault in found
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]
    page.context.close()
    assert faults == []


def test_no_page_complains_or_asks_another_host(
    chromium: Any, airflow: AirflowServer, settings: Settings, cookies: list[Any]
) -> None:
    page, said, asked = _open(chromium, cookies), [], set()
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    for path in _pages(settings):
        if path != "/nothing":
            page.goto(f"http://127.0.0.1:{airflow.port}{BASE}{path}")
    page.context.close()
    assert said == []
    assert asked == {f"127.0.0.1:{airflow.port}"}


def test_the_keyboard_reaches_navigation_and_first_action(
    chromium: Any, airflow: AirflowServer, cookies: list[Any]
) -> None:
    page = _open(chromium, cookies)
    page.goto(f"http://127.0.0.1:{airflow.port}{BASE}/queue")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    assert page.locator("a.skip").bounding_box()["x"] >= 0  # whoever sees tabs sees where they are
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert {"Filter", "Decide"} <= reached
    page.context.close()


def _said(settings: Settings, kind: str) -> list[Any]:
    return [item for item in read_all(open_store(settings.lake)) if item.kind == kind]


def test_a_person_says_what_became_of_a_letter(
    chromium: Any, airflow: AirflowServer, settings: Settings, cookies: list[Any]
) -> None:
    page = _open(chromium, cookies)
    frame = _in_the_frame(page, airflow)
    frame.get_by_role("link", name="Letters of unknown outcome: 1").click()
    frame.get_by_role("heading", name="Letters of unknown outcome").wait_for()
    frame.get_by_label("How you know").fill("it stands in the log of the mail server")
    frame.get_by_role("button", name="It was sent").click()
    frame.get_by_text("Recorded what became of the letter").wait_for()
    assert frame.get_by_role("heading", name="Letters of unknown outcome").count() == 0
    (settled,) = [item for item in _said(settings, "letter") if item.payload["step"] == "settled"]
    assert (settled.actor, settled.payload["letter_id"]) == ("compliance", letter_id(UNCERTAIN))
    page.context.close()


def test_a_person_ties_a_declaration_to_its_supplier(
    chromium: Any, airflow: AirflowServer, settings: Settings, cookies: list[Any]
) -> None:
    page = _open(chromium, cookies)
    frame = _in_the_frame(page, airflow)
    frame.get_by_role("link", name="Declarations tied to no supplier: 1").click()
    declaration = frame.get_by_role("article", name="Zephyrine Alloys Ltd")
    declaration.get_by_role("combobox", name="Vendor number").fill("V1022")
    declaration.get_by_label("How you know").fill("its new name")
    declaration.get_by_role("button", name="Tie").click()
    frame.get_by_text("Tied to the supplier").wait_for()
    assert declaration.get_by_text("Tied to V1022 by compliance").is_visible()
    assert [item.payload["supplier_id"] for item in _said(settings, "supplier_tie")] == ["V1022"]
    page.context.close()


def test_a_native_reader_approves_a_language(
    chromium: Any, airflow: AirflowServer, settings: Settings, cookies: list[Any]
) -> None:
    page = _open(chromium, cookies)
    frame = _in_the_frame(page, airflow)
    frame.get_by_role("link", name="Campaign", exact=True).click()
    frame.get_by_role("link", name="Read the letters in Japanese").click()
    frame.get_by_role("heading", name="Letters in Japanese", exact=True).wait_for()
    assert frame.get_by_text("拝啓").first.is_visible()
    frame.get_by_label("I am a native reader of Japanese").check()
    frame.get_by_label("Remark").fill("read in full")
    frame.get_by_role("button", name="Approve this version").click()
    frame.get_by_text("Letters in this language may be sent from now on").wait_for()
    (approval,) = _said(settings, "letter_language")
    assert (approval.actor, approval.payload["language"]) == ("compliance", "ja")
    page.context.close()
