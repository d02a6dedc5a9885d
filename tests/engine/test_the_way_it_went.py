"""What was told or sent counts only if it went the way that the rule asks for, by the words that the pages use."""

from __future__ import annotations

import pytest

from baton.engine.met.told import fits
from baton.journal.entry import Entry, Subject
from baton.working_time import at


def sent(channel: str | None) -> Entry:
    body = {} if channel is None else {"with": {"channel": channel}}
    return Entry(Subject("child", "amy"), 1, "1", "send", "letter", at(0), 0, "ann", "ann", "own office", "person", "",
                 None, body)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "went"),
    [("spoken", "talking"), ("spoken", "phone"), ("spoken", "video"), ("in writing", "letter"), ("in writing", "email"),
     ("letter", "letter"), ("any", "phone"), ("letter", None)],
)  # fmt: skip
def test_it_counts(asked: str, went: str | None) -> None:
    assert fits(asked, sent(went))


@pytest.mark.parametrize(
    ("asked", "went"), [("spoken", "letter"), ("in writing", "phone"), ("letter", "email"), ("letter", "talking")]
)
def test_it_does_not_count(asked: str, went: str) -> None:
    assert not fits(asked, sent(went))
