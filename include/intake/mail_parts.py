"""The parts of an e-mail, within bounds: the standard library's parser cuts it up, here it is kept from being abused.

Compat32 and not the newer policy: that one reads a grammar out of each header, raises on some broken ones and takes
quadratic time on long ones. Headers are decoded in mail_heads.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32

from include.intake.model import UnreadableError

MAX_PARTS = 200
MAX_NESTING = 10
MAX_HEADER = 64 << 10
MAX_FIELD = 8 << 10
_LISTS_OF_IDS = ("references", "in-reply-to")
# The parser runs over each line once per level, and makes an object of each part: what claims more is not given to it.
# 50 MB of files as mail programs pack them are 700,000 lines.
_MAX_MARKS = 5_000
_MAX_BOUNDARIES = 200
_MAX_LINES = 2_000_000
_MAX_LINES_READ = 20_000_000
_WHOLE = ("message/delivery-status", "message/disposition-notification", "text/rfc822-headers")
_TOO_MANY = "an e-mail of more parts than any person writes, or of parts too deep in one another: ask for the workbook"

Part = Message


class _Cut(Compat32):
    """Headers as they stand, but no longer than their bound."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of one header, which the parser gives as its lines."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[: MAX_HEADER if name.lower() in _LISTS_OF_IDS else MAX_FIELD]


def parse_message(content: bytes) -> Message:
    """The message that the bytes are. Raises UnreadableError when it is out of bounds or cannot be followed."""
    boundaries, lines = content.lower().count(b"boundary"), content.count(b"\n")
    if content.count(b"\n--") > _MAX_MARKS or boundaries > _MAX_BOUNDARIES:
        raise UnreadableError(_TOO_MANY, "mail")
    if lines > _MAX_LINES or lines * (boundaries + 1) > _MAX_LINES_READ:
        raise UnreadableError(f"an e-mail of {lines:,} lines, more than are read: ask for the workbook", "mail")
    try:
        return message_from_bytes(content, policy=_Cut())
    except MemoryError:
        raise
    except Exception as error:  # the parser of the library raises what it likes on broken structures
        raise UnreadableError(f"an e-mail whose parts cannot be told apart ({type(error).__name__})", "mail") from error


def leaves(message: Message) -> list[Part]:
    """The parts that hold something, in their order; what a forwarded message holds is among them.

    A report on delivery is whole, and the letter it returns stays closed. Raises UnreadableError beyond the bounds, and
    for a message cut off before its first part.
    """
    found: list[Part] = []
    waiting = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > MAX_PARTS or depth > MAX_NESTING:
            raise UnreadableError(_TOO_MANY, "mail")
        below = _below(part)
        if below is None:
            found.append(part)
        else:
            waiting += [(child, depth + 1) for child in reversed(below)]
    return found


def forwarded(message: Message) -> Iterator[Message]:
    """The messages inside a message, in their order: what somebody forwarded, or what came back."""
    waiting: list[Message] = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        inside = inner_messages(part)
        if part.get_content_type() == "message/rfc822":
            yield from inside
        waiting += inside


def inner_messages(part: Part) -> list[Message]:
    """The parts right below a part, as the parser cut it; none for a part that holds something itself."""
    below = part.get_payload() if part.is_multipart() else []
    return [child for child in below if isinstance(child, Message)] if isinstance(below, list) else []


def is_report(message: Message) -> bool:
    """Whether a machine says what became of a letter (RFC 6522)."""
    return message.get_content_type() == "multipart/report"


def _below(part: Part) -> list[Message] | None:
    """The parts of a part; null when it holds something itself."""
    kind = part.get_content_type()
    if kind in _WHOLE:
        return None
    if part.is_multipart():
        inside = inner_messages(part)
        if is_report(part):
            return [child for child in inside if child.get_content_type() != "message/rfc822"]
        return inside
    if not kind.startswith("multipart/"):
        return None
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes) and payload.strip():
        raise UnreadableError("a damaged e-mail, perhaps cut off on its way: ask for it again", "mail")
    return []
