"""The workbook, opened again: rows equal the marts, and no supplier's text is a formula."""

from __future__ import annotations

import io
from typing import Any

import filing_company as company
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from include.filing.workbook import CELL_LIMIT, HEAD_ROW, build_workbook

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "#REF!"]


def _sheet(title: str, **tables: Any) -> Worksheet:
    content, problems = build_workbook(company.marts(**tables), company.PARAMETERS, sample=True)
    assert problems == []
    return load_workbook(io.BytesIO(content))[title]


def _rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True))


def test_each_sheet_holds_every_row_of_its_mart() -> None:
    sizes = {title: len(_rows(_sheet(title))) for title in ("Appendix A", "Countries of origin", "Provenance")}
    marts = company.tables()
    assert sizes == {
        "Appendix A": len(marts["appendix_a"]),
        "Countries of origin": len(marts["country_of_origin"]),
        "Provenance": len(marts["smelter_accounting"]),
    }


def test_a_row_of_appendix_a_reads_as_the_mart_says() -> None:
    first = _rows(_sheet("Appendix A"))[3]
    assert first[:5] == ("Gold", "CID900003", "Dogwood Gold Works S.A.", "South Korea", "Listed only")


def test_an_unknown_status_says_whether_a_list_or_no_list_is_behind_it() -> None:
    rows = [row | {"smelter_status": "unknown"} for row in company.tables()["appendix_a"][:2]]
    rows[0], rows[1] = rows[0] | {"status_source": "list.csv"}, rows[1] | {"status_source": None}
    assert [row[4] for row in _rows(_sheet("Appendix A", appendix_a=rows))] == ["Unclear", "No status list"]


def test_no_text_is_a_formula() -> None:
    rows = [company.accounting(n, "Tin", "rejected", smelter_name_reported=text) for n, text in enumerate(FORMULAS)]
    sheet = _sheet("Provenance", smelter_accounting=rows)
    cells = [cell for row in sheet.iter_rows(min_row=HEAD_ROW + 1) for cell in row if isinstance(cell.value, str)]
    assert {cell.value for cell in cells} >= set(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value in FORMULAS)


def test_every_sheet_says_sample_and_draft_and_keeps_its_head_in_view() -> None:
    for title in ("Appendix A", "Countries of origin", "Provenance"):
        sheet = _sheet(title)
        assert "SAMPLE - NOT A FILING | DRAFT - NOT FILED" in str(sheet["A1"].value)
        assert sheet.freeze_panes == f"A{HEAD_ROW + 1}"


def test_text_too_long_for_a_cell_is_cut_visibly_and_told() -> None:
    row = company.accounting(1, "Tin", "rejected", smelter_name_reported="x" * (CELL_LIMIT + 5000))
    content, problems = build_workbook(company.marts(smelter_accounting=[row]), company.PARAMETERS, sample=False)
    shown = load_workbook(io.BytesIO(content))["Provenance"].cell(HEAD_ROW + 1, 2).value
    assert str(shown).endswith("[cut here: the full text is in the archived declaration]")
    assert [problem.rule for problem in problems] == ["xlsx-cell-cut"]


def test_without_rows_the_sheets_are_there_and_empty() -> None:
    assert _rows(_sheet("Appendix A", **company.no_tables())) == []
