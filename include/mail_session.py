"""The way to a mail server through Airflow's connection: one session for many mails, and what surely was not taken."""

from __future__ import annotations

import os
import re
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import localtime, parseaddr
from typing import Any, Literal, Self

from include.plain_text import one_line

_OK, _TAKEN = 250, (250, 251, 252)
_GOING_DOWN = 421
_NO_SUCH_MAILBOX = (550, 551, 553)
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_BAD_ADDRESS = re.compile(r"5\.(1\.\d+|2\.1)")


class NotAccepted(RuntimeError):
    """The mail server surely did not take the mail; sending it again cannot send it twice.

    ``concerns`` says what is refused. ``address_is_bad``: there is no such mailbox, and trying again is of no use.
    """

    def __init__(
        self,
        message: str,
        concerns: Literal["session", "sender", "recipient", "mail"] = "session",
        code: int | None = None,
        address_is_bad: bool = False,
    ) -> None:
        """Keep what is refused, and the code of SMTP it is refused with."""
        super().__init__(message)
        self.concerns, self.code, self.address_is_bad = concerns, code, address_is_bad


class AnswerUnknown(RuntimeError):
    """The mail server's last word cannot be read: nobody knows whether it took the mail."""


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
    """Hand one mail over in a session of its own, with the sender of the connection; see Session.send."""
    with Session(connection_id) as session:
        mail["From"] = session.sender
        return session.send(mail, recipients)


class Session:
    """One session with the mail server for many mails; opened anew when the server has ended it between two."""

    def __init__(self, connection_id: str) -> None:
        """Remember the connection; nothing is opened before it is needed."""
        self._connection_id = connection_id
        self._hook: Any = None
        self._sender: Address | None = None

    def __enter__(self) -> Self:
        """Use it in a with block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the session."""
        self.close()

    @property
    def sender(self) -> Address:
        """The sender the connection names, as a plain address or with a name before it. Raises NotAccepted."""
        if self._sender is None:
            self._sender = _sender(_read(self._connection_id), self._connection_id)
        return self._sender

    def open(self) -> None:
        """Open the session unless it is open; raises NotAccepted when there is none to be had."""
        if self._hook is None:
            self._hook = _connected(self._connection_id)

    def send(self, mail: EmailMessage, recipients: Sequence[str]) -> list[str]:
        """Hand a mail over; returns the recipients the server refused while it took the mail for others.

        Raises NotAccepted when the server surely has not taken it. Any other error leaves that open.
        """
        sender = self.sender.addr_spec
        mail["Date"] = localtime()
        content = mail.as_bytes()
        refused = self._envelope(sender, recipients, len(content))
        # The hook's own send_email_smtp knows HTML alone, repeats a mail by itself, and hides refused recipients.
        try:
            code, said = self._hook._smtp_client.data(content)
        except smtplib.SMTPDataError as error:  # before the mail itself was handed over
            code, said = error.smtp_code, error.smtp_error
        except BaseException:
            self._drop()
            raise
        if code in _TAKEN:
            return refused
        self._after_refusal(code)
        if code in range(400, 600):
            raise NotAccepted(f"the mail server refused the mail: {code} {_text(said)}", "mail", code)
        raise AnswerUnknown(f"the mail server answered {code} {_text(said)}")

    def close(self) -> None:
        """End the session; the next mail opens another."""
        if self._hook is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._hook._smtp_client.quit()
        self._drop()

    def _drop(self) -> None:
        """Let go of a session that is broken: no word is waited for."""
        if self._hook is not None:
            self._hook._smtp_client.close()
        self._hook = None

    def _envelope(self, sender: str, recipients: Sequence[str], size: int) -> list[str]:
        """Sender and recipients; a session that the server ended after an earlier mail is opened anew, once."""
        used = self._hook is not None
        while True:
            self.open()
            try:
                return _envelope(self._hook._smtp_client, sender, recipients, size)
            except NotAccepted as error:
                self._after_refusal(error.code)
                if not (used and error.code == _GOING_DOWN):
                    raise
            except (smtplib.SMTPException, OSError) as error:
                self._drop()
                if not used:
                    raise NotAccepted(f"the session broke before the mail was handed over: {_why(error)}") from error
            used = False

    def _after_refusal(self, code: int | None) -> None:
        """The session goes on with the next mail, unless the server has said that it ends it."""
        try:
            if code != _GOING_DOWN:
                self._hook._smtp_client.rset()
                return
        except (smtplib.SMTPException, OSError):
            pass
        self._drop()


def _envelope(client: Any, sender: str, recipients: Sequence[str], size: int) -> list[str]:
    """Say sender and recipients; those refused while others were taken. Raises NotAccepted when none is."""
    client.ehlo_or_helo_if_needed()
    code, said = client.mail(sender, [f"size={size}"] if client.has_extn("size") else [])
    if code != _OK:
        raise NotAccepted(f"the mail server refused the sender: {code} {_text(said)}", "sender", code)
    refused: dict[str, tuple[int, str]] = {}
    for address in recipients:
        code, said = client.rcpt(address)
        if code == _GOING_DOWN:
            raise NotAccepted(f"the mail server is going down: {_text(said)}", code=code)
        if code not in _TAKEN:
            refused[address] = code, _text(said)
    if len(refused) == len(recipients):
        answers = list(refused.values())
        told = "; ".join(f"{code} {text}" for code, text in dict.fromkeys(answers))
        bad = all(_address_is_bad(code, text) for code, text in answers)
        raise NotAccepted(f"the mail server refused the recipient: {told}", "recipient", code, bad)
    return sorted(refused)


def _address_is_bad(code: int, said: str) -> bool:
    """Whether the mailbox is what is wrong (RFC 3463: 5.1.x and 5.2.1), not our server, our mail, or a policy."""
    status = _STATUS.search(said)
    if status:
        return code >= 500 and _BAD_ADDRESS.fullmatch(status[0]) is not None
    return code in _NO_SUCH_MAILBOX


def _sender(from_email: object, connection_id: str) -> Address:
    name, address = parseaddr(str(from_email or ""))
    if not address:
        raise NotAccepted(f"the connection {connection_id} names no sender: put from_email into its extra fields")
    try:
        return Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise NotAccepted(f"from_email of the connection {connection_id} is no mail address: {_why(error)}") from None


def _read(connection_id: str) -> object:
    """What the connection says of the sender."""
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return BaseHook.get_connection(connection_id).extra_dejson.get("from_email")
    except AirflowNotFoundException:
        raise _unreadable(connection_id) from None
    except Exception as error:
        raise NotAccepted(f"Airflow cannot read the connection {connection_id}: {_why(error)}") from error


def _connected(connection_id: str) -> Any:
    from airflow.providers.smtp.hooks.smtp import SmtpHook
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return SmtpHook(smtp_conn_id=connection_id).get_conn()
    except AirflowNotFoundException:
        raise _unreadable(connection_id) from None
    except Exception as error:  # nothing was handed over yet, whatever went wrong
        raise NotAccepted(f"no session with the mail server: {_why(error)}") from error


def _unreadable(connection_id: str) -> NotAccepted:
    name = f"AIRFLOW_CONN_{connection_id.upper()}"
    return NotAccepted(f"Airflow cannot read the connection in {name}: see its port, its quotes and signs")


def _text(said: object) -> str:
    return one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)


def _why(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}")
