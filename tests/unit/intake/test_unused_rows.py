from __future__ import annotations

import pytest

from include.intake.unused_rows import without_unused_rows


def sheet(*rows: str) -> bytes:
    return f"<worksheet><cols/><sheetData>{''.join(rows)}</sheetData><rowBreaks/></worksheet>".encode()


UNUSED = '<row r="9"><c r="A9" s="1"/><c r="V9" t="e"><f>NA()</f><v>#N/A</v></c><c r="X9"><v>0</v></c><c r="B9" t="str"><v></v></c><c r="C9"><f>A9</f><v/></c></row>'  # noqa: E501


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A5" t="s"><v>0</v></c>', "<c r=\"A5\" t='s'><v>0</v></c>", '<c r="A5" cm="1" t="s" vm="1"><v>0</v></c>',
        '<c r="A5" t="&#115;"><v>0</v></c>', '<c r="A5" t="e"><v>#N/B</v></c>',
        '<c r="A5"><v>00</v></c>', '<c r="A5" t="str"><v>Tin</v></c>', '<c r="A5"><v>0.5</v></c>',
        '<c r="A5" t="str"><v xml:space="preserve"> Tin</v></c>', '<c r="A5" t="b"><v>1</v></c>',
    ],
)  # fmt: skip
def test_only_rows_that_hold_a_value_are_kept(cell: str) -> None:
    used = f'<row r="5">{cell}</row>'
    assert without_unused_rows(sheet(UNUSED, used, UNUSED, used.replace("5", "7"), UNUSED), True) == sheet(
        used, used.replace("5", "7")
    )


@pytest.mark.parametrize(
    "row",
    [
        '<row r="5"><c r="A5" t="inlineStr"><is><t>Tin</t></is></c></row>', "<row><c><v>0</v></c></row>",
        '<x:row r="5"><x:c r="A5"><x:v>4</x:v></x:c></x:row>', "<row r=\"5\"><?x ><row r=\"6\"><v>5</v></row> ?></row>",
        '<!-- <row r="5"> --><row r="5"></row>',
    ],
)  # fmt: skip
def test_xml_in_another_form_is_left_alone(row: str) -> None:
    xml = sheet(UNUSED, row, UNUSED)
    assert without_unused_rows(xml, True) == xml


def test_a_sheet_without_rows_is_left_alone() -> None:
    assert without_unused_rows(sheet(), True) == sheet()


def test_a_zero_counts_in_a_list_without_formulas() -> None:
    zero, empty = '<row r="6"><c r="B6"><v>0</v></c></row>', '<row r="7"><c r="B7" s="1"/><c r="C7"><v/></c></row>'
    assert without_unused_rows(sheet(empty, zero, empty), False) == sheet(zero)
