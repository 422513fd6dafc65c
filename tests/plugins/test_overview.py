"""The first page: figures lead to their rows, charts say the same as their tables, the last refresh is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from include.settings import Settings
from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.own_lake import own_lake


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
    rates = {row["measure"]: row for row in marts.rows("response_rate", YEAR) if row["basis"] == "supplier"}
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
    assert refresh.count("It has not run in this Airflow yet") == 3


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


def _waiting(page: Any) -> dict[str, tuple[int, str]]:
    """What waits for a person: words -> how many, and where the link leads."""
    links = page.xpath("//section[@aria-labelledby='waiting']//a")
    found = ([*_text(link).rsplit(": ", 1), link.get("href")] for link in links)
    return {words: (int(count), address) for words, count, address in found if count.isdecimal()}


def test_the_campaign_says_what_waits_for_a_person_and_where(visitor: Any, own_campaign: Settings) -> None:
    page = _page(visitor)
    found = _waiting(page)
    assert list(found)[:2] == ["Letters of unknown outcome", "Official notices proposed"]
    assert found["Letters of unknown outcome"] == (1, f"{BASE}/campaign?year={YEAR}#uncertain")
    assert found["Official notices proposed"][0] == 2
    assert "/dags/follow_up_suppliers/required_actions" in found["Official notices proposed"][1]
    assert found["Declarations tied to no supplier"] == (1, f"{BASE}/campaign/declarations?year={YEAR}#untied")
    assert found["User-defined scopes nobody has judged"][0] == 1
    count, address = found["Replies without a declaration"]
    assert count == 1
    assert visitor("vera").get(address).text.count("Re: Conflict minerals 2025") > 0
    held, address = found["Letters due, but held"]
    assert len(html.fromstring(visitor("vera").get(address).text).xpath("//tbody//strong[text()='Held:']")) == held


def test_when_nothing_of_the_campaign_waits_the_page_says_so(visitor: Any, tmp_path: Any, monkeypatch: Any) -> None:
    own_lake(tmp_path, monkeypatch)
    text = _text(_page(visitor))
    assert "Nothing of the campaign waits for a person." in text
    assert "No estimate can be made" in text
    assert "Nobody is asked for 2025" in text


def test_the_funnel_says_in_words_what_it_draws(visitor: Any, settings: Settings) -> None:
    section = _page(visitor).xpath("//section[@aria-labelledby='funnel']")[0]
    rows = Marts(open_store(settings.lake)).rows("campaign_funnel", YEAR)
    shown = {row.xpath("string(th)"): int(row.xpath("string(td[1])")) for row in section.xpath(".//tbody/tr")}
    assert shown == {row["stage"]: row["suppliers"] for row in rows}
    label = section.xpath(".//*[@role='img']/@aria-label")[0]
    assert f"asked {shown['asked']} (100%)" in label


def test_the_forecast_is_an_estimate_with_its_range_and_basis(visitor: Any, settings: Settings) -> None:
    text = _text(_page(visitor).xpath("//section[@aria-labelledby='course']")[0])
    rows = Marts(open_store(settings.lake)).rows("campaign_forecast", YEAR)
    assert len(rows) == 2
    for row in rows:
        assert f"Estimate: {row['expected']} of {row['denominator']} suppliers" in text
        assert f"by {row['until']}, between {row['low']} and {row['high']}; now {row['now']}." in text
        assert row["basis"] in text
