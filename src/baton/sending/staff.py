"""Where staff are written to, as set up, and what each of them wants to be sent."""

from __future__ import annotations

from baton.journal import Organisation, Subject
from baton.journal.standing import standing_in
from baton.sending.models import Wishes
from baton.store.surroundings import Surroundings
from baton.working_time import END, Moment


def email_of(around: Surroundings, person: str) -> str:
    """The e-mail address of a member of staff, as last set up; "" where none is."""
    entries = standing_in(around.journals.get(Subject("worker", person), ()))
    found = [str(e.values["email"]) for e in entries if "email" in e.values]
    return found[-1] if found else ""


def is_staff(around: Surroundings, person: str, now: Moment) -> bool:
    """Whether this is a member of staff who has not left."""
    return person in staff(around) and around.organisation.ended.get(person, END) > now


def staff(around: Surroundings) -> frozenset[str]:
    """Everybody who has, had or will have a name, a post or an office here; worked out once for each organisation."""
    there = around.organisation
    kept = _STAFF.get(around.authority)
    if kept is None or kept[0] is not there:
        people = frozenset((*there.names, *(o.person for o in there.offices), *(p.person for p in there.posts)))
        kept = _STAFF[around.authority] = (there, people)
    return kept[1]


_STAFF: dict[str, tuple[Organisation, frozenset[str]]] = {}


def wishes_of(authority: str) -> dict[str, Wishes]:
    """What people want, by person; who is not in it wants the usual."""
    return {one.person: one for one in Wishes.objects.filter(authority=authority)}


def wishes(authority: str, person: str) -> Wishes:
    """What one person wants; the usual where nothing was said."""
    found = Wishes.objects.filter(authority=authority, person=person).first()
    return found if found is not None else Wishes(authority=authority, person=person)
