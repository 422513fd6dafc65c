from __future__ import annotations

import io
import zipfile
import zlib

import openpyxl
import pytest

from include.intake import zipfiles
from include.intake.read import read_file
from include.sample.cmrt import build_cmrt, complete_spec

SHEET = "xl/worksheets/sheet1.xml"


def reason(content: bytes, name: str = "file.xlsx") -> str:
    found = read_file(content, "a" * 64, name)
    assert found.tables == {}
    assert found.kind == "unreadable"
    return found.reason or ""


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return target.getvalue()


def workbook_with(sheet_xml: bytes, **parts: bytes) -> bytes:
    """A workbook of openpyxl whose first sheet is replaced."""
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    source = io.BytesIO()
    book.save(source)
    with zipfile.ZipFile(source) as container:
        members = {name: container.read(name) for name in container.namelist()}
    return zipped(
        {**members, SHEET: sheet_xml, **{name.replace("__", "/") + ".xml": xml for name, xml in parts.items()}}
    )


def sheet(cells: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "an empty file (0 bytes)"),
        (b"\xff\xd8\xff\xe0rest", "not_a_workbook.xls", "a JPEG picture named .xls"),
        (b"\x89PNG\r\n\x1a\nrest", "a.xlsx", "a PNG picture named .xlsx"),
        (b"%PDF-1.7 rest", "cmrt.pdf", "a PDF: ask the supplier for the Excel workbook itself"),
        (b"<html><body>", "a.xls", "a web page (HTML)"),
        (b'<?xml version="1.0"?><d xmlns="http://ipc.org/1755"/>', "a.xml", "an IPC-1755 XML declaration"),
        (b"\x00\x01\x02\x03", "a.bin", "neither a workbook nor text"),
        (b"   \n", "a.csv", "a text file without any text"),
        (b"PK\x03\x04 cut off", "a.xlsx", "a damaged zip or workbook"),
    ],
)
def test_what_is_no_workbook_is_named(content: bytes, name: str, words: str) -> None:
    assert words in reason(content, name)


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("EncryptedPackage", "protected with a password or with Excel's default password"),
        ("Workbook", "an Excel 97-2003 workbook (.xls)"),
        ("WordDocument", "a Word document"),
        ("Something", "no Excel workbook"),
    ],
)
def test_ole_files_are_told_apart(stream: str, words: str) -> None:
    assert words in reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + stream.encode("utf-16-le"))


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("xl/workbook.bin", "(.xlsb)"), ("word/document.xml", "a Word document"), ("content.xml", "an OpenDocument"),
        ("answer.xlsx", "a zip archive that holds 1 file(s), first 'answer.xlsx'"),
    ],
)  # fmt: skip
def test_other_zips_are_told_apart(member: str, words: str) -> None:
    assert words in reason(zipped({member: b"x"}))


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_damaged(kept: float) -> None:
    content = build_cmrt(complete_spec())
    assert "damaged" in reason(content[: int(len(content) * kept)])


def test_every_flipped_byte_ends_in_rows_or_in_a_reason() -> None:
    content = build_cmrt(complete_spec())
    for place in range(0, len(content), len(content) // 60):
        broken = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        found = read_file(broken, "a" * 64, "a.xlsx")
        assert (found.reason is None) or found.tables == {}
        assert "fault of the reader" not in (found.reason or "")


def test_a_bomb_is_refused_before_it_is_inflated() -> None:
    content = workbook_with(sheet("") + b" " * 30_000_000)
    assert "inflates more than 200 times" in reason(content)


def test_a_member_that_is_larger_than_it_claims_is_refused() -> None:
    real = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    content = bytearray(workbook_with(real))
    place = content.rfind(SHEET.encode()) - 46  # the member's entry in the central directory
    content[place + 16 : place + 20] = zlib.crc32(real[:10]).to_bytes(4, "little")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert "larger than it claims" in reason(bytes(content))


def test_a_total_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfiles, "MAX_INFLATED_BYTES", 1000)
    assert "inflates to more than" in reason(build_cmrt(complete_spec()))


def test_too_many_members_are_refused() -> None:
    assert "a zip with 5,001 members" in reason(zipped({f"{n}": b"" for n in range(5001)}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        container.writestr("xl/workbook.xml", b"1")
        container.writestr("xl/Workbook.xml", b"2")
    assert "two members of one name" in reason(target.getvalue())


FAR_CORNER = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row><row r="9000"><c r="A9000"><v>1</v></c></row>'
PREFIXED = (
    "<x:row r='1'><x:c r='A1'><v>1</v></x:c></x:row><x:row r='1048576'><x:c s='>' r='B1048576'><v>1</v></x:c></x:row>"
)


UNCLOSED = "<c s" * 100_000
HIDDEN = '<row r="1"><c s="<" r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (UNCLOSED, "not well-formed"),
        (HIDDEN, "not well-formed"),
        (FAR_CORNER, "row 1,048,576"),
        (WIDE, "9,000 rows and 16,384 columns"),
        (PREFIXED, "row 1,048,576"),
    ],
)
def test_a_sheet_that_asks_for_more_than_memory_is_refused(cells: str, words: str) -> None:
    assert words in reason(workbook_with(sheet(cells)))


def test_a_few_long_texts_named_by_many_cells_are_refused() -> None:
    strings = b"<sst><si><t>" + bytes(range(65, 91)) * 1200 + b"</t></si></sst>"
    row = "".join(f'<c r="{chr(65 + n)}1" t="s"><v>0</v></c>' for n in range(26))
    cells = "".join(f'<row r="{n}">{row}</row>'.replace('1" t', f'{n}" t') for n in range(1, 500))
    content = workbook_with(sheet(cells), xl__sharedStrings=strings)
    assert "repeats more than 256 MB of text" in reason(content)


def test_a_document_type_is_refused() -> None:
    xml = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">]>' + sheet("<row><c><v>&a;</v></c></row>")
    assert "declares a document type" in reason(workbook_with(xml))


def test_an_unknown_workbook_is_refused_with_its_headings() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Colour", "=1+1", "Price"])
    target = io.BytesIO()
    book.save(target)
    assert "its headings are 'Colour'" in reason(target.getvalue())


def test_many_sheets_of_one_part_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("include.intake.workbook.MAX_CELLS", 100)
    book = openpyxl.Workbook()
    for title in ("first", "second"):
        sheet_ = book.create_sheet(title)
        sheet_["A1"] = sheet_["H10"] = "x"
    target = io.BytesIO()
    book.save(target)
    assert "whose sheets span more than 100 cells" in reason(target.getvalue())
