"""What the bytes of a file are, told from them alone: workbook, archive, e-mail, text, or why none is read."""

from __future__ import annotations

from include.intake.archive import Archive, read_archive
from include.intake.biff import is_protected
from include.intake.mail import Mail, is_mail, read_mail
from include.intake.model import UnreadableError
from include.intake.ole import SIGNATURE, OleFile
from include.intake.protection import decrypted_package, decrypted_workbook
from include.intake.signatures import ASK, refuse_other_formats
from include.intake.workbook import Workbook
from include.intake.xls import XlsWorkbook
from include.intake.xlsx import XlsxWorkbook
from include.intake.zipfiles import MAX_ARCHIVE_BYTES, MAX_FILE_BYTES, BoundedZip

_IN_A_ZIP: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "an Excel binary workbook (.xlsb): ask for it saved as .xlsx"),
    ("word/document.xml", f"a Word document: {ASK}"),
    ("ppt/presentation.xml", f"a PowerPoint presentation: {ASK}"),
    ("content.xml", "an OpenDocument file: ask for it saved as .xlsx"),
    ("Index/Document.iwa", "an Apple Numbers file: ask for it exported as .xlsx"),
    ("Index.zip", "an Apple Numbers file: ask for it exported as .xlsx"),
    (
        "[Content_Types].xml",
        "an Office file without a workbook where Excel puts it: ask for it saved by Excel",
    ),
)
_IN_AN_OLE: tuple[tuple[str, str], ...] = (
    ("WordDocument", f"a Word document (.doc): {ASK}"),
    ("PowerPoint Document", f"a PowerPoint presentation (.ppt): {ASK}"),
    ("__properties_version1.0", "an Outlook message (.msg): save it as .eml, or drop the workbook attached to it"),
    ("Book", "an Excel 5.0 or 95 workbook (.xls): ask for it saved as .xlsx"),
)
_LONG_LISTS = {"Smelter List": True, "Product List": False}
"""Sheets of hundreds of prepared rows, and whether these hold formulas."""


def open_container(content: bytes, name: str) -> Workbook | Archive | Mail | None:
    """The workbook, archive or e-mail that a file holds; null when its bytes are no known format: perhaps text.

    ``name`` only words the reason. Raises UnreadableError with the reason in plain words.
    """
    if not content:
        raise UnreadableError("an empty file (0 bytes): the transfer may have failed, ask for it again")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_size(content, MAX_ARCHIVE_BYTES)
        return _open_zip(content)
    _check_size(content, MAX_FILE_BYTES)
    if content.startswith(SIGNATURE):
        return _open_ole(OleFile(content))
    if is_mail(content):
        return read_mail(content)
    refuse_other_formats(content, name)
    return None


def _check_size(content: bytes, most: int) -> None:
    if len(content) > most:
        raise UnreadableError(f"a file of {len(content) >> 20} MB; at most {most >> 20} MB are read")


def _open_zip(content: bytes) -> Workbook | Archive:
    container = BoundedZip(content)
    if "xl/workbook.xml" in container:
        _check_size(content, MAX_FILE_BYTES)
        return _open_xlsx(container)
    for part, what in _IN_A_ZIP:
        if part in container:
            raise UnreadableError(what)
    return read_archive(container)


def _open_xlsx(container: BoundedZip) -> Workbook:
    container.refuse_doubles()
    return XlsxWorkbook(container, thinned=_LONG_LISTS)


def _open_ole(container: OleFile) -> Workbook:
    if "EncryptedPackage" in container:
        package = BoundedZip(decrypted_package(container))
        if "xl/workbook.xml" not in package:
            raise UnreadableError(f"a protected Office file that holds no .xlsx workbook: {ASK}")
        return _open_xlsx(package)
    if "Workbook" in container:
        stream = container.stream("Workbook")
        return XlsWorkbook(decrypted_workbook(stream) if is_protected(stream) else stream)
    for part, what in _IN_AN_OLE:
        if part in container:
            raise UnreadableError(what)
    raise UnreadableError(f"an OLE file that is no Excel workbook: {ASK}")
