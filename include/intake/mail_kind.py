"""Whether a person wrote a mail, a machine answered by itself, or our letter came back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message
from typing import Literal, NamedTuple

from include.intake.mail_heads import header
from include.intake.mail_parts import Part, inner_messages, is_report

MailKind = Literal["reply", "auto_reply", "bounce"]
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ADDRESS = re.compile(r"[^<>\s@;,]{1,64}@[^<>\s@;,]{1,255}")
_POSTMASTERS = ("mailer-daemon", "postmaster@")
_ONLY_MACHINES_SET = ("x-autoreply", "x-autorespond", "x-auto-response-suppress")


class Bounce(NamedTuple):
    """What a report on delivery says: the address, the status code of RFC 3463, and whether it is for good."""

    recipient: str | None = None
    status: str | None = None
    failed: bool = False


def bounce_of(message: Message, parts: Iterable[Part]) -> Bounce | None:
    """What became of a letter by a report on delivery (RFC 3464), the first failed address of it; null for no report.

    Servers that write no report are told by their sender: their words are for people.
    """
    if is_report(message):
        told = [_told(block) for part in parts for block in _blocks(part)]
        return next((item for item in told if item.failed), told[0] if told else Bounce())
    if _is_by_a_postmaster(header(message, "from").lower()):
        found = _ADDRESS.search(header(message, "x-failed-recipients"))
        return Bounce(found[0].lower() if found else None, failed=True)
    return None


def kind_of(message: Message, bounce: Bounce | None, files: int) -> MailKind:
    """What kind of mail this is.

    A machine that answers by itself says so (RFC 3834), or sets what no person's program does. One that brings a file
    is a reply all the same: some suppliers answer by a system.
    """
    if bounce and bounce.failed:
        return "bounce"
    by_itself = header(message, "auto-submitted").lower().split(";")[0].strip() not in ("", "no")
    by_itself |= header(message, "precedence").lower() == "auto_reply"
    by_itself |= any(header(message, name) for name in _ONLY_MACHINES_SET)
    return "auto_reply" if bounce or (by_itself and not files) else "reply"


def _is_by_a_postmaster(written: str) -> bool:
    found = _ADDRESS.search(written)
    return (found[0] if found else written).startswith(_POSTMASTERS)


def _blocks(part: Part) -> list[Message]:
    """The blocks of headers in a report: one about the letter, then one an address."""
    if part.get_content_type() != "message/delivery-status":
        return []
    return [block for block in inner_messages(part) if header(block, "final-recipient")]


def _told(block: Message) -> Bounce:
    address = _ADDRESS.search(header(block, "original-recipient")) or _ADDRESS.search(header(block, "final-recipient"))
    status = _STATUS.search(header(block, "status"))
    action = header(block, "action").lower()
    code = status[0] if status else None
    failed = action == "failed" or (not action and str(code).startswith("5"))
    return Bounce(address[0].lower() if address else None, code, failed)
