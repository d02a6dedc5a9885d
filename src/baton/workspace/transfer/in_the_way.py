"""What stands in the way of a transfer now, each thing said once: whose turn it is, what it holds up, where it is done.

The lines of a checklist stand under its name, closed, with their number; the readiness grid has them whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from baton.accounts.desk import Desk
from baton.policy.model import Must
from baton.store.models import Block, Matter
from baton.workspace import words
from baton.workspace.acting.refusing import in_words
from baton.workspace.saying import Say
from baton.workspace.work import question

AT_ONCE = 5  # things that stand open on the page; the others are opened in place
# The acts by which a matter goes on, in the order in which they come.
WAITS = {
    "open": ("list", "decide", "request", "accept", "move", "close"), "decided": ("request", "accept", "move", "close"),
    "moved": ("close", "end"),
}  # fmt: skip


@dataclass(slots=True)
class Obstacle:
    """One thing in the way: what, whose turn, which acts it holds up, for whom, and where it is done. `lines` are those
    of a checklist."""

    text: str
    acts: str
    clause: tuple[str, ...] = ()
    who: str = ""
    late: str = ""
    children: str = ""
    href: str = ""
    missing: str = ""
    instead: str = ""
    lines: list[Obstacle] = field(default_factory=list)


def in_the_way(
    desk: Desk, say: Say, lead: Matter, names: Mapping[str, str], steps: Iterable[Any]
) -> tuple[list[Obstacle], list[Obstacle]]:
    """What to show, and what to open in place. Nothing of a matter that has ended."""
    waits = WAITS.get(lead.state, ())
    rows = Block.objects.filter(
        authority=desk.authority, kind="child", matter=lead.key, subject_id__in=list(names), strength="refuse"
    )
    groups: dict[str, list[Block]] = {}
    for row in rows:
        if row.act in waits:
            groups.setdefault(_base(say, row.rule), []).append(row)
    by_rule = {rule: step for step in steps for rule in step.rules}
    found: dict[str, Obstacle] = {}
    checklists: dict[str, Obstacle] = {}
    for rule, blocks in groups.items():
        one = _obstacle(say, lead, rule, blocks, names, by_rule.get(rule), waits)
        key = getattr(say.rule_of(rule, lead.key), "checklist", "")
        if key:
            whole = checklists.setdefault(key, Obstacle(words.initial_capital(say.lower(key)), one.acts))
            one.text = _line(say, rule, lead) or one.text
            whole.lines.append(one)
        else:
            _once(found, one)
    ordered = sorted(found.values(), key=lambda o: (not o.late, not o.href))
    everything = [*ordered[:AT_ONCE], *map(_counted, checklists.values())]
    return everything, ordered[AT_ONCE:]


def _base(say: Say, rule: str) -> str:
    base = rule.split(".")[0]
    return base if say.rule_of(base) is not None else rule


def _obstacle(
    say: Say, lead: Matter, rule: str, blocks: list[Block], names: Mapping[str, str], step: Any, waits: tuple[str, ...]
) -> Obstacle:
    first, whom = blocks[0], {b.subject_id for b in blocks}
    acts = [act for act in waits if any(b.act == act for b in blocks)]
    found = say.rule_of(rule, lead.key)
    own = set(found.words) | {rule} if isinstance(found, Must) else set()
    text = say.short(rule, lead.key)
    missing = [one for one in first.missing if one not in own and say.rule_of(one) is None]
    missing = [one for one in missing if question(say, one) not in text]  # the gate itself says which answer it is
    return Obstacle(
        text,
        say.acts(acts),
        tuple(first.clause),
        step.who if step is not None else "",
        step.left if step is not None and step.state == "late" else "",
        words.joined([name for child, name in names.items() if child in whom]) if len(whom) < len(names) else "",
        step.href if step is not None else "",
        say.missing(missing[:AT_ONCE]) + (f" and {len(missing) - AT_ONCE} others" if len(missing) > AT_ONCE else ""),
        "" if own else words.initial_capital(in_words(say, first.instead)),
    )


def _line(say: Say, rule: str, lead: Matter) -> str:
    """A line of a checklist by its own name, where it is something to write, hold or do."""
    found = say.rule_of(rule, lead.key)
    own = isinstance(found, Must) and found.words and found.verb in ("write", "hold", "do")
    return words.initial_capital(say.word(found.words[0])) if own else ""


def _once(found: dict[str, Obstacle], one: Obstacle) -> None:
    """The same thing asked by two rules is one, by both clauses."""
    before = found.get(one.text)
    if before is None:
        found[one.text] = one
        return
    before.clause = tuple(dict.fromkeys((*before.clause, *one.clause)))
    before.acts = before.acts if one.acts in before.acts else f"{before.acts} and {one.acts}"
    before.href = before.href or one.href


def _counted(whole: Obstacle) -> Obstacle:
    whole.lines = list({line.text: line for line in whole.lines}.values())
    return whole
