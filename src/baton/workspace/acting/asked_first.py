"""What an act waits for and can say itself: the question stands on the form of the act, not in its refusal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from baton.accounts.desk import Desk
from baton.policy.model import Must, Stop
from baton.store.models import Child
from baton.workspace.acting.field import Field, People
from baton.workspace.acting.fields import fields_for
from baton.workspace.acting.of_matter import asked_in, said_in
from baton.workspace.said_rules import kind_of
from baton.workspace.saying import Say


def asked_before(desk: Desk, say: Say, child: Child, matter: str, verb: str, people: People) -> list[Field]:
    """What this person is asked on the form of settling or agreeing, in this matter of this child."""
    if verb not in ("settle", "agree"):
        return []
    known, asked = said_in(desk, child, matter), asked_in(desk, child, matter)
    return asked_first(say, kind_of(matter), verb, known, asked, people)


def asked_first(
    say: Say, matter_kind: str, verb: str, known: Collection[str], asked: Collection[str], people: People
) -> list[Field]:
    """The questions that hold up this act of this kind of matter until they are answered; none that is `known`. What is
    a duty of its own stands here only for those of whom it is `asked`."""
    held: dict[str, tuple[str, ...]] = {}
    for rule in say.pack.rules:
        if isinstance(rule, Must | Stop) and (rule.strength != "refuse" or rule.head.for_ != matter_kind):
            continue
        if isinstance(rule, Stop) and verb in rule.acts and rule.instead.startswith("answer "):
            held.setdefault(rule.instead.removeprefix("answer "), rule.head.clause)
        elif isinstance(rule, Must) and verb in rule.before and rule.verb == "answer":
            held |= {word: rule.head.clause for word in rule.words if word in asked}
    return [
        replace(fields_for(say, "answer", word, people, False)[0], hint=f"It waits for this: {', '.join(clause)}")
        for word, clause in held.items()
        if word in say.pack.words and word not in known
    ]
