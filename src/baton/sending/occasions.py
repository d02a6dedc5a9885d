"""Who is where and when: sittings, handover meetings, joint visits and whatever else is booked, person by person.

By initials and reference only. Of a restricted child not even these: "a restricted record".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.conf import settings

from baton.accounts.around import pack_on
from baton.calendars import Occasion
from baton.journal.sittings import sitting_id
from baton.policy.model import Forum
from baton.sending.outbox import key_of
from baton.sending.staff import is_staff
from baton.store.models import Child, Matter
from baton.store.models.matter import OPEN_STATES
from baton.store.planned import Booking, planned
from baton.store.sittings import sittings_of
from baton.store.surroundings import Surroundings
from baton.working_time import Moment, local_day, wall_time

AHEAD = timedelta(days=56)
RESTRICTED = "a restricted record"
Invited = dict[tuple[str, str], Occasion]  # by uid and person


def occasions(around: Surroundings, now: Moment, person: str = "") -> Invited:
    """All that is to come, for each person who is to be there; only this person's where one is named."""
    found: Invited = {}
    for who, one in (*_meetings(around, now, person), *_sittings(around, now)):
        if (not person or who == person) and is_staff(around, who, now):
            found[one.uid, who] = one
    return found


def called(child: Child) -> str:
    """ "AF, 1234": enough for who knows the child, nothing for who does not."""
    if child.restricted:
        return RESTRICTED
    initials = "".join(part[:1].upper() for part in child.name.split())
    return ", ".join(part for part in (initials, child.reference) if part)


def _meetings(around: Surroundings, now: Moment, person: str) -> Iterator[tuple[str, Occasion]]:
    """What is booked for children, one occasion for brothers and sisters whose booking was one act."""
    authority, pack = around.authority, pack_on(around, now)
    of = _children_of(authority, person) if person else None
    groups: dict[tuple[str, str, Moment, Moment], list[Booking]] = {}
    for booking in planned(authority, now, of):
        if booking.word in pack.words:
            groups.setdefault((booking.first, booking.word, booking.starts, booking.ends), []).append(booking)
    about = {b.child for found in groups.values() for b in found}
    children = {c.child: c for c in Child.objects.filter(authority=authority, child__in=about)}
    movers = _movers(authority, about)
    for (first, word, starts, ends), found in groups.items():
        mine = sorted(b.child for b in found if b.child in children)
        if not mine:
            continue
        one = Occasion(
            f"{key_of('meeting', authority, first, word, mine[0])}@baton",
            pack.words[word].says,
            starts,
            ends,
            ends > starts,
            tuple(called(children[c]) for c in mine),
            href=_link(f"/children/{mine[0]}"),
        )
        people = {b.booked_by for b in found} | {p for c in mine for p in movers.get(c, ())}
        people |= {children[c].holder_person for c in mine}
        yield from ((who, one) for who in sorted(people - {""}))


def _children_of(authority: str, person: str) -> set[str]:
    """The children whose meetings this person may be at: held, coming, or left lately."""
    held = Child.objects.filter(authority=authority, holder_person=person).exclude(holder_kind="")
    coming = Matter.objects.filter(authority=authority, receiving_worker=person, state__in=(*OPEN_STATES, "moved"))
    leaving = Matter.objects.filter(
        authority=authority, values__sending_worker=person, state__in=(*OPEN_STATES, "moved")
    )
    return {*held.values_list("child", flat=True), *coming.values_list("child", flat=True),
            *leaving.values_list("child", flat=True)}  # fmt: skip


def _movers(authority: str, children: Iterable[str]) -> dict[str, set[str]]:
    """Both workers of each child that moves."""
    found: dict[str, set[str]] = {}
    rows = Matter.objects.filter(authority=authority, child__in=list(children), state__in=(*OPEN_STATES, "moved"))
    for m in rows:
        found.setdefault(m.child, set()).update((m.receiving_worker, str((m.values or {}).get("sending_worker") or "")))
    return found


def _sittings(around: Surroundings, now: Moment) -> Iterator[tuple[str, Occasion]]:
    """The sittings of each forum, for whoever sits, keeps its list, or holds a child that is listed."""
    pack, today = pack_on(around, now), local_day(now)
    for forum in pack.forums.values():
        listed = _listed(around.authority, now)
        for sitting, _cut_off in sittings_of(around, forum, today, today + AHEAD):
            if sitting.cancelled or sitting.held or sitting.at < now:
                continue
            uid = f"{key_of('sitting', around.authority, sitting_id(forum.key, sitting.nominal))}@baton"
            href = _link(f"/sittings/{forum.key}/{wall_time(sitting.nominal):%Y-%m-%dT%H%M}")
            sits = {
                who: Occasion(uid, forum.says, sitting.at, sitting.at, href=href) for who in _seats(around, forum, now)
            }
            for child in listed.get(sitting.at, ()):
                about = (*(sits[child.holder_person].about if child.holder_person in sits else ()), called(child))
                sits[child.holder_person] = Occasion(uid, forum.says, sitting.at, sitting.at, about=about, href=href)
            yield from ((who, one) for who, one in sorted(sits.items()) if who)


def _listed(authority: str, now: Moment) -> dict[Moment, list[Child]]:
    """The children on the lists to come, by the moment of the sitting."""
    rows = Matter.objects.filter(authority=authority, sitting__gte=now, state__in=OPEN_STATES).order_by("child")
    children = {c.child: c for c in Child.objects.filter(authority=authority, child__in=[m.child for m in rows])}
    found: dict[Moment, list[Child]] = {}
    for m in rows:
        if m.child in children and m.sitting is not None and children[m.child] not in found.get(m.sitting, []):
            found.setdefault(m.sitting, []).append(children[m.child])
    return found


def _seats(around: Surroundings, forum: Forum, now: Moment) -> set[str]:
    """Who holds a seat of the forum now, or keeps its list."""
    there, places = around.organisation, pack_on(around, now).places
    found = set()
    for o in there.offices:
        if not o.start <= now < o.end:
            continue
        team = there.teams.get(o.place)
        own = (o.place, team.service if team is not None else "")
        seats = any(
            s.office == o.office and (s.place not in places or not o.place or s.place in own) for s in forum.seats
        )
        if seats or (o.office == forum.administrator and (not o.place or forum.of in ("authority", *own))):
            found.add(o.person)
    return found


def _link(path: str) -> str:
    base = str(getattr(settings, "BATON_ADDRESS", "")).rstrip("/")
    return base + path if base else ""
