"""The first page: figures lead to their rows, charts say the same as their tables, the last refresh is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from include.review.charts import STATUSES, response_course, smelters_by_status
from include.settings import Settings
from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR


@pytest.fixture
def runs(server: Any) -> Iterator[Any]:
    """Puts runs of DAGs into Airflow's database, and takes them out again."""
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session

    def add(dag_id: str, state: str, day: int) -> None:
        moment = datetime(2026, 5, day, 6, tzinfo=UTC)
        made = DagRun(dag_id=dag_id, run_id=f"manual__{day}+:x", run_type="manual", run_after=moment, state=state)
        made.start_date, made.end_date = moment, moment.replace(hour=7) if state != "running" else None
        with create_session() as session:
            session.add(made)

    yield add
    with create_session() as session:
        session.query(DagRun).delete()


def _page(visitor: Any) -> Any:
    answer = visitor("vera").get(f"{BASE}/")
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def _text(node: Any) -> str:
    return " ".join(" ".join(node.itertext()).split())


def test_the_figures_are_those_of_the_marts_and_lead_to_their_rows(visitor: Any, settings: Settings) -> None:
    page, marts = _page(visitor), Marts(open_store(settings.lake))
    figures = {_text(item.xpath(".//span")[0]): item for item in page.xpath("//ul[@class='figures']/li")}
    critical = [
        row
        for row in marts.rows("finding", YEAR)
        if row["severity"] == "critical" and row["state"] in ("open", "sent", "answered")
    ]
    shown = figures["critical findings open"]
    assert shown.xpath("string(.//strong)") == str(len(critical))
    assert shown.xpath(".//a/@href") == [f"{BASE}/findings?year={YEAR}&severity=critical"]
    rates = {row["measure"]: row for row in marts.rows("response_rate", YEAR)}
    assert figures["suppliers answered"].xpath("string(.//strong)") == f"{rates['received']['rate'] * 100:.0f}%"


def test_every_figure_and_count_opens_a_page(visitor: Any) -> None:
    vera = visitor("vera")
    links = {link for link in _page(visitor).xpath("//main//a/@href") if link.startswith(f"{BASE}/")}
    assert len(links) > 20
    for link in links:
        assert vera.get(link).status_code == 200, link


def test_facilities_of_the_table_add_up_to_the_report(visitor: Any, settings: Settings) -> None:
    cells = _page(visitor).xpath("//section[@aria-labelledby='smelters']//tbody//td/a/text()")
    assert sum(map(int, cells)) == len(Marts(open_store(settings.lake)).rows("appendix_a", YEAR))


def test_suppliers_of_all_categories_are_those_in_scope(visitor: Any, settings: Settings) -> None:
    cells = _page(visitor).xpath("//section[@aria-labelledby='categories']//tbody//td/a/text()")
    rows = Marts(open_store(settings.lake)).rows("supplier_category", YEAR)
    assert sum(map(int, cells)) == sum(row["in_scope"] for row in rows)


def test_before_its_first_run_a_dag_says_how_to_start_it(visitor: Any) -> None:
    refresh = _text(_page(visitor).xpath("//section[@aria-labelledby='refresh']")[0])
    assert refresh.count("It has not run in this Airflow yet") == 2


def test_the_newest_run_is_told_and_a_failed_one_with_what_to_do(visitor: Any, runs: Any) -> None:
    runs("reconcile_smelters", "success", 14)
    runs("reconcile_smelters", "failed", 15)
    runs("intake_supplier_files", "running", 16)
    section = _page(visitor).xpath("//section[@aria-labelledby='refresh']")[0]
    text = _text(section)
    assert "failed ended 2026-05-15 07:00 UTC" in text
    assert "read the log of the task that failed" in text
    assert "running since 2026-05-16 06:00 UTC" in text
    assert "/dags/reconcile_smelters/runs/manual__15%2B%3Ax" in section.xpath(".//a/@href")


def test_charts_tell_what_they_show_and_carry_nothing_the_policy_stops() -> None:
    smelters = [{"metal": "Tin", "smelter_status": status, "smelters": 2} for status in (*STATUSES, "new word")]
    course = [
        {"day": "2026-01-05", "received": 0.25, "valid": 0.1},
        {"day": "2026-02-05", "received": 0.5, "valid": 0.2},
    ]
    for drawn in (smelters_by_status("run", YEAR, smelters), response_course("run", YEAR, course)):
        assert drawn
        picture = html.fragment_fromstring(drawn)
        assert picture.get("role") == "img"
        assert picture.xpath("//@style | //style | //script | //@id") == []
    bars, lines = smelters_by_status("run", YEAR, smelters), response_course("run", YEAR, course)
    assert "Tin 16" in html.fragment_fromstring(bars or "").get("aria-label")
    assert "On 2026-02-05: 50% answered, 20% answered validly" in html.fragment_fromstring(lines or "").get(
        "aria-label"
    )
    legend = [text for text in html.fragment_fromstring(bars or "").itertext() if not text.strip().isdigit()]
    words = [status.replace("_", " ") for status in (*STATUSES, "new word")]
    assert [text for text in legend if text in words] == words


def test_text_in_a_chart_stays_text() -> None:
    attack = "Tin\"><script>run()</script><image href=x onerror='run()'/>"
    drawn = smelters_by_status("run", YEAR, [{"metal": attack, "smelter_status": attack, "smelters": 1}])
    picture = html.fragment_fromstring(drawn or "")
    assert picture.xpath("//script | //image | //@onerror") == []


def test_without_an_answer_and_a_facility_there_is_no_chart() -> None:
    assert smelters_by_status("run", YEAR, []) is None
    assert response_course("run", YEAR, []) is None
