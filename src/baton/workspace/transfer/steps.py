"""The steps of a transfer: one line a rule for all its children, in the order of the paper, with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from baton.accounts.desk import Desk
from baton.journal import Entry
from baton.store.models import Child, WorkItem
from baton.workspace import words
from baton.workspace.reasons import Line, Why, why_of
from baton.workspace.saying import Say
from baton.workspace.transfer.excusing import excuse_href
from baton.workspace.transfer.order import natural, sections_of
from baton.workspace.words import Tag
from baton.workspace.work import first, href_of, line_of, may_do, question, tag_of, when_of

ORDER = ("late", "open", "may_apply", "not_yet", "met", "excused")
STOPS = {"refuse": "stops", "ask_reason": "asks for a reason before", "warn": "", "count": ""}


@dataclass(slots=True)
class Step:
    """One step: what it asks, of whom, by when; its state over all children; parts that differ below it."""

    number: str
    what: str
    who: str
    when: str
    left: str
    tag: Tag
    clause: tuple[str, ...]
    href: str = ""
    gate: str = ""
    note: str = ""
    why: Why | None = None
    parts: list[Line] = field(default_factory=list)
    state: str = ""
    mine: bool = False
    rules: tuple[str, ...] = ()
    excuse: str = ""
    checklist: str = ""
    row: WorkItem | None = None


@dataclass(slots=True)
class Lines:
    """The lines of one checklist that stand together, closed on the page of the steps: the readiness grid has them."""

    title: str
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(s.state in ("met", "excused") for s in self.steps)


@dataclass(slots=True)
class Block:
    """The steps of one section of the paper, in its order."""

    title: str
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(s.state in ("met", "excused") for s in self.steps)

    @property
    def pressing(self) -> bool:
        """Whether one of them is late, or is this person's to do."""
        return any(s.state == "late" or s.mine for s in self.steps)

    @property
    def parts(self) -> list[Step | Lines]:
        """The steps one by one, lines of the same checklist after each other as one part."""
        found: list[Step | Lines] = []
        for step in self.steps:
            last = found[-1] if found else None
            if step.checklist and isinstance(last, Lines) and last.steps[0].checklist == step.checklist:
                last.steps.append(step)
            else:
                found.append(Lines(step.checklist, [step]) if step.checklist else step)
        return [p.steps[0] if isinstance(p, Lines) and len(p.steps) == 1 else p for p in found]


def blocks_of(
    desk: Desk,
    say: Say,
    items: Iterable[WorkItem],
    children: dict[str, Child],
    names: dict[str, str],
    entries: dict[str, dict[int, Entry]],
) -> list[Block]:
    """The steps as the paper has them, section by section, each under the paper's number."""
    found = []
    for n_section, section in enumerate(sections_of(say.pack, items)):
        steps = []
        for one in section.paragraphs:
            for n, line in enumerate(one.lines):
                steps.append(_step(desk, say, "" if n or n_section else one.number, line, names, entries))
        found.append(Block(section.title, steps))
    return found


def _step(
    desk: Desk,
    say: Say,
    number: str,
    items: list[WorkItem],
    names: dict[str, str],
    entries: dict[str, dict[int, Entry]],
) -> Step:
    first = items[0].rule
    items = sorted(items, key=lambda i: (ORDER.index(i.state) if i.state in ORDER else 9, i.act_by_at, i.rule != first))
    lead = items[0]
    when, left = when_of(lead, desk)
    who = words.joined(list(dict.fromkeys(name for i in items for name in _who(say, i, entries)))[:6])
    step = Step(
        number,
        _what(say, items),
        who,
        when,
        left,
        tag_of(lead, desk),
        tuple(sorted({c for i in items for c in i.clause}, key=natural)),
        state=lead.state,
        gate=_gate(say, lead),
        why=why_of(say, lead, entries.get(lead.subject_id), say.duty(lead)),
    )
    step.rules = tuple(dict.fromkeys(i.rule for i in items))
    step.mine = any(desk.post.person in i.who for i in items if i.state in ("open", "late", "may_apply"))
    step.note = _note(say, lead)
    if may_do(desk, lead):
        step.href = href_of(lead) + "".join(f"&with={i.subject_id}" for i in items[1:] if i.recipient == lead.recipient)
    step.excuse = excuse_href(desk, say, lead)
    step.checklist, step.row = lead.checklist, lead
    step.parts = _parts(desk, say, items, names, entries)
    return step


def _who(say: Say, item: WorkItem, entries: dict[str, dict[int, Entry]]) -> list[str]:
    """Whose turn it is, each by name; for what is done, who did it."""
    done = entries.get(item.subject_id, {}).get(item.met_by) if item.state == "met" else None
    if done is not None:
        return [say.person(done.done_by) if done.done_by else "the clock" if done.source == "clock" else "an extract"]
    if item.state in ("met", "may_apply") and not item.who and not item.offices:
        return []
    return [say.person(p) for p in item.who] or [say.by(item)]


def _what(say: Say, items: list[WorkItem]) -> str:
    """The step in a sentence; who it is for or to stands in its parts where they differ."""
    lead = items[0]
    recipients = {i.recipient for i in items} | {i.element.partition("#")[0] for i in items}
    return say.duty(lead) if len(recipients) <= 2 else say.short(lead.rule, lead.matter)


def _gate(say: Say, item: WorkItem) -> str:
    """How strongly the step stands before an act, and who may set it aside."""
    if item.state in ("met", "excused"):
        return ""
    text = ""
    if item.stops:
        verb = STOPS.get(item.strength, "")
        text = f"{verb} {say.acts(item.stops)}" if verb else "shown, never stops"
    if item.follow_up:
        text = f"{text}, follow-up" if text else "follow-up"
    rule = say.rule_of(item.rule, item.matter)
    excuse = getattr(rule, "excuse", None)
    if item.stops and item.strength == "refuse":
        from baton.policy.wording import say_who

        text += (
            f"; {say_who(excuse.who, say.pack)} may excuse it, with a reason" if excuse else "; nobody can excuse it"
        )
    return text


def _note(say: Say, item: WorkItem) -> str:
    notes = []
    if item.waits_for and item.state != "met":
        notes.append(first(say, item))
    if item.missing and item.state in ("open", "late") and set(item.missing) - set(item.words):
        notes.append(f"Lacking: {say.missing(item.missing)}.")
    if item.asks:
        notes.append(f"Not known: {' '.join(question(say, w) for w in item.asks)}")
    if item.state == "does_not_apply" and item.why_not:
        notes.append(item.why_not)
    return " ".join(note for note in notes if note)


def _parts(
    desk: Desk, say: Say, items: list[WorkItem], names: dict[str, str], entries: dict[str, dict[int, Entry]]
) -> list[Line]:
    """The differences below a step: by recipient and child, the same state said once."""
    if len({(i.recipient, i.state, i.act_by_at) for i in items}) < 2:
        return []
    if len({(i.recipient, i.element) for i in items}) < 2 and {i.state for i in items} <= {"met", "excused"}:
        return []
    apart = len({(i.recipient, i.element.partition("#")[0]) for i in items}) > 1
    several = len({i.rule for i in items}) > 1
    groups: dict[tuple[Any, ...], list[WorkItem]] = {}
    for item in items:
        groups.setdefault((item.recipient, item.element.partition("#")[0], item.state, item.act_by_at), []).append(item)
    parts = []
    for group in groups.values():
        line = line_of(desk, say, group[0], entries=entries.get(group[0].subject_id))
        line.child = (
            words.joined(list(dict.fromkeys(names.get(i.subject_id, "") for i in group))) if len(names) > 1 else ""
        )
        line.why = None
        line.what = line.what if apart or several else ""
        line.clause = tuple(dict.fromkeys(c for i in group for c in i.clause)) if several else ()
        line.href += "".join(f"&with={i.subject_id}" for i in group[1:]) if line.href else ""
        parts.append(line)
    return parts
