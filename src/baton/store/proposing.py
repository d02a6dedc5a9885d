"""Proposing that an edition or a build be put into force, and the answer of another person: approved, or not.

A proposal holds the very texts, so that what is approved is what was looked at. All is in the authority's journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from baton.journal import Entry
from baton.store.approving import (
    CannotBePut,
    Texts,
    entries_about,
    put_in_force,
    readable,
    stands_in_the_way,
    unsaid,
    write,
)
from baton.store.editions import values_of
from baton.working_time import Moment

State = Literal["waiting", "in force", "not approved", "taken back"]


class Proposal(NamedTuple):
    """A proposal with what became of it: `answer` is the entry that approved it or did not, `undone` the one that took
    it back."""

    entry: Entry
    state: State
    answer: Entry | None = None
    undone: Entry | None = None

    @property
    def number(self) -> int:
        return self.entry.number

    @property
    def texts(self) -> Texts:
        texts = self.entry.values["texts"]
        assert isinstance(texts, list)
        return texts

    @property
    def from_(self) -> date | None:
        """The first day of a new edition; None for a build."""
        text = self.entry.values.get("from")
        return date.fromisoformat(str(text)) if text else None

    @property
    def is_build(self) -> bool:
        return self.from_ is None


def propose(
    authority: str, texts: Texts, from_: date | None, by: str, reason: str, now: Moment,
    shown: Mapping[str, object] | None = None,
) -> int:  # fmt: skip
    """Proposes it; returns the number of the entry. `shown` is what its comparison, trial and proof came to.

    Raises CannotBePut where it could not be put into force either, or the same waits already.
    """
    pack = readable(authority, texts)
    problems, _word, from_ = stands_in_the_way(authority, pack, from_, now)
    problems = [*unsaid(by, reason), *problems]
    waiting = (one for one in proposals(authority) if one.state == "waiting")
    if any(one.entry.values["build"] == pack.build for one in waiting):
        problems.append("The same files wait for approval already.")
    if problems:
        raise CannotBePut(problems)
    return write(authority, "proposal", values_of(texts, pack, from_) | {"shown": dict(shown or {})}, by, reason, now)


def approve(authority: str, number: int, by: str, reason: str, now: Moment, work_out: bool = True) -> int:
    """Puts a proposal into force, by another person than who proposed it; returns the number of the entry.

    Without `work_out` every child stays marked as stale. Raises CannotBePut.
    """
    one = _waiting(authority, number, by)
    return put_in_force(authority, one.texts, one.from_, by, reason, now, proposal=number, work_out=work_out)


def decline(authority: str, number: int, by: str, reason: str, now: Moment) -> int:
    """Does not approve it, with the reason; returns the number of the entry. Raises CannotBePut."""
    _waiting(authority, number, by)
    problems = unsaid(by, reason)
    if problems:
        raise CannotBePut(problems)
    return write(authority, "not_approved", {"proposal": number}, by, reason, now)


def proposals(authority: str) -> tuple[Proposal, ...]:
    """Everything that was proposed here, the newest first."""
    return proposals_in(entries_about(authority))


def proposals_in(entries: tuple[Entry, ...]) -> tuple[Proposal, ...]:
    """The same from the authority's own entries."""
    own = [e for e in entries if e.verb == "put_in_force"]
    undone = {e.values["of"]: e for e in own if e.word == "undo"}
    answers = {e.values["proposal"]: e for e in own if e.values.get("proposal")}
    return tuple(_with_answer(e, answers, undone) for e in reversed(own) if e.word == "proposal")


def _with_answer(entry: Entry, answers: Mapping[object, Entry], undone: Mapping[object, Entry]) -> Proposal:
    answer = answers.get(entry.number)
    if answer is None:
        return Proposal(entry, "waiting")
    if answer.word == "not_approved":
        return Proposal(entry, "not approved", answer)
    back = undone.get(answer.number)
    return Proposal(entry, "taken back" if back is not None else "in force", answer, back)


def _waiting(authority: str, number: int, by: str) -> Proposal:
    one = next((p for p in proposals(authority) if p.number == number), None)
    if one is None:
        raise CannotBePut([f"Entry {number} proposes nothing."])
    if one.state != "waiting":
        raise CannotBePut([f"Proposal {number} was answered already: {one.state}."])
    if one.entry.done_by == by:
        raise CannotBePut(["Who proposed it cannot approve it: another person does."])
    return one
