"""Everybody whom a form about a child may name: who can have been there, who can be told, who can be chosen."""

from __future__ import annotations

from typing import Any

from baton.accounts.desk import Desk
from baton.store.models import Child, Matter, WorkItem
from baton.workspace import words
from baton.workspace.acting.field import Options, People, options_of
from baton.workspace.saying import Say
from baton.workspace.team.loads import carries

CROWD = 12  # workers asked at once; more of them are no list of who was in the room


def people_of(desk: Desk, say: Say, child: Child, item: WorkItem | None, rule: Any) -> People:
    """Everybody whom a form about this child may name."""
    organisation, now = desk.around.organisation, desk.now
    matters = list(Matter.objects.filter(authority=desk.authority, child=child.child, state__in=["open", "decided"]))
    closed = {key for key, team in organisation.teams.items() if team.closed <= now}
    teams = {child.holder_team, *(m.from_team for m in matters), *(m.to_team for m in matters)} - {""}
    services = {child.holder_service, *(m.to_service for m in matters), *(m.from_service for m in matters)} - {""}
    persons = {child.holder_person, desk.post.person, *(m.receiving_worker for m in matters)}
    asked = item.who if item is not None and len(item.who) < CROWD else ()
    persons |= set(asked) | {m for m in item.missing if m in organisation.names} if item is not None else set()
    persons |= {o.person for o in organisation.offices if o.place in teams and o.start <= now < o.end}
    words_of_people = {
        key: say.word(key)
        for key, w in say.pack.words.items()
        if w.kind == "people" and w.about in ("child", "family") and key != "siblings"
    }
    attend = {p: say.person(p) for p in persons if p}
    workers = workers_in(desk, say, teams | services | {t for t in organisation.teams if _service(desk, t) in services})
    return People(
        _in_the_room(attend, desk.post.person, words_of_people),
        _named_first(_recipients(desk, say, child, item, rule), words_of_people),
        workers,
        options_of(
            {k: p.says for k, p in say.pack.places.items() if p.kind in ("team", "service") and k not in closed}
            | {k: say.place(k) for k in organisation.teams if k not in closed}
        ),
    )


def _in_the_room(persons: dict[str, str], reader: str, groups: dict[str, str]) -> Options:
    """Who can have been there: whoever fills the form in, the child and their people, then the others by name."""
    own = {p: name for p, name in persons.items() if p == reader}
    return options_of(own) + options_of(groups) + options_of({p: n for p, n in persons.items() if p not in own})


def _named_first(persons: dict[str, str], groups: dict[str, str]) -> Options:
    """Those whom a form names before the groups to whom they belong: the child, a parent by name, then "parents"."""
    return options_of(persons) + options_of({k: v for k, v in groups.items() if k not in persons})


def _service(desk: Desk, team: str) -> str:
    found = desk.around.organisation.teams.get(team)
    return found.service if found is not None else ""


def _recipients(desk: Desk, say: Say, child: Child, item: WorkItem | None, rule: Any) -> dict[str, str]:
    same = WorkItem.objects.filter(authority=desk.authority, kind="child", subject_id=child.child)
    if item is not None:
        same = same.filter(rule=item.rule, matter=item.matter)
    found = {i.recipient: words.initial_capital(say.who(i.recipient)) for i in same if i.recipient}
    return found if item is not None else {p: name for p, name in found.items() if is_person(desk, say, p)}


def is_person(desk: Desk, say: Say, recipient: str) -> bool:
    """Whether a recipient is somebody of the child's own, not an office, a person of the staff or a place."""
    label = recipient.partition(" of ")[0]
    return label not in say.pack.offices and recipient not in desk.around.organisation.names


def workers_in(desk: Desk, say: Say, teams: set[str]) -> tuple[tuple[str, str], ...]:
    """Those who work with children in these teams, with their team; those of the reader's own team first."""
    organisation, now = desk.around.organisation, desk.now
    found = {
        p.person: (p.team not in desk.post.teams, f"{say.person(p.person)}, {say.place(p.team)}")
        for p in organisation.posts
        if p.start <= now < p.end and p.team in teams and carries(desk, p.role)
    }
    near = options_of({who: text for who, (far, text) in found.items() if not far})
    return near + options_of({who: text for who, (far, text) in found.items() if far})
