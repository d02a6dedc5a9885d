"""A record that begins: the same questions as on the page, and first whether there is a record already."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.api import shapes
from baton.api.acts import moved_on, number_of, window_of
from baton.api.app import ACT, answers, at_desk
from baton.api.children import child_at, router
from baton.api.problems import Problem, refusal
from baton.engine.situation import Refusal
from baton.store.acting import Changed
from baton.store.persons import Person
from baton.workspace.child import begun
from baton.workspace.child.begun import Beginning
from baton.workspace.saying import Say


@router.post("", response=answers(shapes.BegunOut, 409, 412, status=201), summary="Begin a record",
             operation_id="beginRecord", auth=ACT)  # fmt: skip
def begin(request: HttpRequest, asked: shapes.BeginIn) -> Any:
    """Begins the record of a child who is in none yet. Where one may be there already, nothing is saved (409,
    `known-already`): look at it, or send the same with `another`. Send an Idempotency-Key: the same again begins
    nothing and is answered as the first time."""
    desk = at_desk(request, permissions.may_record)
    say = Say(desk.pack, desk.around.organisation).seen_by(desk.hidden)
    one = _beginning(request, desk, asked)
    if not asked.another:
        likely, beyond = begun.known_already(desk, say, one)
        if likely or beyond:
            raise Problem(
                "known-already", "Look whether it is the same child; to go on, send it with `another`.", items=[],
                could_go_on=[], likely=[like.other.child for like in likely], kept_at=beyond,
            )  # fmt: skip
    lost = begun.begin(desk, say, one)
    if isinstance(lost, Refusal):
        raise refusal(desk, lost)
    if isinstance(lost, Changed):
        raise moved_on(desk, lost)
    return 201, {"child": one.child, "lost": [act.word for act in lost]}


def _beginning(request: HttpRequest, desk: Desk, asked: shapes.BeginIn) -> Beginning:
    if asked.word not in begun.openings(desk):
        at = sorted(f"{word} ({place})" for word, place in desk.pack.opens.items())
        raise _invalid(
            {"word": f"It opens no record where this post works. What opens one, and where: {', '.join(at)}."}
        )
    sibling = child_at(desk, asked.sibling) if asked.sibling is not None else None
    person = Person(
        asked.given_names, asked.family_name, asked.reference, born=asked.born, expected=asked.expected_birth
    )
    happened = window_of(asked.happened)
    wrong = begun.dates_wrong(desk, person, happened)
    if wrong:
        raise _invalid({"happened" if name == "when" else name: says for name, says in wrong.items()})
    return Beginning(
        number_of(request), asked.word, person, happened, dict(asked.values), asked.reason, sibling,
        asked.same_household,
    )  # fmt: skip


def _invalid(wrong: dict[str, str]) -> Problem:
    return Problem("invalid", "See errors: each names the place.",
                   errors=[{"where": where, "says": says} for where, says in wrong.items()])  # fmt: skip
