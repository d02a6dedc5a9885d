"""Lines of work whose act would be refused now: what is in the way and whose it is, said before anybody tries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from baton.accounts.desk import Desk
from baton.store.gates import Gate
from baton.workspace import words
from baton.workspace.reasons import Line
from baton.workspace.said_rules import never
from baton.workspace.saying import Say

MOST = 2  # things in the way that a line names


def say_what_holds_up(desk: Desk, say: Say, lines: Iterable[Line], gates: Iterable[Gate]) -> None:
    """Adds to each line about a child what would refuse its act, and takes away the link that leads to the refusal."""
    before: dict[tuple[str, str], list[Gate]] = {}
    for gate in gates:
        before.setdefault((gate.subject_id, gate.act), []).append(gate)
    for line in lines:
        found = _gates_of(say, line.row, before) if line.href else []
        if found:
            _hold_up(line, list(dict.fromkeys(_thing(desk, say, gate) for gate in found)))


def _gates_of(say: Say, row: Any, before: dict[tuple[str, str], list[Gate]]) -> list[Gate]:
    """The gates before this very act: of the child or of the same matter, and not the duty itself."""
    acts = [row.verb, *(f"{row.verb} {word}" for word in row.words)]
    return [
        gate
        for act in acts
        for gate in before.get((row.subject_id, act), ())
        if gate.matter in ("", row.matter)
        and _base(say, gate) != row.rule
        and not never(say.rule_of(_base(say, gate), gate.matter))
    ]


def _base(say: Say, gate: Gate) -> str:
    """The rule that a gate stands for: of a duty of several people the duty itself."""
    base = gate.rule.split(".")[0]
    return base if say.rule_of(base) is not None else gate.rule


def _thing(desk: Desk, say: Say, gate: Gate) -> str:
    """One thing in the way, with whose it is where it is somebody else's."""
    others = [] if desk.post.person in gate.who else [say.person(person) for person in gate.who]
    whose = words.joined(others, "or")
    return say.short(_base(say, gate), gate.matter) + (f" ({whose})" if whose else "")


def _hold_up(line: Line, things: list[str]) -> None:
    text = "; ".join(things[:MOST]) + (f" and {len(things) - MOST} more" if len(things) > MOST else "")
    line.note = f"{line.note} In the way: {text}{'' if text.endswith('?') else '.'}".strip()
    line.href = ""
    if line.tag != words.LATE:
        line.tag = words.CANNOT_START
