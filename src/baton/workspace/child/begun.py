"""A record that begins, by a page or a program: where it may, what is like it already, and the entries that make it.

What opens a child here, and who then holds it, is the procedure's (`opens` in its pack). That entry comes first, since
it may be refused; who the child is and whose brother or sister follows. Everything has its number from one number, so
the same sent again adds nothing, and what was broken off is finished by sending it once more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.crypto import salted_hmac

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.engine.situation import Act, Done, Refusal
from baton.journal import Subject
from baton.store.acting import Changed
from baton.store.models import Child
from baton.store.persons import Person, search_parts
from baton.working_time import Window, day_window, local_day
from baton.workspace.child.alike_records import records_like
from baton.workspace.child.likeness import Likeness
from baton.workspace.saying import Say

MOST = 5  # records elsewhere that are named
VERBS = {"event": "held", "spell": "started"}


@dataclass(frozen=True, slots=True)
class Beginning:
    """What came in, when, and about whom; the sibling whose family the child belongs to, if one is known here."""

    number: str
    word: str
    person: Person
    happened: Window | None
    values: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    sibling: Child | None = None
    household: str = ""

    @property
    def child(self) -> str:
        """The id of the child: it follows from the number, so that nobody can name another's."""
        return salted_hmac("baton.begin", self.number).hexdigest()[:16]


def openings(desk: Desk) -> list[str]:
    """The words of the procedure that open a child where this post works; those of another authority's, a manager's."""
    post, pack = desk.post, desk.pack

    def is_here(place: str) -> bool:
        known = pack.places.get(place)
        if known is not None and known.kind == "outside":
            return permissions.may_see_team(post)
        return post.all_ or place in post.services or place in post.teams

    return [word for word, place in pack.opens.items() if is_here(place)] if permissions.may_record(post) else []


def verb_of(say: Say, word: str) -> str:
    """How what opens a record is written down: a meeting or call was held, a spell began."""
    return VERBS.get(say.pack.words[word].kind, "given")


def dates_wrong(desk: Desk, person: Person, came: Window | None) -> dict[str, str]:
    """What cannot be, by the date that says it: when, born."""
    found, born = {}, person.born
    if came is not None and came.lo > desk.now:
        found["when"] = "This moment has not come yet: when did it come in?"
    if born is not None and person.expected is not None:
        found["born"] = "Give one of the two dates: born, or expected to be born"
    elif born is not None and born > local_day(desk.now):
        found["born"] = "This day has not come yet. Is the child still to be born?"
    elif born is not None and came is not None and born > came.last_day:
        found["born"] = "The child was born after this came in: one of the dates is wrong"
    return found


def known_already(desk: Desk, say: Say, one: Beginning) -> tuple[list[Likeness], list[str]]:
    """Records that may be of the same child; and where those are kept that are the very same by name and birth date, or
    number, and that this post does not reach: nothing else is said of them. Both count as read."""
    person = one.person
    row = Child(child=one.child, name=person.name, born=person.born, reference=person.reference)
    likely = records_like(desk, row, search_parts(person))
    same = Q(name_key=person.name_key, born=person.born) if person.born is not None else Q(pk__in=[])
    if person.reference:
        same |= Q(reference=person.reference)
    kept = Child.objects.filter(same, authority=desk.authority, same_as="")
    beyond = list(kept.exclude(permissions.children_of(desk.post))[:MOST])
    desk.reads([*(like.other.child for like in likely), *(c.child for c in beyond)], "possibly recorded twice")
    places = [say.place(c.holder_team or c.holder_service) if c.holder_kind else "a closed record" for c in beyond]
    return likely, list(dict.fromkeys(places))


def begin(desk: Desk, say: Say, one: Beginning) -> Refusal | Changed | list[Act]:
    """Begins the record. What comes back is a refusal, or what of the child could not be kept beside it: mostly
    nothing."""
    opening = Act(verb_of(say, one.word), one.word, (one.child,), happened=one.happened, values=dict(one.values),
                  reason=one.reason)  # fmt: skip
    answer = desk.act(opening, one.number)
    if not isinstance(answer, Done):
        return answer
    further = [*_who(one.child, one.person), *_links(desk, one)]
    return [act for n, act in enumerate(further) if not isinstance(desk.act(act, f"{one.number}-{n}"), Done)]


def _who(child: str, person: Person) -> list[Act]:
    acts = [Act("given", "name", (child,), values={"given": person.given, "family": person.family})]
    if person.reference:
        acts.append(Act("given", "identifier", (child,), values={"value": person.reference}))
    if person.born is not None:
        acts.append(Act("born", "birth", (child,), happened=day_window(person.born)))
    elif person.expected is not None:
        day = person.expected.isoformat()
        acts.append(Act("given", "expected_birth", (child,), values={"expected_birth": day}))
    return acts


def _links(desk: Desk, one: Beginning) -> list[Act]:
    """Brother or sister of everybody whom the record of the family names and this post reaches."""
    if one.sibling is None:
        return []
    family = Subject("family", one.sibling.family or f"family-of-{one.sibling.child}")
    others = {one.sibling.child}
    if one.sibling.family:
        others |= set(permissions.reach_of(desk.post).filter(family=one.sibling.family).values_list("child", flat=True))
    values = {"b": one.child, "same_household": one.household}
    return [
        Act("linked", "sibling", (other, one.child), subject=family, values={"a": other, **values})
        for other in sorted(others - {one.child})
    ]
