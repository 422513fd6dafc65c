from __future__ import annotations

import io

import openpyxl
import pytest

from include.intake.cell_marks import error_values, formulas_without_value
from include.intake.container import open_container
from include.intake.workbook import Workbook
from tests.workbook_files import sheet, workbook_with


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ('<c r="B2" s="1" t="e"><f>VLOOKUP(A1,B:C,2)</f><v>#N/A</v></c>', {(2, 2): "#N/A"}),
        ("<c t='e' r='AA10'><v>#REF!</v></c>", {(10, 27): "#REF!"}),
        (
            '<c r="A1" t="e"><f/><v>#DIV/0!</v></c><c r="B1" t="e"><v>#NAME?</v></c>',
            {(1, 1): "#DIV/0!", (1, 2): "#NAME?"},
        ),
        ('<x:c r="C3" t="e"><x:f t="shared" si="0"/><x:v>#NUM!</x:v></x:c>', {(3, 3): "#NUM!"}),
        ('<c><v>1</v></c><c t="e"><v>#VALUE!</v></c>', {(1, 2): "#VALUE!"}),
        ('<c r="A1" t="e"></c><c r="B1"><v>5</v></c>', {}),
        ('<c r="A1" t="s"><v>0</v></c><col t="e"><v>#N/A</v></col>', {}),
    ],
)
def test_error_values_are_known_by_cell(cells: str, expected: dict[tuple[int, int], str]) -> None:
    assert error_values(sheet(f"<row>{cells}</row>")) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ('<c r="B2"><f>A1</f></c>', {(2, 2)}),
        ('<c r="B2" t="str"><f>A1</f></c>', {(2, 2)}),
        ('<c r="B2"><f>A1</f><v></v></c><c r="C2"><f>A1</f><v/></c>', {(2, 2), (2, 3)}),
        ('<c r="B2" s="3"><f t="shared" si="1"/></c>', {(2, 2)}),
        ('<x:c r="C3"><x:f>A1</x:f></x:c>', {(3, 3)}),
        ("<c><v>1</v></c><c><f>A1</f></c>", {(1, 2)}),
        ('<c r="B2" t="str"><f>A1</f><v></v></c>', set()),
        ('<c r="B2"><f>A1</f><v>0</v></c><c r="C2" s="1"/><c r="D2"><v>1</v></c>', set()),
    ],
)
def test_formulas_without_a_value_are_known_by_cell(cells: str, expected: set[tuple[int, int]]) -> None:
    assert formulas_without_value(sheet(f"<row>{cells}</row>")) == expected


def test_a_workbook_saved_by_another_program_says_what_was_not_computed() -> None:
    book = openpyxl.Workbook()
    book.active.append(["CID000001", "=VLOOKUP(A1,B:C,2)"])
    target = io.BytesIO()
    book.save(target)
    found = open_container(target.getvalue(), "a.xlsx")
    assert isinstance(found, Workbook)
    assert found.cells("Sheet")[0][0] == "CID000001"
    assert (found.uncomputed("Sheet"), found.errors("Sheet")) == ({(1, 2)}, {})
    assert (found.uncomputed("no such sheet"), found.errors("no such sheet")) == (set(), {})


def test_an_error_is_empty_among_the_cells() -> None:
    cells = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>'
    found = open_container(workbook_with(sheet(cells)), "a.xlsx")
    assert isinstance(found, Workbook)
    assert found.cells("Sheet") == [["", 1.0]]
    assert found.errors("Sheet") == {(1, 1): "#N/A"}
