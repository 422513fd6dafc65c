"""Files as suppliers send them, made from a workbook of ours: as .xls, and protected in each way Excel knows."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import openpyxl
import xlwt
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.ecma376_standard import ECMA376Standard
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from include.intake.biff import BOF, BOUNDSHEET, record
from include.intake.ole import OleFile
from include.intake.ole_writer import container_of

DEFAULT_PASSWORD = "VelvetSweatshop"
_SALT, _VERIFIER = bytes(range(16)), bytes(range(16, 32))
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as container:
        for name, content in members.items():
            container.writestr(zipfile.ZipInfo(name), content, compression)
    return target.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return {name: container.read(name) for name in container.namelist()}


def workbook_with(sheet_xml: bytes, **parts: bytes) -> bytes:
    """A workbook of openpyxl whose first sheet is replaced; ``xl__styles`` replaces xl/styles.xml."""
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    source = io.BytesIO()
    book.save(source)
    replaced = {name.replace("__", "/") + ".xml": xml for name, xml in parts.items()}
    return zipped({**unzipped(source.getvalue()), "xl/worksheets/sheet1.xml": sheet_xml, **replaced})


def sheet(cells: str) -> bytes:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def xls_of(workbook: bytes) -> bytes:
    """The cells of an .xlsx as .xls."""
    source, target = openpyxl.load_workbook(io.BytesIO(workbook)), xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for sheet_ in source.worksheets:
        copy = target.add_sheet(sheet_.title)
        copy.visibility = 0 if sheet_.sheet_state == "visible" else 1
        for cell in (cell for row in sheet_.iter_rows() for cell in row if cell.value is not None):
            value: Any = xlwt.Formula("1+1") if cell.data_type == "f" else cell.value
            copy.write(cell.row - 1, cell.column - 1, value, *([day] if cell.is_date else []))
    content = io.BytesIO()
    target.save(content)
    return content.getvalue()


def xls_records(*records: bytes, before: tuple[bytes, ...] = ()) -> bytes:
    """An .xls of one sheet "S" with these records; ``before`` stand before the sheets."""
    start = record(BOF, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + b"".join(before)
    entry = record(BOUNDSHEET, struct.pack("<IBBBB", len(start) + 13 + 4, 0, 0, 1, 0) + b"S")
    sheet_ = [record(BOF, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)), *records, record(0x0A, b"")]
    return xls_container(b"".join([start, entry, record(0x0A, b""), *sheet_]))


def xls_container(stream: bytes) -> bytes:
    return container_of({"Workbook": stream.ljust(4096, b"\0")})


def agile(workbook: bytes, password: str = DEFAULT_PASSWORD, spins: int = 1000) -> bytes:
    """An .xlsx as Excel 2010 and later protect it."""
    with patch("msoffcrypto.method.ecma376_agile._random_buffer", lambda size: bytes(range(size))):  # same bytes always
        return bytes(ECMA376Agile.encrypt(password, io.BytesIO(workbook), spin_count=spins))


def standard(workbook: bytes, password: str = DEFAULT_PASSWORD) -> bytes:
    """An .xlsx as Excel 2007 protects it ([MS-OFFCRYPTO] 2.3.4.5)."""
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 0x18, 128, 16, _SALT)
    digest = hashlib.sha1(_VERIFIER).digest().ljust(32, b"\0")
    name = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + name
    verifier = struct.pack("<I16s16sI", 16, _SALT, _aes(key, _VERIFIER), 20) + _aes(key, digest)
    info = struct.pack("<HHII", 4, 2, 0x24, len(header)) + header + verifier
    package = struct.pack("<Q", len(workbook)) + _aes(key, workbook + bytes(-len(workbook) % 16))
    return container_of({"EncryptionInfo": info.ljust(4096), "EncryptedPackage": package.ljust(4104, b"\0")})


def _aes(key: bytes, content: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(content) + encryptor.finalize()


def rc4(workbook: bytes, password: str = DEFAULT_PASSWORD) -> bytes:
    """An .xls as Excel 97 to 2000 protect it ([MS-XLS] 2.4.117, RC4)."""
    verifier = DocumentRC4.decrypt(password, _SALT, io.BytesIO(_VERIFIER + hashlib.md5(_VERIFIER).digest())).read()
    stream = _with_filepass(workbook, struct.pack("<HHH16s32s", 1, 1, 1, _SALT, verifier))
    return _covered(stream, DocumentRC4.decrypt(password, _SALT, io.BytesIO(stream), 1024).read())


def rc4_cryptoapi(workbook: bytes, password: str = DEFAULT_PASSWORD) -> bytes:
    """An .xls as Excel 2002 and 2003 can protect it (RC4 CryptoAPI)."""
    proof = _VERIFIER + hashlib.sha1(_VERIFIER).digest()
    verifier = DocumentRC4CryptoAPI.decrypt(password, _SALT, 128, io.BytesIO(proof)).read()
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0)
    info = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header
    stream = _with_filepass(workbook, info + struct.pack("<I16s16sI20s", 16, _SALT, verifier[:16], 20, verifier[16:]))
    return _covered(stream, DocumentRC4CryptoAPI.decrypt(password, _SALT, 128, io.BytesIO(stream), 1024).read())


def xor(workbook: bytes) -> bytes:
    """An .xls as Excel 95 protects it, under the default password ([MS-OFFCRYPTO] 2.3.7)."""
    stream = _with_filepass(workbook, struct.pack("<HHH", 0, 0, 0x9A0A))
    key, covered = DocumentXOR.create_xor_array_method1(DEFAULT_PASSWORD), bytearray(stream)
    for kind, begin, end in _spans(stream):
        for at in range(begin + (4 if kind == BOUNDSHEET else 0), end):
            covered[at] = DocumentXOR.rol(stream[at], 5, 8) ^ key[(at + end - begin) % 16]
    return _covered(stream, bytes(covered))


def _with_filepass(workbook: bytes, info: bytes) -> bytes:
    stream = OleFile(workbook).stream("Workbook")
    added = record(0x2F, info)
    changed = bytearray(stream)
    for kind, begin, _ in _spans(stream):
        if kind == BOUNDSHEET:
            struct.pack_into("<I", changed, begin, struct.unpack_from("<I", stream, begin)[0] + len(added))
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    return bytes(changed[:first]) + added + bytes(changed[first:])


def _covered(stream: bytes, encrypted: bytes) -> bytes:
    """The encrypted stream, with what stays readable: record headers, BOF, FILEPASS and the places of the sheets."""
    result = bytearray(encrypted)
    for kind, begin, end in _spans(stream):
        readable = end if kind in (BOF, 0x2F) else begin + 4 if kind == BOUNDSHEET else begin
        result[begin - 4 : readable] = stream[begin - 4 : readable]
    return xls_container(bytes(result))


def _spans(stream: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, at + 4 + length
        at += 4 + length
