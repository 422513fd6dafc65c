"""A real mail server on 127.0.0.1 for tests: keeps what it takes, and can refuse it or break off at any point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from include.server import free_port

SENDER = "alerts@quillmere.example"
PASSWORD = "correct-horse-battery"


@dataclass
class MailServer:
    """``refuse`` is its answer to every mail, ``unknown`` whom it refuses, with ``refusal``, and
    ``refuse_sender`` for whom it takes none; it takes ``mails_in_a_session``.

    ``on_data`` runs when it has taken a mail and before it says so; ``on_answer`` after each of its answers, which it
    gets with the server.
    """

    port: int
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    refuse: str | None = None
    unknown: tuple[str, ...] = ()
    refusal: str = "550 no such user"
    refuse_sender: str | None = None
    mails_in_a_session: int | None = None
    on_data: Callable[[Any], None] | None = None
    on_answer: Callable[[Any, str], None] | None = None

    @property
    def letters(self) -> Counter[tuple[str, str]]:
        """How often each recipient got each mail, by its Message-ID."""
        return Counter((address, str(mail["Message-ID"])) for addresses, mail in self.taken for address in addresses)

    @property
    def connection(self) -> str:
        """The server as Airflow's connections are written in the environment; the password is one to look for."""
        return (
            f"smtp://someone:{PASSWORD}@127.0.0.1:{self.port}/"
            f"?disable_ssl=true&disable_tls=true&timeout=20&from_email={quote(SENDER, safe='')}"
        )

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address == self.refuse_sender:
            return "550 5.7.1 this user may not send as that one"
        session.mails = getattr(session, "mails", 0) + 1
        if self.mails_in_a_session and session.mails > self.mails_in_a_session:
            return "421 4.7.0 too many mails in one session"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.unknown:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            return self.refuse
        made = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.taken.append((list(envelope.rcpt_tos), made))
        if self.on_data:
            self.on_data(server)
        return "250 OK"


def _known(server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
    return AuthResult(success=(login.login, login.password) == (b"someone", PASSWORD.encode()), handled=False)


class _Server(SMTP):
    async def push(self, status: Any) -> None:
        await super().push(status)
        if self.event_handler.on_answer:
            self.event_handler.on_answer(self, status if isinstance(status, str) else status.decode())


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """A server that takes mail until the block ends; ``options`` are those of aiosmtpd, such as TLS."""
    handler = MailServer(free_port())
    controller = _Controller(
        handler,
        hostname="127.0.0.1",
        port=handler.port,
        auth_require_tls=False,
        authenticator=_known,
        **options,
    )
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
