"""An e-mail as one row and the files attached to it. What its head says can be forged by whoever sends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from include.intake.mail_files import Sorted, sort_parts
from include.intake.mail_heads import header, letter_in, message_id, references, sender, sent_at, words
from include.intake.mail_kind import MailKind, bounce_of, kind_of
from include.intake.mail_parts import forwarded, is_report, leaves, parse_message
from include.intake.mail_text import body_text
from include.intake.model import Member, Row, UnreadableError

_HEAD_BYTES = 256 << 10
_MARK = b"\xef\xbb\xbf"
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:")
_ENVELOPE = re.compile(rb"From \S+ .*\d\d:\d\d")
_ANOTHER = re.compile(rb"\n\r?\nFrom \S+ [^\n]{0,60}\d\d:\d\d[^\n]{0,40}\n[!-9;-~]{1,80}:")
_ALSO_ONE_OF = {b"date", b"message-id", b"mime-version", b"received"}
_DELIVERED = {b"to", b"received", b"delivered-to", b"message-id"}


class Mail(NamedTuple):
    """A mail: its row of the landed table but for where it lies, the files attached, and what programs added."""

    row: Row
    members: list[Member]
    left_out: list[str]


def is_mail(content: bytes) -> bool:
    """Whether the bytes begin with the head of a message (RFC 5322): From, and what any mail program adds to it.

    A web page saved in one file (MHTML) has such a head too, but was never delivered.
    """
    names: dict[bytes, bytes] = {}
    for line in content[:_HEAD_BYTES].removeprefix(_MARK).lstrip(b"\r\n").split(b"\n"):
        if found := _FIELD.match(line):
            names.setdefault(found[1].lower(), line)
        elif not line.startswith((b" ", b"\t")) and (names or not _ENVELOPE.match(line)):
            break
        if b"\0" in line:
            return False
    saved_page = b"multipart/related" in names.get(b"content-type", b"") and not names.keys() & _DELIVERED
    return b"from" in names and bool(names.keys() & _ALSO_ONE_OF) and not saved_page


def read_mail(content: bytes) -> Mail:
    """A mail within bounds. Raises UnreadableError, with kind ``mail`` and the reason in plain words.

    The row has every column of ``mail`` but file_sha256, source_sheet and source_row.
    """
    whole = content.removeprefix(_MARK).lstrip(b"\r\n")
    if _ENVELOPE.match(whole) and _ANOTHER.search(whole):
        raise UnreadableError(
            "a mailbox of several e-mails in one file (mbox): drop each as a file of its own (.eml)", "mail"
        )
    message = parse_message(whole)
    try:
        return _mail(message)
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # the library raises what it likes on what a message claims of itself
        raise UnreadableError(f"an e-mail whose parts cannot be read ({type(error).__name__})", "mail") from error


def _mail(message: Message) -> Mail:
    parts = leaves(message)
    found = sort_parts(parts)
    bounce = bounce_of(message, parts)
    kind = kind_of(message, bounce, len(found.files))
    letter_id, letter_year = letter_in(_names_of_letters(message, found, kind))
    address, name = sender(message)
    row = {
        "from_address": address,
        "from_name": name,
        "subject": words(header(message, "subject")),
        "sent_at": sent_at(message),
        "message_id": message_id(message),
        "references": " ".join(references(message)) or None,
        "letter_id": letter_id,
        "letter_year": letter_year,
        "mail_kind": kind,
        "bounce_recipient": bounce.recipient if bounce and kind == "bounce" else None,
        "bounce_status": bounce.status if bounce and kind == "bounce" else None,
        "attachments": len(found.files),
        "body_text": body_text(found.plain, found.pages),
    }
    return Mail(row, found.files, [] if is_report(message) else found.left_out)


def _names_of_letters(message: Message, found: Sorted, kind: MailKind) -> Iterator[str]:
    """Where a letter of ours may be named, the surest place first: what came back, what is answered, what is forwarded.

    Servers that write no report quote the head of the letter among their words.
    """
    if kind == "bounce":
        yield from (header(inside, "message-id") for inside in forwarded(message))
    yield from references(message)
    yield from (text for inside in forwarded(message) for text in references(inside))
    if kind == "bounce":
        yield from (*found.plain, *found.heads)
