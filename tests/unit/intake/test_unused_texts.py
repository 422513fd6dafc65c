from __future__ import annotations

import pytest

from include.intake.unused_texts import without_unused_texts

TEXTS = b"<sst><si><t>zero</t></si><si><t>one</t></si><si><r><t>two</t></r></si><si><t>three</t></si></sst>"


def sheet(*cells: str) -> bytes:
    return f'<worksheet><sheetData><row r="1">{"".join(cells)}</row></sheetData></worksheet>'.encode()


def test_only_texts_that_a_cell_names_are_kept_and_each_keeps_its_number() -> None:
    found = without_unused_texts(TEXTS, [sheet('<c r="A1" t="s"><v>2</v></c>'), sheet('<c r="B1" t="s"><v>0</v></c>')])
    assert found.content == (
        b"<sst><si><t>zero</t></si><si><t></t></si><si><r><t>two</t></r></si><si><t>three</t></si></sst>"
    )
    assert [length >= len(text) for length, text in zip(found.lengths, ("zero", "", "two", "three"), strict=True)]


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="s"><v xml:space="preserve">1</v></c>', '<c t="s"><v> 1</v></c>', '<c t="s"><v>+1</v></c>',
        '<c t="s"><v>&#49;</v></c>', '<c t="s"><v>1 </v></c>', '<x:c t="s"><x:v>1</x:v></x:c>',
        '<c t="s"><v><![CDATA[1]]></v></c>', '<c t="s"><v>0000000001</v></c>',
    ],
)  # fmt: skip
def test_all_texts_stay_where_a_number_may_be_written_in_another_way(cell: str) -> None:
    assert without_unused_texts(TEXTS, [sheet(cell)]).content == TEXTS


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS.replace(b"<si>", b'<si xml:space="preserve">', 1), TEXTS.replace(b"<si>", b"<x:si>"),
        TEXTS.replace(b"<sst>", b"<sst><!-- <si> -->"), TEXTS.replace(b"<si><t>one</t></si>", b"<si/>"), b"<sst/>", b"",
    ],
)  # fmt: skip
def test_texts_in_another_form_are_left_alone(texts: bytes) -> None:
    assert without_unused_texts(texts, [sheet('<c t="s"><v>3</v></c>')]).content == texts
