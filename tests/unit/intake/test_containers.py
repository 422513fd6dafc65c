from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import suppress

import openpyxl
import pytest

from include.intake import zipfiles
from include.intake.container import open_container
from include.intake.model import UnreadableError
from include.intake.ole_writer import container_of
from include.intake.read import read_file
from include.intake.workbook import Workbook
from include.sample.cmrt import build_cmrt, complete_spec
from tests.workbook_files import sheet, unzipped, workbook_with, zipped

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def reason(content: bytes, name: str = "file.xlsx") -> str:
    found = read_file(content, "a" * 64, name)
    assert found.tables == {}
    assert found.kind == "unreadable"
    return found.reason or ""


HALF_A_MAIL = b"Received: from mail.example.com\r\nTo: b@example.com\r\nSubject: CMRT\r\n\r\nattached"
MHTML = b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"
WEB_PAGE = b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>Metal</td></tr></table>'
SHEET_XML = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "an empty file (0 bytes)"),
        (b"\xff\xd8\xff\xe0rest", "not_a_workbook.xls", "a JPEG picture named .xls"),
        (b"\x89PNG\r\n\x1a\nrest", "a.xlsx", "a PNG picture named .xlsx"),
        (b"RIFF\x10\0\0\0WEBPrest", "a.xls", "a WebP picture"),
        (b"\0\0\0\x18ftypheicrest", "a.xls", "an HEIC or AVIF picture"),
        (b"%PDF-1.7 rest", "cmrt.pdf", "a PDF: ask the supplier for the Excel workbook itself"),
        (b"Rar!\x1a\x07\x01\0", "a.xlsx", "a RAR archive named .xlsx"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "a.7z", "a 7-Zip archive"),
        (b"\x1f\x8b\x08\0", "a.gz", "a gzip archive"),
        (b"MZ\x90\0\x03", "a.xlsm", "a Windows program named .xlsm"),
        (b"<html><body>", "a.xls", "a web page (HTML)"),
        (WEB_PAGE, "a.xls", "a web page (HTML)"),
        (b"\xff\xfe" + WEB_PAGE.decode().encode("utf-16-le"), "a.xls", "a web page (HTML)"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html/>', "a.xls", "a web page (HTML)"),
        (b"<table><tr><td>Metal</td></tr></table>", "a.xls", "a web page (HTML)"),
        (SHEET_XML, "a.xls", "an Excel 2003 XML spreadsheet: ask for it saved as .xlsx"),
        (b'<?xml version="1.0"?><data/>', "a.xml", "an XML file"),
        (MHTML, "a.xls", "a web page in one file (MHTML)"),
        (HALF_A_MAIL, "a.eml", "an e-mail without a whole head"),
        (b"\x78\x9f\x3e\x22" + bytes(40), "winmail.dat", "attachments packed by Outlook"),
        (bytes.fromhex("3082012306092a864886f70d010703") + bytes(40), "smime.p7m", "an encrypted e-mail (S/MIME)"),
        (bytes.fromhex("308006092a864886f70d010702") + bytes(40), "smime.p7m", "an e-mail inside its signature"),
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA", "encrypted.asc", "an encrypted message (PGP)"),
        (b"\x00\x01\x02\x03", "a.bin", "neither a workbook nor text"),
        (b"   \n", "a.csv", "a text file without any text"),
        (b"PK\x03\x04 cut off", "a.xlsx", "a damaged zip or workbook"),
    ],
)
def test_what_is_no_workbook_is_named(content: bytes, name: str, words: str) -> None:
    assert words in reason(content, name)


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><d xmlns="http://ipc.org/1755"/>',
        b'<MainData xmlns="http://webstds.ipc.org/175x/2.0"><ConflictMinerals/></MainData>',
        b"\xef\xbb\xbf<MainData xmlns='http://webstds.ipc.org/1755/1.1'/>",
    ],
)
def test_an_ipc_1755_declaration_is_a_kind_of_its_own(content: bytes) -> None:
    found = read_file(content, "a" * 64, "a.xml")
    assert (found.kind, found.tables) == ("ipc1755", {})
    assert "an IPC-1755 XML declaration" in (found.reason or "")


@pytest.mark.parametrize(
    "head", ["MZ-17,Zinn", "BM;Metal;Name", "From,To,Subject", "Date: 2026", "GIFTS,METAL", "<5,Tin"]
)
def test_a_text_that_begins_like_another_format_is_text(head: str) -> None:
    assert "a text table of no kind known here" in reason(head.encode() + b"\n1,2,3\n", "a.csv")


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("Book", "an Excel 5.0 or 95 workbook"),
        ("WordDocument", "a Word document"),
        ("PowerPoint Document", "a PowerPoint presentation"),
        ("__properties_version1.0", "an Outlook message (.msg): save it as .eml, or drop the workbook attached"),
        ("Something", "no Excel workbook"),
    ],
)
def test_ole_files_are_told_apart(stream: str, words: str) -> None:
    assert words in reason(container_of({stream: bytes(4096)}))


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("xl/workbook.bin", "(.xlsb)"), ("word/document.xml", "a Word document"), ("content.xml", "an OpenDocument"),
        ("ppt/presentation.xml", "a PowerPoint"), ("Index/Document.iwa", "an Apple Numbers file"),
        ("[Content_Types].xml", "an Office file without a workbook"),
    ],
)  # fmt: skip
def test_other_zips_are_told_apart(member: str, words: str) -> None:
    assert words in reason(zipped({member: b"x"}))


@pytest.mark.parametrize("kept", [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999])
def test_a_truncated_workbook_is_damaged(kept: float) -> None:
    content = build_cmrt(complete_spec())
    assert "damaged" in reason(content[: int(len(content) * kept)])


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


def test_a_directory_of_a_million_entries_is_refused_before_it_is_read() -> None:
    content = zipped({"a": b""}, zipfile.ZIP_STORED)
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    many = content[:start] + content[start:end] * 1_000_000 + content[end:]
    assert "a zip with more than 100,000 entries" in reason(many)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        container.writestr("xl/workbook.xml", b"1")
        container.writestr("xl/Workbook.xml", b"2")
    assert "two members of one name" in reason(target.getvalue())


def central_entry(content: bytes | bytearray, name: str) -> int:
    """Where the entry of a member stands in the central directory."""
    return content.rfind(name.encode()) - 46


@pytest.mark.parametrize(
    ("offset", "value", "words"),
    [
        (8, 1, "protected with a password"), (10, 12, "packed with method 12"), (20, 10, "cut off"),
        (24, 400_000_000, "inflates to more than 300 MB"), (42, 7, "damaged zip"),
        (16, 1, "not what its check sum says"),
    ],
)  # fmt: skip
def test_a_central_directory_that_lies_is_refused(offset: int, value: int, words: str) -> None:
    content = bytearray(build_cmrt(complete_spec()))
    width = 2 if offset in (8, 10) else 4
    place = central_entry(content, "xl/workbook.xml") + offset
    content[place : place + width] = value.to_bytes(width, "little")
    assert words in reason(bytes(content))


def test_members_that_lie_over_one_another_are_refused() -> None:
    content = bytearray(zipped({"a.xlsx": b"x" * 3000, "b.xlsx": b"x" * 3000}, zipfile.ZIP_STORED))
    place = central_entry(content, "b.xlsx") + 42
    content[place : place + 4] = (20).to_bytes(4, "little")
    assert "lie over one another" in reason(bytes(content))


def test_a_zip64_workbook_is_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in unzipped(build_cmrt(complete_spec())).items():
            with container.open(name, "w", force_zip64=True) as member:
                member.write(content)
    assert read_file(target.getvalue(), "a" * 64, "a.xlsx").kind == "cmrt"


def test_a_file_beyond_the_bound_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("include.intake.container.MAX_FILE_BYTES", 1000)
    assert "at most" in reason(build_cmrt(complete_spec()))


FAR_CORNER = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row><row r="9000"><c r="A9000"><v>1</v></c></row>'
PREFIXED = (
    "<x:row r='1'><x:c r='A1'><v>1</v></x:c></x:row><x:row r='1048576'><x:c s='>' r='B1048576'><v>1</v></x:c></x:row>"
)


UNCLOSED = "<c s" * 100_000
BEHIND_ANOTHER = """<row r="1"><c s=" r='A1'" r="XFD1048576"><v>1</v></c></row>"""
CLOSE_TO_ANOTHER = '<row r="1"><c s="1"r="XFD1048576"><v>1</v></c></row>'
NO_ADDRESS = '<row r="1"><c r="A1"><v>1</v></c><c r="{}"><v>1</v></c></row>'
HIDDEN = '<row r="1"><c s="<" r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (UNCLOSED, "not well-formed"),
        (HIDDEN, "not well-formed"),
        (FAR_CORNER, "row 1,048,576"),
        (WIDE, "9,000 rows and 16,384 columns"),
        (PREFIXED, "row 1,048,576"),
        (BEHIND_ANOTHER, "row 1,048,576"),
        (CLOSE_TO_ANOTHER, "row 1,048,576"),
        (NO_ADDRESS.format("A" + "x" * 40_000), "an address that is none"),
        (NO_ADDRESS.format("AAAAAAAA1"), "an address that is none"),
        (NO_ADDRESS.format("A99999999999"), "an address that is none"),
        (NO_ADDRESS.format("5"), "an address that is none"),
        ('<row r="A1"><c s="1"><v>1</v></c></row>', "an address that is none"),
        (NO_ADDRESS.format("A1B2"), "an address that is none"),
        (NO_ADDRESS.format(""), "an address that is none"),
    ],
)
def test_a_sheet_that_asks_for_more_than_memory_is_refused(cells: str, words: str) -> None:
    assert words in reason(workbook_with(sheet(cells)))


ROW = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'


def workbook(content: bytes) -> Workbook:
    found = open_container(content, "a.xlsx")
    assert isinstance(found, Workbook)
    return found


def test_a_dimension_of_all_rows_with_few_cells_is_read() -> None:
    xml = sheet(ROW.format(1)).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    assert workbook(workbook_with(xml)).cells("Sheet") == [[1.0]]


def test_formatting_of_all_rows_and_columns_with_few_cells_is_read() -> None:
    rows = "".join(f'<row r="{n}" ht="12"/>' for n in range(2, 300_000))
    xml = sheet(ROW.format(1) + rows).replace(b"<sheetData>", b'<cols><col min="1" max="16384"/></cols><sheetData>')
    assert workbook(workbook_with(xml)).cells("Sheet") == [[1.0]]


def test_a_million_rows_of_values_are_refused() -> None:
    rows = "".join(ROW.format(n) for n in range(1, 1_048_577))
    assert "reaches down to row 1,048,576" in reason(workbook_with(sheet(rows)))


def test_a_million_shared_texts_are_read() -> None:
    texts = "".join(f"<si><t>text {n}</t></si>" for n in range(1_000_000))
    strings = f'<sst xmlns="{MAIN}">{texts}</sst>'.encode()
    cells = '<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'
    assert workbook(workbook_with(sheet(cells), xl__sharedStrings=strings)).cells("Sheet") == [["text 999999"]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" x="' + "a" * 5_000_000 + '"><v>1</v></c>',
        '<c r="A1"' + "".join(f' a{n}="1"' for n in range(50_000)) + "><v>1</v></c>",
        '<c r="A1"' + " t" * 300_000 + "><v>1</v></c>",
        '<c r="A1">' + "<f>" * 50_000,
        "<" * 500_000,
        "<row " * 100_000,
    ],
    ids=["one huge attribute", "many attributes", "many names", "unclosed formulas", "open brackets", "open rows"],
)
def test_malformed_markup_ends_soon_in_a_reason_or_in_cells(cell: str) -> None:
    content = workbook_with(sheet(f'<row r="1">{cell}</row>') + bytes(range(32, 127)) * 600)
    with suppress(UnreadableError):
        found = workbook(content)
        assert len(found.cells("Sheet")) <= 1
        assert (found.errors("Sheet"), found.uncomputed("Sheet")) == ({}, set())


def test_a_few_long_texts_named_by_many_cells_are_refused() -> None:
    strings = b"<sst><si><t>" + bytes(range(65, 91)) * 1200 + b"</t></si></sst>"
    row = "".join(f'<c r="{chr(65 + n)}1" t="s"><v>0</v></c>' for n in range(26))
    cells = "".join(f'<row r="{n}">{row}</row>'.replace('1" t', f'{n}" t') for n in range(1, 500))
    content = workbook_with(sheet(cells), xl__sharedStrings=strings)
    assert "repeats more than 256 MB of text" in reason(content)


@pytest.mark.parametrize("index", ["&#48;", "<![CDATA[0]]>", "+0", "0000000000000", " 0 "])
def test_no_other_way_to_write_the_number_of_a_text_hides_it(index: str) -> None:
    strings = b"<sst><si><t>" + bytes(range(65, 91)) * 1200 + b"</t></si></sst>"
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{index}</v></c></row>' for n in range(1, 9_000))
    assert "repeats more than 256 MB of text" in reason(workbook_with(sheet(rows), xl__sharedStrings=strings))


def test_a_part_that_declares_entities_is_refused() -> None:
    index = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><workbook><sheets>&a;</sheets></workbook>'
    assert "declares a document type" in reason(workbook_with(sheet(""), xl__workbook=index))


def test_an_encoding_nobody_knows_is_damage() -> None:
    index = b'<?xml version="1.0" encoding="UT-8"?><workbook/>'
    assert "xl/workbook.xml is not well-formed XML (unknown encoding" in reason(
        workbook_with(sheet(""), xl__workbook=index)
    )


def test_two_sheets_of_one_name_are_refused() -> None:
    parts = unzipped(workbook_with(sheet("")))
    index = parts["xl/workbook.xml"]
    entry = index[index.index(b"<sheet ") : index.index(b"/>", index.index(b"<sheet ")) + 2]
    assert "two sheets of one name" in reason(zipped({**parts, "xl/workbook.xml": index.replace(entry, entry * 2)}))


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
