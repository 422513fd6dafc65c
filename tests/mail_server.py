"""A real mail server on 127.0.0.1 for tests: keeps what it takes, and can refuse it or break off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from include.server import free_port

SENDER = "alerts@quillmere.example"
PASSWORD = "correct-horse-battery"


@dataclass
class MailServer:
    """``refuse`` is its answer to every mail, ``unknown`` whom it refuses, ``on_data`` runs before it answers."""

    port: int
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    refuse: str | None = None
    unknown: tuple[str, ...] = ()
    on_data: Callable[[Any], None] | None = None

    @property
    def connection(self) -> str:
        """The server as Airflow's connections are written in the environment; the password is one to look for."""
        return (
            f"smtp://someone:{PASSWORD}@127.0.0.1:{self.port}/"
            f"?disable_ssl=true&disable_tls=true&timeout=20&from_email={quote(SENDER, safe='')}"
        )

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.unknown:
            return "550 no such user"
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


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """A server that takes mail until the block ends; ``options`` are those of aiosmtpd, such as TLS."""
    handler = MailServer(free_port())
    controller = Controller(
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
