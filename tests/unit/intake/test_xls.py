from __future__ import annotations

import io
import struct
from datetime import date, datetime
from typing import Any

import pytest
import xlwt

from include.intake.biff import record
from include.intake.container import open_container
from include.intake.model import UnreadableError
from include.intake.workbook import Workbook
from tests import workbook_files as files

NUMBER, LABEL, BOOLERR, LABELSST, MULRK, FORMULA, STRING = 0x203, 0x204, 0x205, 0xFD, 0xBD, 0x06, 0x207
CONTINUE, SST, DIMENSIONS, BOF, EOF = 0x3C, 0xFC, 0x200, 0x809, 0x0A


def opened(content: bytes) -> Workbook:
    found = open_container(content, "a.xls")
    assert isinstance(found, Workbook)
    return found


def reason(content: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        opened(content).cells("S")
    return str(error.value)


def number(row: int, column: int, value: float = 1.0) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: str) -> bytes:
    words = text.encode("utf-16-le")
    return record(LABEL, struct.pack("<HHHHB", row, column, 0, len(words) // 2, 1) + words)


def formula(row: int, column: int, value: bytes, expression: bytes = b"\x1e\x01\x00") -> bytes:
    head = struct.pack("<HHH", row, column, 0) + value + struct.pack("<HIH", 0, 0, len(expression))
    return record(FORMULA, head + expression)


def special(kind: int, value: int = 0) -> bytes:
    return bytes([kind, 0, value, 0, 0, 0, 0xFF, 0xFF])


def text_of(text: str) -> bytes:
    return record(STRING, struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def shared(*texts: str, claimed: int | None = None) -> bytes:
    body = b"".join(struct.pack("<HB", len(text), 0) + text.encode("latin-1") for text in texts)
    return record(SST, struct.pack("<II", len(texts), len(texts) if claimed is None else claimed) + body)


def shown(row: int, column: int, text: int) -> bytes:
    return record(LABELSST, struct.pack("<HHHI", row, column, 0, text))


def test_values_of_every_type_come_as_from_xlsx() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Größen 表")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    written: list[Any] = ["Zinn", "锡 – Ünïcödé", 0.5, 1234567, True, date(2026, 1, 15), "x" * 30_000]
    for column, value in enumerate(written):
        sheet.write(2, column, value, *([day] if isinstance(value, date) else []))
    book.add_sheet("Hidden").visibility = 1
    target = io.BytesIO()
    book.save(target)
    found = opened(target.getvalue())
    assert [(sheet_.name, sheet_.visible) for sheet_ in found.sheets] == [("Größen 表", True), ("Hidden", False)]
    assert found.cells("Größen 表") == [[""] * 7, [""] * 7, written]
    assert found.cells("Hidden") == found.cells("no such sheet") == []
    assert isinstance(found.cells("Größen 表")[2][5], date | datetime)


def test_days_counted_from_1904_are_the_same_days() -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("S").write(0, 0, date(2026, 1, 15), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    target = io.BytesIO()
    book.save(target)
    assert opened(target.getvalue()).cells("S") == [[date(2026, 1, 15)]]


def test_a_code_page_which_texts_of_this_format_do_not_have_is_not_believed() -> None:
    code_page = record(0x42, struct.pack("<H", 1252))
    assert opened(files.xls_records(label(0, 0, "锡 Größe"), before=(code_page,))).cells("S") == [["锡 Größe"]]


def test_a_shared_text_cut_by_the_end_of_a_record_is_whole() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    texts = [f"{n} " + ("ä" if n % 3 else "表") * 977 for n in range(60)]
    for row, text in enumerate(texts):
        sheet.write(row, 0, text)
    target = io.BytesIO()
    book.save(target)
    assert [row[0] for row in opened(target.getvalue()).cells("S")] == texts


def test_a_formula_gives_the_value_it_was_saved_with() -> None:
    day_format = record(0x41E, struct.pack("<HHB", 170, 10, 0) + b"yyyy-mm-dd")
    formats = (day_format, record(0xE0, struct.pack("<HH16x", 0, 170)))
    content = files.xls_records(
        formula(0, 0, struct.pack("<d", 46037.0)),
        formula(0, 1, special(0)), text_of("by formula"),
        formula(0, 2, special(1, 1)),
        formula(0, 3, special(3)),
        label(0, 4, "end"),
        before=formats,
    )  # fmt: skip
    found = opened(content)
    assert found.cells("S") == [[date(2026, 1, 15), "by formula", True, "", "end"]]
    assert (found.errors("S"), found.uncomputed("S")) == ({}, set())


def test_a_text_of_a_formula_longer_than_a_record_is_whole() -> None:
    first, second = "a" * 8000, "b" * 5000
    content = files.xls_records(
        formula(0, 0, special(0)),
        record(STRING, struct.pack("<HB", 13_000, 0) + first.encode()),
        record(CONTINUE, b"\x01" + second.encode("utf-16-le")),
    )
    assert opened(content).cells("S") == [[first + second]]


def test_errors_are_known_by_cell() -> None:
    content = files.xls_records(
        label(0, 0, "x"), formula(4, 1, special(2, 0x2A)), record(BOOLERR, struct.pack("<HHHBB", 5, 2, 0, 0x17, 1))
    )
    assert opened(content).errors("S") == {(5, 2): "#N/A", (6, 3): "#REF!"}
    assert opened(content).errors("no such sheet") == {}


def test_a_formula_whose_text_was_not_saved_is_known_by_cell() -> None:
    content = files.xls_records(formula(4, 1, special(0)), label(0, 0, "x"), formula(7, 0, special(0)))
    assert opened(content).uncomputed("S") == {(5, 2), (8, 1)}
    assert opened(content).uncomputed("no such sheet") == set()


def test_an_expression_no_reader_knows_does_no_harm() -> None:
    content = files.xls_records(formula(0, 0, struct.pack("<d", 7.0), expression=b"\xff" * 40), label(0, 1, "x"))
    assert opened(content).cells("S") == [[7.0, "x"]]


def test_numbers_of_a_chart_within_the_sheet_are_no_cells() -> None:
    chart = [record(BOF, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0)), number(0, 0, 99.0), record(EOF, b"")]
    assert opened(files.xls_records(label(0, 0, "cell"), *chart)).cells("S") == [["cell"]]


@pytest.mark.parametrize("size", [10, 14])
def test_dimensions_that_ask_for_all_memory_are_not_passed_on(size: int) -> None:
    lie = record(DIMENSIONS, b"\0\0\0\0\xff\xff\xff\x7f\0\0\xff\xff\0\0"[:size])
    assert opened(files.xls_records(lie, label(0, 0, "x"))).cells("S") == [["x"]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (files.xls_records(label(0, 0, "x"), before=(shared("x", claimed=2_000_000_000),)), "shared texts are cut off"),
        (files.xls_records(label(0, 0, "x"), before=(record(SST, b"\0\0"),)), "shared texts are cut off"),
        (files.xls_records(shown(0, 0, 1), before=(shared("x"),)), "a text that is not there"),
        (files.xls_records(number(0, 60_000)), "a cell in column 60,001"),
        (files.xls_records(number(0, 0), number(65_535, 255)), "spans 65,536 rows and 256 columns"),
        (files.xls_records(record(NUMBER, b"\0" * 5)), "a cell is cut off"),
        (files.xls_records(record(MULRK, b"\0" * 18)), "a row of numbers is cut off"),
        (files.xls_records(record(LABEL, struct.pack("<HHHHB", 0, 0, 0, 500, 0) + b"short")), "a text is cut off"),
        (files.xls_records(formula(0, 0, special(9))), "a value of no kind"),
    ],
)  # fmt: skip
def test_records_that_lie_are_refused(content: bytes, words: str) -> None:
    assert words in reason(content)


def test_shared_texts_among_the_cells_are_not_passed_on() -> None:
    content = files.xls_records(shared("x", claimed=2_000_000_000), label(0, 0, "x"))
    assert opened(content).cells("S") == [["x"]]


def test_a_record_longer_than_the_file_is_refused() -> None:
    stream = files.OleFile(files.xls_records(number(0, 0))).stream("Workbook")
    place = stream.index(struct.pack("<HH", NUMBER, 14))
    absurd = stream[: place + 2] + b"\xff\xff" + stream[place + 4 :]
    assert "a record is cut off" in reason(files.xls_container(absurd))


def test_a_few_long_texts_shown_by_many_cells_are_refused() -> None:
    cells = [shown(row, column, 0) for row in range(60) for column in range(250)]
    assert "repeats more than 256 MB of text" in reason(files.xls_records(*cells, before=(shared("x" * 9000),)))


def test_two_sheets_in_one_place_are_refused() -> None:
    stream = files.OleFile(files.xls_records(number(0, 0))).stream("Workbook")
    entry = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"T")
    place = stream.index(b"\x85\x00")
    start = struct.unpack_from("<I", stream, place + 4)[0] + len(entry)
    again = [struct.pack("<HHIBBBB", 0x85, 9, start, 0, 0, 1, 0) + name for name in (b"S", b"T")]
    doubled = stream[:place] + b"".join(again) + stream[place + len(entry) :]
    assert "two sheets stand in one place" in reason(files.xls_container(doubled))


def test_a_workbook_older_than_excel_97_is_named() -> None:
    old = record(BOF, struct.pack("<HHHH", 0x500, 5, 0, 0)) + record(EOF, b"")
    assert "older than Excel 97" in reason(files.xls_container(old))
    assert "Excel 5.0 or 95" in reason(files.container_of({"Book": bytes(4096)}))


def test_many_cells_are_read() -> None:
    cells = [number(row, column) for row in range(20_000) for column in range(20)]
    found = opened(files.xls_records(*cells)).cells("S")
    assert (len(found), len(found[-1])) == (20_000, 20)
