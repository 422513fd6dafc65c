"""A mail in two forms, text first and HTML; equal content gives equal bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy

from include.plain_text import one_line

NO_DOMAIN = "conflict-minerals.invalid"


class _Policy(EmailPolicy):
    """Lines as SMTP wants them; a Message-ID stays on one: not every mail program finds one on the line after it."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}\r\n" if name.lower() == "message-id" else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode() if name.lower() == "message-id" else super().fold_binary(name, value)


POLICY = _Policy(linesep="\r\n", max_line_length=78)


@dataclass(frozen=True)
class Attachment:
    """A workbook that goes with a mail."""

    name: str
    content: bytes


def message(
    subject: str,
    text: str,
    html: str,
    recipients: Sequence[str],
    mail_id: str,
    *,
    sender: Address | None = None,
    reply_to: str | None = None,
    automatic: bool = True,
) -> EmailMessage:
    """A mail without a date, which it gets when it is sent, and perhaps without a sender.

    ``automatic`` marks what a machine tells its own people: an absence note does not answer it (RFC 3834).
    """
    mail = EmailMessage(policy=POLICY)
    # The policy decodes what looks like an encoded word (RFC 2047), and a line break in one would begin a header.
    mail["Subject"] = one_line(subject, 200).replace("=?", "= ?")
    if sender:
        mail["From"] = sender
    if recipients:
        mail["To"] = [Address(addr_spec=address) for address in recipients]
    if reply_to:
        mail["Reply-To"] = Address(addr_spec=reply_to)
    mail["Message-ID"] = f"<{mail_id}@{sender.domain if sender else NO_DOMAIN}>"
    if automatic:
        mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"={mail_id}=")  # the default is random
    return mail


def attach(mail: EmailMessage, workbook: Attachment) -> None:
    """Add a workbook to a mail."""
    boundary = mail.get_boundary()
    subtype = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    mail.add_attachment(workbook.content, maintype="application", subtype=subtype, filename=workbook.name)
    mail.set_boundary(f"{boundary}with=")


def draft(mail: EmailMessage) -> bytes:
    """The mail as a file that a mail program opens for sending."""
    mail["X-Unsent"] = "1"
    content = mail.as_bytes()
    del mail["X-Unsent"]
    return content
