from __future__ import annotations

import pytest

from include.review_links import ReviewLinks, review_links
from include.settings import Settings

BASE = "https://minerals.example.com"
LINKS = ReviewLinks(BASE, 2025)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (LINKS.overview(), "/conflict-minerals/?year=2025"),
        (LINKS.supplier("V1/..?a=b&c #ü"), "/conflict-minerals/suppliers/V1%2F..%3Fa%3Db%26c%20%23%C3%BC?year=2025"),
        (LINKS.supplier(".."), "/conflict-minerals/findings?year=2025&supplier_id=.."),
        (LINKS.campaign(), "/conflict-minerals/campaign?year=2025"),
        (LINKS.findings(), "/conflict-minerals/findings?year=2025"),
        (LINKS.findings(code='"><script>'), "/conflict-minerals/findings?year=2025&code=%22%3E%3Cscript%3E"),
        (LINKS.quarantine(), "/conflict-minerals/quarantine?year=2025"),
        (LINKS.smelter("Tin", "CID001234"), "/conflict-minerals/smelters/Tin/CID001234?year=2025"),
        (LINKS.checks(), "/conflict-minerals/checks?year=2025"),
        (LINKS.task("a_dag", "m__2026+00:00", "a_task", 3), "/dags/a_dag/runs/m__2026%2B00%3A00/tasks/a_task/mapped/3"),
        (LINKS.task("a_dag", "run", "a_task"), "/dags/a_dag/runs/run/tasks/a_task"),
        (LINKS.supplier("V" * 5000), "/conflict-minerals/?year=2025"),
        (LINKS.supplier("\udcff"), "/conflict-minerals/suppliers/%3F?year=2025"),
    ],
)  # fmt: skip
def test_every_address_is_encoded_and_names_the_year(link: str, address: str) -> None:
    assert link == BASE + address


def test_without_a_base_there_are_no_links() -> None:
    links = ReviewLinks(None, 2025)

    assert {links.overview(), links.supplier("V1"), links.findings(), links.task("a", "b", "c")} == {None}


def test_the_setting_goes_before_airflow_s_own_address(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert review_links(settings, 2025).base is None
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "http://127.0.0.1:8080/")
    assert review_links(settings, 2025).base == "http://127.0.0.1:8080"
    assert review_links(settings.model_copy(update={"review_url": BASE}), 2025).base == BASE
