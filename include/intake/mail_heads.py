"""What the head of an e-mail says: who wrote it, when, about what, and which letter of ours it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from include.intake.mail_text import as_text, decoded
from include.plain_text import one_line

LETTER_ID = re.compile(r"\bcm-(20\d\d)-([0-9a-f]{32})@")
"""In the Message-ID of each letter we send: reporting year and identity of the letter."""
_ID = re.compile(r"<[^<>\s]{1,500}>")
_NAMED = re.compile(r"([^<>]*)<\s*([^<>\s@]{1,64}@[^<>\s@]{1,255})\s*>\s*")
_BARE = re.compile(r"\s*([^<>\s@()]{1,64}@[^<>\s@()]{1,255})\s*(?:\(([^()]*)\))?\s*")
_MAX_IDS = 50
_MAX_WORDS = 300


def header(message: Message, name: str) -> str:
    """A header on one line, its bytes as text but its encoded words as they stand; the empty text without one."""
    for found, value in message.raw_items():
        if found.lower() == name:
            return " ".join(as_text(str(value).encode("utf-8", "surrogateescape")).split())
    return ""


def words(written: str) -> str | None:
    """A header's words as people read them, on one line (RFC 2047); null when there are none."""
    try:
        chunks = decode_header(written)
    except (HeaderParseError, ValueError):
        return one_line(written, _MAX_WORDS) or None
    text = "".join(chunk if isinstance(chunk, str) else decoded(chunk, charset) for chunk, charset in chunks)
    return one_line(text, _MAX_WORDS) or None


def sender(message: Message) -> tuple[str | None, str | None]:
    """Address, in small letters, and name of who wrote it; null when the header names nobody or several."""
    written = header(message, "from")
    if found := _NAMED.fullmatch(written):
        return found[2].lower(), words(found[1].strip().strip('"'))
    if found := _BARE.fullmatch(written):
        return found[1].lower(), words(found[2] or "")
    return None, words(written)


def sent_at(message: Message) -> str | None:
    """When it was sent, as it says itself, in UTC; null when it gives no such moment."""
    try:
        moment = parsedate_to_datetime(header(message, "date"))
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def message_id(message: Message) -> str | None:
    """Its own identification."""
    found = _ID.search(header(message, "message-id"))
    return found[0] if found else None


def references(message: Message) -> list[str]:
    """The mails it answers, the one it answers directly first, then the others from the newest on."""
    direct, line = (_ID.findall(header(message, name)) for name in ("in-reply-to", "references"))
    return list(dict.fromkeys([*direct, *reversed(line)]))[:_MAX_IDS]


def letter_in(texts: Iterable[str]) -> tuple[str | None, int | None]:
    """The first letter of ours that these texts name: its identity and reporting year, or two nulls."""
    for text in texts:
        if found := LETTER_ID.search(text):
            return found[2], int(found[1])
    return None, None
