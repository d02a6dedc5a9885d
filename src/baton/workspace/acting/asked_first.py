"""What an act waits for and can say itself: the question stands on the form of the act, not in its refusal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from baton.policy.model import Stop
from baton.workspace.acting.field import Field, People
from baton.workspace.acting.fields import fields_for
from baton.workspace.saying import Say


def asked_first(say: Say, matter_kind: str, verb: str, known: Collection[str], people: People) -> list[Field]:
    """The questions that hold up this act of this kind of matter until they are answered; none that is `known`."""
    held = [
        rule.instead.removeprefix("answer ")
        for rule in say.pack.rules
        if isinstance(rule, Stop)
        and rule.strength == "refuse"
        and rule.head.for_ == matter_kind
        and verb in rule.acts
        and rule.instead.startswith("answer ")
    ]
    questions = [word for word in dict.fromkeys(held) if word in say.pack.words and word not in known]
    return [replace(fields_for(say, "answer", word, people, False)[0], each=False) for word in questions]
