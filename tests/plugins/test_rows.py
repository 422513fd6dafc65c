"""Every declared smelter row with its outcome and the reason."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import html

from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR

URL = f"{BASE}/rows"


@pytest.fixture(scope="module")
def accounting(settings) -> list[dict]:
    return Marts(open_store(settings.lake)).rows("smelter_accounting", YEAR)


def exported(visitor, filters: str = "") -> list[dict[str, str]]:
    answer = visitor("vera").get(f"{URL}?export=csv&{filters}")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def places(rows) -> list[tuple[str, str, int]]:
    return sorted((row["File SHA-256"], row["Sheet"], int(row["Row"])) for row in rows)


def test_pages_and_export_hold_every_declared_row_once(visitor, accounting) -> None:
    vera = visitor("vera")
    links = [
        link
        for page in (1, 2)
        for link in html.fromstring(vera.get(f"{URL}?page={page}").text).xpath("//tbody//td[8]/a/@href")
    ]
    assert len(links) == len(set(links)) == len(accounting)
    assert places(exported(visitor)) == sorted(
        (row["file_sha256"], row["source_sheet"], row["source_row"]) for row in accounting
    )


@pytest.mark.parametrize(
    ("filters", "keeps"),
    [
        ("outcome=awaiting_review", lambda row: row["outcome"] == "awaiting_review"),
        ("metal=Tin&outcome=consolidated", lambda row: (row["metal"], row["outcome"]) == ("Tin", "consolidated")),
        ("supplier=V1018", lambda row: row["supplier_id"] == "V1018"),
        ("supplier=V1026", lambda row: row["supplier_id"] == "V1001"),  # its parent answers for it
        ("cid=CID900201", lambda row: row["smelter_cid"] == "CID900201"),
        ("text=kupolna", lambda row: "Kupolna" in (row["smelter_name_reported"] or "")),
        ("supplier=V9999", lambda row: False),
        ("kind=emrt", lambda row: False),
    ],
)
def test_filters_leave_the_rows_asked_for(visitor, accounting, filters: str, keeps) -> None:
    wanted = [(row["file_sha256"], row["source_sheet"], row["source_row"]) for row in accounting if keeps(row)]
    assert places(exported(visitor, filters)) == sorted(wanted)


def test_a_row_says_its_outcome_and_why(visitor) -> None:
    text = html.fromstring(visitor("vera").get(f"{URL}?outcome=duplicate").text).text_content()
    assert "repeats row 5 of the same declaration" in text


def test_a_filter_that_finds_nothing_names_a_next_step(visitor) -> None:
    assert "Show all rows" in visitor("vera").get(f"{URL}?text=nothing-like-this").text
