from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from include.sample.table import build_table

ROWS = [{"Smelter ID": "CID900001", "Note": '=1+1,"x"\ny'}, {"Smelter ID": None, "Note": "é 金"}]


def test_csv_reads_back_as_written() -> None:
    content = build_table(ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    back = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert back == [ROWS[0], {"Smelter ID": "", "Note": "é 金"}]


def test_workbook_reads_back_as_written_and_holds_no_formula() -> None:
    content = build_table(ROWS, kind="xlsx")
    assert content == build_table(ROWS, kind="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["Smelter ID", "Note"], ["CID900001", '=1+1,"x"\ny'], [None, "é 金"],
    ]  # fmt: skip
    assert sheet["B2"].data_type == "s"


@pytest.mark.parametrize("rows", [[], [{"a": 1}, {"b": 1}], [{"a": 1, "b": 2}, {"b": 2, "a": 1}]])
def test_rows_without_common_headings_are_refused(rows: list[dict[str, int]]) -> None:
    with pytest.raises(ValueError, match=r"row"):
        build_table(rows)
