"""The acts of a matter that wait for one another, as one list: what each waits for, whose turn it is, by when, and what
each starts. A step that nothing asks for yet says what it starts with; one that is not asked here says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from baton.policy.chains import Link, chain_of
from baton.policy.joining import walk
from baton.policy.model import Must
from baton.policy.saying import say_condition, say_moment
from baton.store.models import Matter
from baton.workspace import words
from baton.workspace.saying import Say
from baton.workspace.transfer.readiness import only_if
from baton.workspace.transfer.steps import Step
from baton.workspace.words import Tag

DONE = ("met", "excused")


@dataclass(slots=True)
class Duty:
    """A duty without a turn of its own yet: what it asks, its limit in words or why it is not asked."""

    what: str
    text: str
    clause: tuple[str, ...]


@dataclass(slots=True)
class Waiting:
    """One act of the chain, by its number. `step` is the step that it is, None for the last act or where nothing asks
    for it yet; `after` are the acts above that it still waits for, `later` what starts with something, by that."""

    number: int
    what: str = ""
    tag: Tag = words.CANNOT_START
    step: Step | None = None
    after: list[int] = field(default_factory=list)
    open: list[Step] = field(default_factory=list)
    later: dict[str, list[Duty]] = field(default_factory=dict)
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)  # checklist: done, all
    done: list[Step] = field(default_factory=list)
    not_asked: list[Duty] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many things beside the acts above this one still waits for."""
        lines = sum(whole - done for done, whole in self.lines.values())
        return len(self.open) + lines + sum(map(len, self.later.values()))


def chain(say: Say, lead: Matter, steps: Iterable[Step]) -> list[Waiting]:
    """The chain of this matter as it stands; nothing where its rules make none, or it has ended."""
    links = chain_of(say.pack, say.kinds(lead.kind)) if lead.state not in ("ended", "withdrawn") else ()
    return _Chain(say, lead, links, steps).all()


class _Chain:
    def __init__(self, say: Say, lead: Matter, links: tuple[Link, ...], steps: Iterable[Step]) -> None:
        self.say, self.lead, self.links = say, lead, links
        self.steps = {rule: step for step in steps for rule in step.rules}
        duties = {duty.head.key: duty for link in links for duty in link.duties}
        self.brings = {f"{d.verb} {word}": d for d in reversed(duties.values()) for word in d.words}
        done = {key for key, step in self.steps.items() if step.state in DONE}
        self.to_come = {word for key, one in duties.items() if key not in done for word in one.words}

    def all(self) -> list[Waiting]:
        return [self._act(number, link) for number, link in enumerate(self.links, 1)]

    def _act(self, number: int, link: Link) -> Waiting:
        one = Waiting(number)
        for duty in link.duties:
            self._put(one, duty)
        own = self.brings.get(link.act)
        one.what = self._what(own) if own is not None else words.initial_capital(self.say.acts([link.act]))
        one.step = self.steps.get(own.head.key) if own is not None else None
        if one.step is not None and not self._starts(own, one.step):
            one.tag = one.step.tag
        elif own is None and not one.left and not one.after:
            one.tag = words.TO_DO
        return one

    def _put(self, one: Waiting, duty: Must) -> None:
        step = self.steps.get(duty.head.key)
        above = [n for n, link in enumerate(self.links, 1) if self.brings.get(link.act) == duty and n < one.number]
        if step is not None and step.checklist:
            done, whole = one.lines.get(step.checklist, (0, 0))
            one.lines[step.checklist] = (done + (step.state in DONE), whole + 1)
        elif step is not None and step.state in DONE:
            one.done += [step] if step not in one.done else []
        elif above:
            one.after = sorted({*one.after, *above})
        elif self._starts(duty, step):
            limit = f"by {say_moment(duty.by, self.say.pack)}" if duty.by is not None else ""
            start = say_condition(duty.head.when, self.say.pack)
            one.later.setdefault(start, []).append(Duty(self._what(duty), limit, duty.head.clause))
        elif step is None:
            one.not_asked.append(Duty(self._what(duty), only_if(self.say, duty), duty.head.clause))
        elif step not in one.open:
            one.open.append(step)

    def _starts(self, duty: Must | None, step: Step | None) -> bool:
        """Whether a duty that nothing asks for yet comes with something of the chain that is still to be done."""
        if duty is None or (step is not None and step.state != "may_apply"):
            return False
        return bool({getattr(part, "word", "") for part in walk(duty.head.when)} & self.to_come)

    def _what(self, duty: Must) -> str:
        return self.say.short(duty.head.key, self.lead.key)
