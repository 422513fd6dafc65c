"""Files that are no workbooks, told from their first bytes, and what to ask the supplier for instead."""

from __future__ import annotations

import re

from include.intake.model import UnreadableError

ASK = "ask the supplier for the Excel workbook itself"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (rb"\xff\xd8\xff", "a JPEG picture"),
    (rb"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (rb"GIF8[79]a", "a GIF picture"),
    (rb"(II\*\0|MM\0\*)", "a TIFF picture"),
    (rb"RIFF....WEBP", "a WebP picture"),
    (rb"....ftyp(heic|heix|mif1|avif)", "an HEIC or AVIF picture"),
    (rb"BM....\0\0\0\0", "a BMP picture"),
    (rb"%PDF", "a PDF"),
    (rb"\{\\rtf", "an RTF document"),
    (rb"Rar!\x1a\x07", "a RAR archive"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (rb"\x1f\x8b", "a gzip archive"),
    (rb"BZh[1-9]1AY&SY", "a bzip2 archive"),
    (rb"\xfd7zXZ\0", "an xz archive"),
    (rb".{257}ustar", "a tar archive"),
    (rb"MZ.{0,62}\0", "a Windows program"),
    (rb"\x62\x00.{0,6}Standard ?Jet", "an Access database"),
    (rb"\x78\x9f\x3e\x22", "attachments packed by Outlook for itself alone (winmail.dat)"),
    (rb"0[\x80-\x84].{0,4}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", "an encrypted e-mail (S/MIME)"),
    (rb"0[\x80-\x84].{0,4}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", "an e-mail inside its signature (S/MIME)"),
    (rb"\s{0,9}-----BEGIN PGP MESSAGE-----", "an encrypted message (PGP)"),
)
_FORMS = tuple((re.compile(form, re.DOTALL), what) for form, what in _SIGNATURES)
_HEADER = re.compile(
    r"(return-path|received|delivered-to|from|to|cc|subject|date|message-id|mime-version|dkim-signature|reply-to|sender"
    r"|content-type|authentication-results|arc-[\w-]+|x-[\w-]+)[ \t]*:"
)


def refuse_other_formats(content: bytes, name: str) -> None:
    """Raise UnreadableError with what the file is, when it is known to be neither workbook nor text table.

    ``name`` only words the reason.
    """
    for form, what in _FORMS:
        if form.match(content):
            raise UnreadableError(f"{what}{_named(name)}: {ASK}")
    head = _head(content)
    _refuse_mail(head)
    if head.startswith("<"):
        _refuse_markup(head, content)


def is_picture(content: bytes) -> bool:
    """Whether the bytes begin as a picture of a known format does."""
    return any(form.match(content) for form, what in _FORMS if what.endswith("picture"))


def _named(name: str) -> str:
    suffix = re.search(r"\.(xlsx?|xlsm|csv|txt)$", name, re.IGNORECASE)
    return f" named {suffix[0].lower()}" if suffix else ""


def _head(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return content[:8192].decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()


def _refuse_mail(head: str) -> None:
    lines = head.splitlines()[:60]
    headers = {found[1] for line in lines if (found := _HEADER.match(line))}
    if not lines or not _HEADER.match(lines[0]):
        return
    delivered = headers & {"to", "received", "delivered-to", "message-id"}
    if "multipart/related" in head and "mime-version" in headers and not delivered:
        raise UnreadableError(f"a web page in one file (MHTML): {ASK}")
    if len(headers) >= 3 and headers & {"from", "received", "return-path"}:
        raise UnreadableError("an e-mail without a whole head: ask for it again, or drop the workbook attached to it")


def _refuse_markup(head: str, content: bytes) -> None:
    """XML in any dress; IPC-1755 is told by its standard's namespace, which the older drafts share (175x)."""
    if re.search(r"<!doctype html|<html|^<(table|head|body|meta|style|div)[\s>]", head):
        raise UnreadableError(f"a web page (HTML): {ASK}")
    if re.search(r"ipc[^<>]{0,80}1755", head) or (re.search(r"ipc[^<>]{0,80}175x", head) and b"onflict" in content):
        raise UnreadableError(f"an IPC-1755 XML declaration: XML is not read, {ASK}", "ipc1755")
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise UnreadableError("an Excel 2003 XML spreadsheet: ask for it saved as .xlsx")
    if re.match(r"<(\?xml|!--|!doctype|[\w:.-]+[\s/>])", head):
        raise UnreadableError(f"an XML file: XML is not read, {ASK}")
