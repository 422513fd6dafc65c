"""Alerts as e-mail: the message, and the way to a mail server through Airflow's connection."""

from __future__ import annotations

import os
import smtplib
from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, parseaddr
from typing import Any

from include.plain_text import one_line


class NotAccepted(RuntimeError):
    """The mail server surely did not take the mail; sending it again cannot send it twice."""


def message(subject: str, text: str, html: str, recipients: Sequence[str], mail_id: str) -> EmailMessage:
    """A mail in two forms, text first; equal content gives equal bytes. Sender and date come when it is sent."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = one_line(subject, 200)
    if recipients:
        mail["To"] = [Address(addr_spec=address) for address in recipients]
    mail["Message-ID"] = f"<{mail_id}@conflict-minerals.invalid>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: an absence note does not answer it
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"={mail_id}=")  # the default is random
    return mail


def draft(mail: EmailMessage) -> bytes:
    """The mail as a file that a mail program opens for sending."""
    mail["X-Unsent"] = "1"
    content = mail.as_bytes()
    del mail["X-Unsent"]
    return content


def has_connection(connection_id: str) -> bool:
    """Whether a connection of that id is set up, be it one that Airflow cannot read."""
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowNotFoundException

    if not connection_id:
        return False
    try:
        BaseHook.get_connection(connection_id)
    except AirflowNotFoundException:  # also said of what stands in the environment and cannot be read
        return bool(os.environ.get(f"AIRFLOW_CONN_{connection_id.upper()}"))
    return True


def send(mail: EmailMessage, recipients: Sequence[str], connection_id: str) -> list[str]:
    """Hand the mail over; returns the recipients the server refused while it took the mail for others.

    Raises NotAccepted when the server surely has not taken it. Any other error leaves that open.
    """
    hook = _connected(connection_id)
    try:
        sender = _sender(hook.from_email, connection_id)
        mail["From"], mail["Date"] = sender, localtime()
        # The hook's own send_email_smtp knows HTML alone, repeats a mail by itself, and hides refused recipients.
        refused = hook._smtp_client.send_message(mail, sender.addr_spec, list(recipients))
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
        raise NotAccepted(f"the mail server refused the mail: {_why(error)}") from error
    finally:
        hook.__exit__(None, None, None)
    return sorted(refused)


def _sender(from_email: object, connection_id: str) -> Address:
    """The sender the connection names, as a plain address or with a name before it; nothing was handed over yet."""
    name, address = parseaddr(str(from_email or ""))
    if not address:
        raise NotAccepted(f"the connection {connection_id} names no sender: put from_email into its extra fields")
    try:
        return Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise NotAccepted(f"from_email of the connection {connection_id} is no mail address: {_why(error)}") from None


def _connected(connection_id: str) -> Any:
    from airflow.providers.smtp.hooks.smtp import SmtpHook
    from airflow.sdk.exceptions import AirflowNotFoundException

    hook = SmtpHook(smtp_conn_id=connection_id)
    try:
        return hook.get_conn()
    except AirflowNotFoundException:
        name = f"AIRFLOW_CONN_{connection_id.upper()}"
        raise NotAccepted(f"Airflow cannot read the connection in {name}: see its port, its quotes and signs") from None
    except Exception as error:  # nothing was handed over yet, whatever went wrong
        raise NotAccepted(f"no session with the mail server: {_why(error)}") from error


def _why(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}")
