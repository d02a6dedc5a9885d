"""One letter made: its template with the facts as they are now, marked where it takes the place of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from baton.accounts.desk import Desk
from baton.letters import Lacks, Letter, Mistake, Part, render
from baton.workspace import words
from baton.workspace.letters.facts import facts_of
from baton.workspace.letters.owed import Owed
from baton.workspace.saying import Say


def made(desk: Desk, say: Say, owed: Owed, typed: Mapping[str, str]) -> Letter | Lacks | Mistake | None:
    """The letter, what it lacks, what is wrong with its template, or None where the pack has no template."""
    if owed.template is None:
        return None
    found = render(owed.template.text, facts_of(desk, say, owed, typed), owed.word.contents)
    return corrected(owed, found) if isinstance(found, Letter) else found


def corrected(owed: Owed, letter: Letter) -> Letter:
    """A letter that takes the place of one sent before says so, below its first line; the sent text never changes."""
    last = max(owed.sent, key=lambda e: e.happened.hi, default=None)
    if last is None or owed.is_done:
        return letter
    said = f"This takes the place of our letter of {words.day_in_full(last.happened.lo)}: something in it has changed."
    return replace(letter, parts=(*letter.parts[:1], Part("text", (said,)), *letter.parts[1:]))
