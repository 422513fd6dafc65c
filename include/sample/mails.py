"""E-mails as suppliers and mail servers write them, of invented companies; equal arguments give equal bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

SENT_AT = datetime(2026, 2, 2, 9, tzinfo=UTC)
TO = "minerals@quillmere.example"
_OFFICE = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def letter_message_id(letter_id: str, reporting_year: int, domain: str = "quillmere.example") -> str:
    """The Message-ID under which a letter of ours went out."""
    return f"<cm-{reporting_year}-{letter_id}@{domain}>"


def build_reply(
    sender: str,
    attachments: Mapping[str, bytes] | None = None,
    words: str = "Please find our declaration attached.",
    subject: str = "Re: Conflict minerals",
    answers: str | None = None,
    sent_at: datetime = SENT_AT,
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """A mail from a supplier with files attached; ``answers`` is the Message-ID of the mail it answers."""
    message = _message(sender, subject, sent_at, {**({"In-Reply-To": answers} if answers else {}), **(headers or {})})
    message.set_content(words)
    for name, content in (attachments or {}).items():
        kind = _OFFICE if name.endswith(".xlsx") else ("application", "octet-stream")
        message.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name)
    return as_sent(message)


def build_bounce(
    recipient: str, returned: str, status: str = "5.1.1", action: str = "failed", sent_at: datetime = SENT_AT
) -> bytes:
    """A report that a letter to an address was not delivered (RFC 3464); ``returned`` is the letter's Message-ID."""
    headers = {"Auto-Submitted": "auto-replied"}
    message = _message("Mail Delivery System <mailer-daemon@mx.example>", "Undelivered mail", sent_at, headers)
    message.set_content("Your message could not be delivered.")
    message.make_mixed()
    report, block = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    block["Final-Recipient"], block["Action"], block["Status"] = f"rfc822; {recipient}", action, status
    report["Content-Type"] = "message/delivery-status"
    report.set_payload([EmailMessage(policy=SMTP), block])
    letter = EmailMessage(policy=SMTP)
    letter["Message-ID"], letter["Subject"] = returned, "Conflict minerals"
    letter.set_content("Dear supplier")
    message.attach(report)
    message.add_attachment(letter)
    message.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"')
    return as_sent(message)


def as_sent(message: EmailMessage) -> bytes:
    """The bytes of a message, its boundaries numbered: the library draws them by lot."""
    mixed = [part for part in message.walk() if part.get_content_maintype() == "multipart"]
    for number, part in enumerate(mixed):
        part.set_boundary(f"=-part-{number}")
    return message.as_bytes()


def _message(sender: str, subject: str, sent_at: datetime, headers: Mapping[str, str]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, TO, subject
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{sent_at:%Y%m%d%H%M%S}@mail.example>"
    for name, value in headers.items():
        del message[name]
        message[name] = value
    return message
