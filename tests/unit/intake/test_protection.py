from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from include.intake.container import open_container
from include.intake.model import UnreadableError
from include.intake.ole import OleFile
from include.intake.ole_writer import container_of
from include.intake.workbook import Workbook
from include.sample.cmrt import build_cmrt, complete_spec
from tests import workbook_files as files

XLSX = build_cmrt(complete_spec())
XLS = files.xls_of(XLSX)
SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "cmrt"


def opened(content: bytes) -> Workbook:
    found = open_container(content, "a.xlsx")
    assert isinstance(found, Workbook)
    return found


def reason(content: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        opened(content)
    return str(error.value)


@pytest.mark.parametrize("protect", [files.agile, files.standard, files.rc4, files.rc4_cryptoapi, files.xor])
def test_the_default_password_opens_every_form_of_protection(protect: Callable[[bytes], bytes]) -> None:
    plain = XLSX if protect in (files.agile, files.standard) else XLS
    found, expected = opened(protect(plain)), opened(plain)
    assert found.sheets == expected.sheets
    assert "Declaration" in found
    for sheet in expected.sheets:
        assert found.cells(sheet.name) == expected.cells(sheet.name)


@pytest.mark.parametrize("protect", [files.agile, files.standard, files.rc4, files.rc4_cryptoapi])
def test_a_password_of_the_suppliers_own_is_said_with_what_to_do(protect: Callable[[bytes, str], bytes]) -> None:
    plain = XLSX if protect in (files.agile, files.standard) else XLS
    assert "Encrypt with Password, clear the password" in reason(protect(plain, "secret"))


def test_rights_management_is_no_password() -> None:
    assert "rights management" in reason(container_of({"EncryptedPackage": bytes(5000)}))


@pytest.mark.parametrize("spins", ["1000001", "10000000", "-1", "99999999999999999999", "many"])
def test_a_spin_count_bomb_is_refused_before_any_work(spins: str) -> None:
    streams = OleFile(files.agile(XLSX))
    info = streams.stream("EncryptionInfo").replace(b'spinCount="1000"', f'spinCount="{spins}"'.encode())
    package = streams.stream("EncryptedPackage")
    words = reason(container_of({"EncryptionInfo": info.ljust(4096), "EncryptedPackage": package}))
    assert "protected Excel file" in words


def test_entities_in_the_description_are_refused() -> None:
    streams = OleFile(files.agile(XLSX))
    info = streams.stream("EncryptionInfo")
    bomb = info[:8] + b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a spinCount="&b;"/>'
    words = reason(container_of({"EncryptionInfo": bomb.ljust(4096), "EncryptedPackage": bytes(8192)}))
    assert "declares a document type" in words


def test_a_description_in_an_encoding_nobody_knows_is_damage() -> None:
    info = b"\x04\x00\x04\x00" + bytes(4) + b'<?xml version="1.0" encoding="UT-8"?><a/>'
    words = reason(container_of({"EncryptionInfo": info.ljust(4096), "EncryptedPackage": bytes(8192)}))
    assert "a damaged protected Excel file (unknown encoding" in words


def test_a_description_of_megabytes_is_refused() -> None:
    parts = {"EncryptionInfo": b"\x04\x00\x04\x00".ljust(70_000), "EncryptedPackage": bytes(8192)}
    assert "larger than 64 KB" in reason(container_of(parts))


def test_what_comes_out_meets_the_same_bounds() -> None:
    bomb = files.workbook_with(files.sheet("") + b" " * 30_000_000)
    assert "inflates more than 200 times" in reason(files.agile(bomb))


def test_protection_inside_protection_is_not_opened_again() -> None:
    inner = files.agile(XLSX)
    outer = inner + files.zipped({"a": b"b"})  # a zip by its end, which is all the library asks of it
    assert "holds no .xlsx workbook" in reason(files.standard(outer))


def test_a_protected_word_document_is_named() -> None:
    document = files.zipped({"word/document.xml": b"x" * 5000}, zipfile.ZIP_STORED)
    assert "holds no .xlsx workbook" in reason(files.agile(document))


@pytest.mark.parametrize("kept", [0.005, 0.02, 0.1, 0.3, 0.5, 0.7, 0.85])
@pytest.mark.parametrize("protect", [files.agile, files.standard, files.rc4, files.rc4_cryptoapi, files.xor])
def test_a_truncated_protected_file_is_damaged(protect: Callable[[bytes], bytes], kept: float) -> None:
    content = protect(XLSX if protect in (files.agile, files.standard) else XLS)
    assert "damaged" in reason(content[: int(len(content) * kept)])


def test_a_protected_xls_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("include.intake.protection._MAX_XLS_BYTES", 10_000)
    assert "a protected .xls of more than" in reason(files.rc4(XLS))


class TestOleFile:
    """Compound files whose tables lie: each of these loops for ever, or fills memory, in a reader that follows them."""

    def test_a_stream_that_runs_in_a_circle(self) -> None:
        content = bytearray(files.xls_container(bytes(50_000)))
        table = len(content) - 4096
        struct.pack_into("<I", content, table + 4 * 5, 1)  # its sector 5 leads back to sector 1
        struct.pack_into("<Q", content, content.index("Workbook".encode("utf-16-le")) + 120, 1 << 40)
        assert "claims more bytes than the file has" in reason(bytes(content))

    def test_a_directory_that_runs_in_a_circle(self) -> None:
        content = bytearray(files.xls_container(bytes(50_000)))
        directory = struct.unpack_from("<I", content, 48)[0]
        struct.pack_into("<I", content, len(content) - 4096 + 4 * directory, directory)
        assert "in a circle" in reason(bytes(content))

    @pytest.mark.parametrize("field", [44, 48, 60, 64, 68, 72, 76])
    @pytest.mark.parametrize("value", [1, 0xFFFFFFF0, 0xFFFFFFFA, 0xFFFFFFFF])
    def test_a_header_that_lies(self, field: int, value: int) -> None:
        content = bytearray(XLS)
        struct.pack_into("<I", content, field, value)
        with suppress(UnreadableError):
            assert opened(bytes(content)).cells("Declaration") == opened(XLS).cells("Declaration")

    def test_a_chain_of_tables_that_runs_in_a_circle(self) -> None:
        content = bytearray(XLS[:512] + bytes(512 * 20_000))
        content[512:1024] = b"\xff" * 508 + bytes(4)  # it lists no tables, and itself as the next
        struct.pack_into("<I", content, 68, 0)
        assert "damaged" in reason(bytes(content))

    def test_two_parts_of_one_name(self) -> None:
        content = container_of({"Workbook": bytes(4096), "workbook": bytes(4096)})
        assert "two of its parts have one name" in reason(content)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real files are not beside the project")
@pytest.mark.parametrize(
    ("name", "sheets", "revision"),
    [("blank_2.02_ole_in_xlsx.xlsx", 8, "Revision 2.02"), ("blank_3.01_default_password.xls", 12, "Revision 3.01")],
)
def test_real_protected_templates_open(name: str, sheets: int, revision: str) -> None:
    found = opened((SHARED / name).read_bytes())
    assert len(found.sheets) == sheets
    assert str(found.cells("Declaration")[2][9]).startswith(revision)
    assert found.cells("Declaration")[7][1] == "Company Name (*):"
