"""Cells put into a sheet's XML: what is filled is right, and not one byte of the rest has changed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from include.filing.rollup.sheet_index import Unfillable
from include.filing.rollup.sheet_xml import with_values
from include.intake.model import UnreadableError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}"><!-- <c r="A1"/> --><sheetData>'
TAIL = '</sheetData><sheetProtection sheet="1" hashValue="x>y"/><extLst><ext uri="{78C0}"/></extLst></worksheet>'


def sheet(rows: str) -> bytes:
    return f"{HEAD}{rows}{TAIL}".encode()


def filled(rows: str, typed: dict[str, str | int], **more: object) -> str:
    """The rows after filling; head and tail are held against what they were."""
    found = with_values(sheet(rows), "sheet1.xml", typed, **more).decode()  # type: ignore[arg-type]
    assert found.startswith(HEAD)
    assert found.endswith(TAIL)
    ElementTree.fromstring(found)
    return found[len(HEAD) : -len(TAIL)]


def text(cell: str, value: str, style: str = "") -> str:
    return f'<c r="{cell}"{style} t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


@pytest.mark.parametrize(
    ("rows", "typed", "expected"),
    [
        pytest.param(
            '<row r="8" ht="20"><c r="C8" s="1"/><c r="D8" s="7"/></row>',
            {"D8": "Name"},
            '<row r="8" ht="20"><c r="C8" s="1"/>' + text("D8", "Name", ' s="7"') + "</row>",
            id="empty cell keeps its style",
        ),
        pytest.param(
            '<row r="8"><c r="D8" s="7" t="s"><v>3</v></c></row>',
            {"D8": 46112},
            '<row r="8"><c r="D8" s="7"><v>46112</v></c></row>',
            id="number in place of a text",
        ),
        pytest.param(
            '<row r="8"><c r="B8"/><c r="E8"/></row>',
            {"D8": "x", "C8": "y", "F8": "z"},
            '<row r="8"><c r="B8"/>' + text("C8", "y") + text("D8", "x") + '<c r="E8"/>' + text("F8", "z") + "</row>",
            id="cells that were not there, in order",
        ),
        pytest.param(
            '<row r="4"><c r="A4"/></row><row r="9"/>',
            {"A6": "x", "B6": 1, "A9": "y", "A12": "z"},
            '<row r="4"><c r="A4"/></row><row r="6">' + text("A6", "x") + '<c r="B6"><v>1</v></c></row><row r="9">'
            + text("A9", "y") + '</row><row r="12">' + text("A12", "z") + "</row>",
            id="rows that were not there, or empty",
        ),
        pytest.param(
            '<row r="5"><c r="B5" s="2" t="str"><f>A5</f><v>old</v></c></row>',
            {"B5": "Tin"},
            '<row r="5">' + text("B5", "Tin", ' s="2"') + "</row>",
            id="typed over a formula",
        ),
        pytest.param(
            '<row r="5"><c r="D5"/></row>',
            {"D5": '=HYPERLINK("x")<&>\r\u4e2d\x07'},
            '<row r="5">' + text("D5", '=HYPERLINK("x")&lt;&amp;&gt;&#13;&#20013;') + "</row>",
            id="a formula as text, signs of XML, and one XML cannot hold",
        ),
    ],
)  # fmt: skip
def test_a_value_lies_in_its_cell(rows: str, typed: dict[str, str | int], expected: str) -> None:
    assert filled(rows, typed) == expected


def test_a_formula_keeps_everything_but_the_value_it_showed() -> None:
    rows = (
        '<row r="5"><c r="E5" s="9" t="str" cm="1"><f t="array" ref="E5" ca="1">OFFSET(A1,0,0)</f><v>old</v></c>'
        '<c r="V5" t="e"><f>NA()</f><v>#N/A</v></c></row><row r="6"><c r="V6" t="e"><f>NA()</f><v>#N/A</v></c></row>'
    )

    assert filled(rows, {}, shown={"E5": "Peru & Chile"}, stale_rows={5}) == (
        '<row r="5"><c r="E5" s="9" cm="1" t="str"><f t="array" ref="E5" ca="1">OFFSET(A1,0,0)</f>'
        '<v>Peru &amp; Chile</v></c><c r="V5"><f>NA()</f></c></row>'
        '<row r="6"><c r="V6" t="e"><f>NA()</f><v>#N/A</v></c></row>'
    )


def test_every_formula_of_a_sheet_can_lose_its_value() -> None:
    rows = '<row r="4"><c r="H4"><f t="shared" si="0"/><v>1</v></c><c r="I4" t="s"><v>3</v></c></row>'

    assert filled(rows, {}, stale_rows=None) == (
        '<row r="4"><c r="H4"><f t="shared" si="0"/></c><c r="I4" t="s"><v>3</v></c></row>'
    )


def test_a_value_for_a_cell_without_a_formula_is_not_shown() -> None:
    assert filled('<row r="5"><c r="E5"/></row>', {}, shown={"E5": "Peru"}) == '<row r="5"><c r="E5"/></row>'


@pytest.mark.parametrize("kind", ["shared", "array"])
def test_a_formula_that_serves_other_cells_is_not_typed_over(kind: str) -> None:
    rows = f'<row r="5"><c r="B5"><f t="{kind}" ref="B5:B9" si="0">A5</f></c></row>'

    with pytest.raises(Unfillable, match="B5 holds a formula that serves other cells"):
        filled(rows, {"B5": "Tin"})


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(sheet("<row><c/></row>"), id="cells without addresses"),
        pytest.param(sheet("<row r='5'>"), id="not closed"),
        pytest.param(f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData/></x:worksheet>'.encode(), id="other prefix"),
    ],
)
def test_a_sheet_that_excel_does_not_write_is_refused(xml: bytes) -> None:
    with pytest.raises(Unfillable, match=r"not as Excel writes it|has no rows"):
        with_values(xml, "sheet1.xml", {"A1": "x"})


def test_a_document_type_is_refused() -> None:
    hostile = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + sheet('<row r="1"><c r="A1"/></row>')

    with pytest.raises(UnreadableError, match="document type"):
        with_values(hostile, "sheet1.xml", {"A1": "x"})
