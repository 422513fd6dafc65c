"""What the bytes of a file are, told from the bytes alone: a workbook, a text, or why neither can be read."""

from __future__ import annotations

import re

from include.intake.model import UnreadableError
from include.intake.workbook import Workbook
from include.intake.zipfiles import MAX_FILE_BYTES, BoundedZip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"MZ", "a Windows program"),
)
_ASK = "ask the supplier for the Excel workbook itself"
_IN_A_ZIP: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "an Excel binary workbook (.xlsb): ask for it saved as .xlsx"),
    ("word/document.xml", f"a Word document: {_ASK}"),
    ("ppt/presentation.xml", f"a PowerPoint presentation: {_ASK}"),
    ("content.xml", "an OpenDocument file: ask for it saved as .xlsx"),
)
_LISTS_OF_FORMULAS = frozenset({"Smelter List"})
_BOF = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00", re.DOTALL)
_BIFF_FILEPASS, _BIFF_BOUNDSHEET = 0x2F, 0x85


def open_container(content: bytes, name: str) -> Workbook | None:
    """The workbook a file holds, or null when its bytes are neither workbook nor another known format: perhaps text.

    ``name`` only words the reason. Raises UnreadableError with the reason in plain words.
    """
    if not content:
        raise UnreadableError("an empty file (0 bytes): the transfer may have failed, ask for it again")
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableError(f"a file of {len(content) >> 20} MB; at most {MAX_FILE_BYTES >> 20} MB are read")
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _open_zip(content)
    if content.startswith(_OLE):
        raise UnreadableError(_ole_reason(content))
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            raise UnreadableError(f"{what}{_named(name)}: {_ASK}")
    _refuse_markup(content)
    return None


def _named(name: str) -> str:
    suffix = re.search(r"\.(xlsx?|xlsm|csv|txt)$", name, re.IGNORECASE)
    return f" named {suffix[0].lower()}" if suffix else ""


def _open_zip(content: bytes) -> Workbook:
    container = BoundedZip(content)
    if "xl/workbook.xml" in container:
        return Workbook(container, thinned=_LISTS_OF_FORMULAS)
    for part, what in _IN_A_ZIP:
        if part in container:
            raise UnreadableError(what)
    names = [name for name in container.names if not name.endswith("/")]
    held = f"{len(names)} file(s), first {names[0][:80]!r}" if names else "nothing"
    raise UnreadableError(f"a zip archive that holds {held}: unpack it and drop the files themselves")


def _ole_reason(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "an Excel file protected with a password or with Excel's default password: protected files are not opened "
            "yet, ask for it saved without a password"
        )
    if "WordDocument".encode("utf-16-le") in content:
        return f"a Word document (.doc): {_ASK}"
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        protected = " protected with a password or with Excel's default password" if _has_file_password(content) else ""
        return f"an Excel 97-2003 workbook (.xls){protected}: not read yet, ask for it saved as .xlsx"
    return f"an OLE file that is no Excel workbook: {_ASK}"


def _has_file_password(content: bytes) -> bool:
    """Whether a FILEPASS record stands before the first sheet of an .xls workbook ([MS-XLS] 2.4.117)."""
    start = _BOF.search(content)
    if start is None:
        return False
    position = start.start()
    for _ in range(200):
        record, length = (int.from_bytes(content[position + i : position + i + 2], "little") for i in (0, 2))
        if record == _BIFF_FILEPASS:
            return True
        if record == _BIFF_BOUNDSHEET:
            return False
        position += 4 + length
    return False


def _refuse_markup(content: bytes) -> None:
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise UnreadableError(f"a web page (HTML): {_ASK}")
    if head.startswith(b"<"):
        what = "an XML file"
        if b"ipc" in head and b"1755" in head:
            what = "an IPC-1755 XML declaration"
        raise UnreadableError(f"{what}: XML is not read, {_ASK}")
