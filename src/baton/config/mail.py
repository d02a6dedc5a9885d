"""The settings for sending, from the environment: a mail server, GOV.UK Notify, both or neither.

A setting that cannot be right stops the program with a sentence that says which and why: a wrong one found at the first
letter would be found too late.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

SECURITY = ("starttls", "tls", "none")
PORTS = {"starttls": 587, "tls": 465, "none": 25}


class WrongSetting(ValueError):
    """Which setting, what was expected, what to do."""


def smtp() -> dict[str, Any] | None:
    """The mail server, None where BATON_SMTP_HOST is not set."""
    host = os.environ.get("BATON_SMTP_HOST", "").strip()
    if not host:
        return None
    security = os.environ.get("BATON_SMTP_SECURITY", "starttls").strip().lower()
    if security not in SECURITY:
        raise WrongSetting(f'BATON_SMTP_SECURITY is one of {", ".join(SECURITY)}; found "{security}".')
    port = os.environ.get("BATON_SMTP_PORT", str(PORTS[security])).strip()
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise WrongSetting(f'BATON_SMTP_PORT is a number from 1 to 65535; found "{port}".')
    sender = os.environ.get("BATON_MAIL_FROM", "").strip()
    if sender.count("@") != 1:
        raise WrongSetting(
            "BATON_MAIL_FROM is the address that mail comes from, such as baton@council.example; "
            f'found "{sender}". What cannot be delivered comes back to it, so somebody must read it.'
        )
    user, password = os.environ.get("BATON_SMTP_USER", "").strip(), _secret("BATON_SMTP_PASSWORD")
    if bool(user) != bool(password):
        raise WrongSetting("BATON_SMTP_USER and BATON_SMTP_PASSWORD_FILE go together: set both or neither.")
    if user and security == "none":
        raise WrongSetting("With BATON_SMTP_SECURITY none the password would be readable on the way: use starttls.")
    return {
        "host": host,
        "port": int(port),
        "security": security,
        "user": user,
        "password": password,
        "sender": sender,
        "sender_name": os.environ.get("BATON_MAIL_FROM_NAME", "Baton").strip(),
        "certificates": os.environ.get("BATON_SMTP_CERTIFICATES", "").strip(),
    }


def notify() -> dict[str, Any] | None:
    """The service at GOV.UK Notify, None where no key is set."""
    key = _secret("BATON_NOTIFY_KEY")
    if not key:
        return None
    template = os.environ.get("BATON_NOTIFY_TEMPLATE", "").strip()
    if not template:
        raise WrongSetting(
            "BATON_NOTIFY_TEMPLATE is the id of an e-mail template at GOV.UK Notify with the subject ((subject)) and "
            "the text ((text)). Make one there and copy its id."
        )
    given = {
        "key": key,
        "template": template,
        "template_with_letter": os.environ.get("BATON_NOTIFY_TEMPLATE_WITH_LETTER", "").strip(),
        "posts": os.environ.get("BATON_NOTIFY_POSTS", "") == "1",
    }
    url = os.environ.get("BATON_NOTIFY_URL", "").strip()
    return given | ({"url": url} if url else {})


def _secret(name: str) -> str:
    """From the file that NAME_FILE names, or from NAME itself."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return os.environ.get(name, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongSetting(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
