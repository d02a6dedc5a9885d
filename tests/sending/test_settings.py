"""The settings for sending: a wrong one is named at once, with what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from baton.config import mail

GOOD = {"BATON_SMTP_HOST": "mail.made-up.example", "BATON_MAIL_FROM": "baton@made-up.example"}


def given(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    for name, value in (GOOD | more).items():
        monkeypatch.setenv(name, value)


def test_without_a_host_or_a_key_there_is_no_carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BATON_SMTP_HOST", "BATON_NOTIFY_KEY", "BATON_NOTIFY_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    assert mail.smtp() is None and mail.notify() is None


def test_the_usual_mail_server_needs_a_host_and_a_sender(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("secret\n")
    given(monkeypatch, BATON_SMTP_USER="baton", BATON_SMTP_PASSWORD_FILE=str(tmp_path / "password"))
    found = mail.smtp()
    assert found is not None
    assert (found["port"], found["security"], found["password"]) == (587, "starttls", "secret")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"BATON_SMTP_SECURITY": "ssl"}, 'is one of starttls, tls, none; found "ssl"'),
        ({"BATON_SMTP_PORT": "smtp"}, "a number from 1 to 65535"),
        ({"BATON_MAIL_FROM": "Baton"}, "somebody must read it"),
        ({"BATON_SMTP_USER": "baton"}, "set both or neither"),
        ({"BATON_SMTP_SECURITY": "none", "BATON_SMTP_USER": "b", "BATON_SMTP_PASSWORD": "p"}, "use starttls"),
        ({"BATON_SMTP_PASSWORD_FILE": "/nowhere/at/all"}, "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(monkeypatch: pytest.MonkeyPatch, more: dict[str, str], says: str) -> None:
    given(monkeypatch, **more)
    with pytest.raises(mail.WrongSetting, match=says):
        mail.smtp()


def test_notify_without_a_template_says_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_NOTIFY_KEY", "made-up")
    with pytest.raises(mail.WrongSetting, match=r"\(\(subject\)\)"):
        mail.notify()
