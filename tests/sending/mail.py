"""A real mail server on this machine that keeps what it takes, and refuses what a test tells it to."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from baton.sending.carriers.smtp import Server, Smtp

SENDER = "baton@made-up.example"


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Post:
    """The server. `refuses` are addresses it knows nobody at; `says` is its answer to a whole message, if not "250 OK";
    `hangs` keeps it from answering once it has the message."""

    def __init__(
        self,
        refuses: tuple[str, ...] = (),
        says: str = "",
        hangs: bool = False,
        user: str = "",
        password: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.taken: list[EmailMessage] = []
        self.refuses, self.says, self.hangs = refuses, says, hangs
        self.has_one, self.user, self.password, self.tls = threading.Event(), user, password, tls
        given: dict[str, Any] = {"tls_context": tls, "require_starttls": tls is not None}
        if user:
            given |= {"authenticator": self._knows, "auth_required": True, "auth_require_tls": tls is not None}
        self._controller = Controller(self, hostname="127.0.0.1", port=_free(), **given)
        self._controller.start()
        self.port = self._controller.port

    def _knows(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        known = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode()) == (
            self.user,
            self.password,
        )
        return AuthResult(success=known, handled=False)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuses:
            return "550 5.1.1 nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.says:
            return self.says
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.has_one.set()
        if self.hangs:
            await asyncio.sleep(60)
        return "250 OK"

    def carrier(self, **more: Any) -> Smtp:
        """The carrier that hands over to this server."""
        given: dict[str, Any] = {
            "host": "127.0.0.1", "port": self.port, "security": "starttls" if self.tls else "none",
            "user": self.user, "password": self.password, "sender": SENDER, "sender_name": "Baton", "timeout": 5.0,
        }  # fmt: skip
        return Smtp(Server(**(given | more)))

    def stop(self) -> None:
        self._controller.stop(no_assert=True)
