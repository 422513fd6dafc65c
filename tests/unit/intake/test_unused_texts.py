from __future__ import annotations

import pytest

from include.intake.unused_texts import with_own_texts

TEXTS = b"<sst><si><t>zero</t></si><si><t>one</t></si><si><r><t>two</t></r></si><si><t>three</t></si></sst>"
CELL = '<c r="A1" t="s"><v>%s</v></c>'


def sheet(*cells: str) -> bytes:
    return f'<worksheet><sheetData><row r="1">{"".join(cells)}</row></sheetData></worksheet>'.encode()


def test_only_texts_that_a_cell_names_are_kept_and_the_cells_get_their_new_numbers() -> None:
    found = with_own_texts(TEXTS, [sheet('<c r="A1" t="s"><v>2</v></c><c r="B1"><v>2</v></c>'), sheet(CELL % "00")])
    assert found.content == b"<sst><si><t>zero</t></si><si><r><t>two</t></r></si></sst>"
    assert found.sheets == [sheet('<c r="A1" t="s"><v>1</v></c><c r="B1"><v>2</v></c>'), sheet(CELL % "0")]
    assert [length >= len(text) for length, text in zip(found.lengths, ("zero", "two"), strict=True)]


def test_a_number_that_no_text_has_leaves_all_as_it_is() -> None:
    sheets = [sheet(CELL % "1"), sheet(CELL % "4")]
    found = with_own_texts(TEXTS, sheets)
    assert (found.content, found.sheets, len(found.lengths)) == (TEXTS, sheets, 4)


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="s"><v xml:space="preserve">1</v></c>', '<c t="s"><v> 1</v></c>', '<c t="s"><v>+1</v></c>',
        '<c t="s"><v>&#49;</v></c>', '<c t="s"><v>1 </v></c>', '<x:c t="s"><x:v>1</x:v></x:c>',
        '<c t="s"><v><![CDATA[1]]></v></c>', '<c t="s"><v>0000000001</v></c>',
    ],
)  # fmt: skip
def test_all_texts_stay_where_a_number_may_be_written_in_another_way(cell: str) -> None:
    assert with_own_texts(TEXTS, [sheet(cell)])[:2] == (TEXTS, [sheet(cell)])


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS.replace(b"<si>", b'<si xml:space="preserve">', 1), TEXTS.replace(b"<si>", b"<x:si>"),
        TEXTS.replace(b"<sst>", b"<sst><!-- <si> -->"), TEXTS.replace(b"<si><t>one</t></si>", b"<si/>"), b"<sst/>", b"",
    ],
)  # fmt: skip
def test_texts_in_another_form_are_left_alone(texts: bytes) -> None:
    assert with_own_texts(texts, [sheet(CELL % "3")])[:2] == (texts, [sheet(CELL % "3")])
