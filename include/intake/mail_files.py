"""Which parts of an e-mail are files that somebody attached, which its words, and which programs add by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from include.intake.mail_heads import words
from include.intake.mail_parts import MAX_FIELD, Part
from include.intake.mail_text import MAX_READ, as_text, decoded
from include.intake.model import Member, UnreadableError
from include.intake.ole import SIGNATURE
from include.intake.signatures import is_picture

MAX_ATTACHMENTS = 50
_SMALL_PICTURE = 200 << 10
_WORKBOOKS = (b"PK\x03\x04", SIGNATURE)
_BY_PROGRAMS = frozenset(
    {
        "text/calendar", "application/ics", "text/vcard", "text/x-vcard", "text/directory", "text/x-amp-html",
        "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
        "application/pgp-encrypted", "application/pgp-keys", "application/applefile", "message/delivery-status",
        "message/disposition-notification",
    }
)  # fmt: skip
_NAMED_BY_PROGRAMS = re.compile(r"ATT\d{5}\.(txt|html?)|smime\.p7s|.*\.(ics|vcf)|(un)?subscribe.*", re.IGNORECASE)


@dataclass
class Sorted:
    """The parts of a mail: files attached, names of what programs add, its words, plain and as web pages.

    ``heads`` are heads of letters that a server returned without the rest.
    """

    files: list[Member] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)


def sort_parts(parts: Iterable[Part]) -> Sorted:
    """Each part to where it belongs. Raises UnreadableError when more files are attached than MAX_ATTACHMENTS."""
    found = Sorted()
    for part in parts:
        content = part.get_payload(decode=True)
        held = content if isinstance(content, bytes) else b""
        name = _name(part)
        if _is_text(part, name):
            into = found.plain if part.get_content_type() == "text/plain" else found.pages
            into.append(decoded(held[:MAX_READ], str(part.get_param("charset") or "")))
        elif part.get_content_type() == "text/rfc822-headers":
            found.heads.append(as_text(held[:MAX_READ]))
        elif _is_by_a_program(part, name, held):
            found.left_out.append(name or part.get_content_type())
        else:
            found.files.append(Member(name or f"attachment {len(found.files) + 1}", held))
        if len(found.files) > MAX_ATTACHMENTS:
            raise UnreadableError(f"an e-mail with more than {MAX_ATTACHMENTS} files attached: drop them apart", "mail")
    return found


def _name(part: Part) -> str:
    """The name of a file as its sender wrote it, which is text and never a path; the empty text without one."""
    try:
        written = part.get_filename() or ""
    except (ValueError, LookupError):  # an encoding of the name that is none
        return ""
    recovered = as_text(written[:MAX_FIELD].encode("utf-8", "surrogateescape"))
    return (words(recovered) or "") if "=?" in recovered else recovered.strip()


def _is_text(part: Part, name: str) -> bool:
    shown = part.get_content_disposition() != "attachment"
    return shown and not name and part.get_content_type() in ("text/plain", "text/html")


def _is_by_a_program(part: Part, name: str, content: bytes) -> bool:
    """A logo, an invitation, a signature and the like. Whatever its label says, a workbook is none of them."""
    if content.startswith(_WORKBOOKS):
        return False
    kind = part.get_content_type()
    if kind in _BY_PROGRAMS or _NAMED_BY_PROGRAMS.fullmatch(name) or not (content or name):
        return True
    if kind.startswith("image/") or is_picture(content):
        return "content-id" in part or len(content) < _SMALL_PICTURE
    return False
