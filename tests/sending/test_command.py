"""`./baton send`: what it says, what it ends with, and trying the settings out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.workspace import world

from baton.cli import sending as command

from .mail import SENDER, Post
from .test_leaving import put

Start = Callable[..., Post]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Callable[[Post | None], None]]:
    """Names a mail server in the settings, or none; the book lies in a folder of the test."""
    before = {name: getattr(settings, name, None) for name in ("BATON_STATE", "BATON_SMTP", "BATON_NOTIFY")}
    settings.BATON_STATE, settings.BATON_NOTIFY = tmp_path, None

    def use(server: Post | None) -> None:
        settings.BATON_SMTP = None if server is None else {
            "host": "127.0.0.1", "port": server.port, "security": "none", "user": "", "password": "",
            "sender": SENDER, "sender_name": "Baton",
        }  # fmt: skip

    yield use
    for name, value in before.items():
        setattr(settings, name, value)


def test_it_says_how_many_left_and_leaves_a_line_in_the_book(
    town: world.Town, post: Start, site: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = post()
    site(server)
    put(town)
    assert command.send(town.key) == 0 and command.send(town.key) == 0
    assert capsys.readouterr().out == f"{town.key}: 1 sent.\n{town.key}: 0 sent.\n"
    assert (tmp_path / "left" / f"{town.key}.txt").read_text().startswith("k1 ") and len(server.taken) == 1


def test_what_is_in_the_way_is_said_once_and_the_command_ends_with_one(
    town: world.Town, site: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    site(None)
    put(town)
    put(town, "k2")
    assert command.send(town.key) == 1
    shown = capsys.readouterr()
    assert shown.out == f"{town.key}: 0 sent, 2 waiting.\n"
    assert shown.err == "  No carrier is set up that takes e-mail.\n"


def test_the_settings_can_be_tried_out(post: Start, site: Any, capsys: pytest.CaptureFixture[str]) -> None:
    site(None)
    assert command.try_out("me@made-up.example") == 1 and "docs/sending.md" in capsys.readouterr().out
    server = post()
    site(server)
    assert command.try_out("me@made-up.example") == 0 and server.taken[0]["To"] == "me@made-up.example"
    server.refuses = ("me@made-up.example",)
    assert command.try_out("me@made-up.example") == 1 and "smtp: The mail server" in capsys.readouterr().err
