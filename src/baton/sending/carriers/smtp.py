"""E-mail by the authority's own mail server (SMTP). Every error says what to do, and to whom to say it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, formatdate

from baton.sending.carriers.carrier import Later, Never, Parcel

FOR_GOOD = range(500, 600)


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server as the settings name it."""

    host: str
    port: int
    security: str  # starttls, tls, none
    user: str
    password: str
    sender: str
    sender_name: str
    certificates: str = ""  # a file of the authority's own certificates
    timeout: float = 30.0

    @property
    def at(self) -> str:
        return f"The mail server {self.host}:{self.port}"


class Smtp:
    """The carrier."""

    name = "smtp"
    ways = frozenset({"email"})

    def __init__(self, server: Server) -> None:
        self._server = server

    def hand_over(self, parcel: Parcel, about_to: Callable[[], None]) -> str:
        """One connection a message: a server that ends a connection ends one message."""
        letter = message_of(parcel, self._server)
        with _opened(self._server) as connection:
            _check(connection.mail(self._server.sender), "does not take mail from", self._server)
            code, said = connection.rcpt(parcel.to)
            if code in FOR_GOOD:
                raise Never(
                    f"{self._server.at} does not take mail for this address ({code} {_text(said)}). Check the "
                    "address on record with whoever gave it, or tell this person another way."
                )
            _check((code, said), "does not take mail for this address now:", self._server)
            about_to()
            code, said = connection.data(letter)
            if code in FOR_GOOD:
                raise Never(f"{self._server.at} does not take this message ({code} {_text(said)}). Ask the mail team.")
            _check((code, said), "does not take this message now:", self._server)
        return str(letter_id(parcel.key, self._server))

    def taken(self, key: str) -> str | None:
        """A mail server does not say."""
        return None

    def became(self, reference: str) -> str:
        """What could not be delivered comes back to the sender's mailbox, not here."""
        return ""


def letter_id(key: str, server: Server) -> str:
    """The same for every try, so that a second copy is recognised as one."""
    return f"<{key}@{server.sender.rpartition('@')[2] or 'baton'}>"


def message_of(parcel: Parcel, server: Server) -> bytes:
    """The message as it is sent: plain text, perhaps with the letter, perhaps an invitation."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = parcel.subject
    message["From"] = formataddr((server.sender_name, server.sender))
    message["To"] = parcel.to
    message["Message-ID"] = letter_id(parcel.key, server)
    message["Date"] = formatdate(localtime=False)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(parcel.text)
    if parcel.calendar:
        message.add_alternative(parcel.calendar.decode(), subtype="calendar", params={"method": parcel.method})
    if parcel.letter:
        message.add_attachment(parcel.letter, maintype="application", subtype="pdf", filename="letter.pdf")
    return message.as_bytes()


class _Quiet:
    """A connection that is ended politely where that is possible; how the ending goes changes nothing."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection

    def __enter__(self) -> smtplib.SMTP:
        return self._connection

    def __exit__(self, *_: object) -> None:
        try:
            self._connection.quit()
        except (smtplib.SMTPException, OSError):
            self._connection.close()


def _opened(server: Server) -> _Quiet:
    try:
        return _Quiet(_signed_in(server))
    except ssl.SSLCertVerificationError as error:
        raise Later(
            f"{server.at} shows a certificate that this machine does not trust ({error.verify_message}). If it is the "
            "authority's own, name the file of its certificates in BATON_SMTP_CERTIFICATES."
        ) from error
    except ssl.SSLError as error:
        raise Later(
            f"{server.at} does not speak TLS from the first byte. Set BATON_SMTP_SECURITY to starttls (mostly port "
            "587) or to tls (mostly port 465), whichever it is."
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Later(
            f"{server.at} offers no {'sign-in' if 'AUTH' in str(error).upper() else 'STARTTLS'}. Ask the mail team "
            "which security it wants (BATON_SMTP_SECURITY), and whether it wants a sign-in (BATON_SMTP_USER)."
        ) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Later(
            f"{server.at} does not accept the sign-in ({error.smtp_code}). Check BATON_SMTP_USER and "
            "BATON_SMTP_PASSWORD_FILE with the mail team."
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Later(
            f"{server.at} does not answer ({_text(error)}). Check BATON_SMTP_HOST and BATON_SMTP_PORT, and that this "
            "machine may reach it."
        ) from error


def _signed_in(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=server.certificates or None)
    connection: smtplib.SMTP
    if server.security == "tls":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(answer: tuple[int, bytes], what: str, server: Server) -> None:
    code, said = answer
    if code >= 400:
        raise Later(f"{server.at} {what} {server.sender if 'from' in what else ''} ({code} {_text(said)}).")


def _text(said: object) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said) or type(said).__name__
    return " ".join(text.split())[:200]
