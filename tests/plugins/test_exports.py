"""Exports: what suppliers wrote stays text, whatever it is, and a file too large is refused, never cut."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest

from include.csv_cells import plain_cell
from tests.plugins.conftest import BASE
from tests.plugins.own_lake import own_lake, supplier

HOSTILE = [
    '=HYPERLINK("http://x.example","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "#REF!",
    "<script>alert(1)</script>",
    '"quoted", and, commas\nand lines',
    "invoice\u202exslx.exe",
    "\x00\x07\x1b[31mcontrol",
    "name " * 2000,
    "x" * 40_000,
    "名前 Éclair 🏭",
]


@pytest.fixture(params=range(len(HOSTILE)))
def hostile(request, tmp_path, monkeypatch) -> str:
    name = HOSTILE[request.param]
    own_lake(tmp_path, monkeypatch, **supplier(f"V/{name[:200]}", name, exempt_reason=name))
    return name


def test_no_cell_of_a_csv_is_a_formula_and_the_name_comes_back_whole(visitor, hostile: str) -> None:
    answer = visitor("vera").get(f"{BASE}/suppliers?export=csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert all(cell[:1] not in set("=+-@\t\r") for cell in row.values())
    assert plain_cell(row["Supplier"]) == hostile


def test_no_cell_of_a_workbook_is_a_formula(visitor, hostile: str) -> None:
    content = visitor("vera").get(f"{BASE}/suppliers?export=xlsx").content
    head, row = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()
    assert {cell.data_type for cell in row} <= {"s", "n", "b", "d"}
    assert all(cell.data_type == "s" for cell in row if head[row.index(cell)].value in ("Supplier", "Vendor number"))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_the_same_rows_give_the_same_workbook(visitor) -> None:
    first, second = (visitor("vera").get(f"{BASE}/smelters?export=xlsx").content for _ in range(2))
    assert first == second


def test_more_rows_than_a_file_may_have_are_refused_in_words(visitor, monkeypatch) -> None:
    from include.review import export  # Airflow reads its settings when it is imported

    monkeypatch.setitem(export.MOST, "xlsx", 10)
    answer = visitor("vera").get(f"{BASE}/suppliers?export=xlsx")
    assert answer.status_code == 413
    assert "26 rows are more than the 10 of one XLSX file. Narrow the filters, or take CSV." in answer.text


def test_a_form_that_there_is_not_gives_the_page(visitor) -> None:
    assert visitor("vera").get(f"{BASE}/suppliers?export=exe").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("page", ["suppliers", "smelters", "rows"])
def test_nobody_exports_nothing(visitor, page: str) -> None:
    assert visitor(None).get(f"{BASE}/{page}?export=csv").status_code == 401
