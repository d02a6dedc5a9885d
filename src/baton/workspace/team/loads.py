"""What each worker of a team carries: children, plans and court, new ones, what is coming, time away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from baton.accounts.desk import Desk
from baton.policy import model as m
from baton.store.models import Child, Holding, Matter
from baton.workspace import words
from baton.workspace.saying import Say

NEW = 7 * words.DAY
SOON = 56 * words.DAY


@dataclass(slots=True)
class Load:
    """One worker's row."""

    person: str
    name: str
    role: str
    children: int = 0
    heavy: int = 0
    new: int = 0
    coming: int = 0
    away: list[str] = field(default_factory=list)
    away_now: bool = False


def loads(desk: Desk, say: Say, teams: set[str], role: str = "") -> list[Load]:
    """Everybody in post in these teams, with what they carry now, by name; with `role` those of this role alone."""
    organisation, now = desk.around.organisation, desk.now
    rows: dict[str, Load] = {}
    for post in organisation.posts:
        if (
            post.team in teams
            and post.start <= now < post.end
            and (post.role == role if role else carries(desk, post.role))
        ):
            rows.setdefault(post.person, Load(post.person, say.person(post.person), say.office(post.role)))
    weighs = heavy(desk.pack)
    held = Child.objects.filter(authority=desk.authority, holder_person__in=rows).exclude(holder_kind="")
    for child in held:
        load = rows[child.holder_person]
        load.children += 1
        load.heavy += bool(weighs & set(child.statuses))
        load.new += child.holder_since is not None and now - child.holder_since <= NEW
    coming = Matter.objects.filter(authority=desk.authority, receiving_worker__in=rows, state="decided")
    for person, n in Counter(coming.values_list("receiving_worker", flat=True)).items():
        rows[person].coming = n
    for person, start, end in organisation.absences:
        if person in rows and end > now and start < now + SOON:
            rows[person].away_now = rows[person].away_now or start <= now
            until = f"to {words.short_day(end - 1)}" if end < now + 400 * words.DAY else "no return date"
            rows[person].away.append(
                f"since {words.short_day(start)}, {until}" if start <= now else f"{words.short_day(start)} {until}"
            )
    return sorted(rows.values(), key=lambda r: r.name)


def heavy(pack: m.Pack) -> frozenset[str]:
    """The spells that the pack calls heavy: a child in one of them counts twice in what a worker carries."""
    return frozenset(key for key, word in pack.words.items() if word.heavy)


def carries(desk: Desk, role: str) -> bool:
    """Whether a role works with children: what the pack calls practitioners; every role where it calls none so."""
    named = [key for key, word in desk.pack.offices.items() if word.practitioner and not word.slot]
    return role in named if named else True


def known_to(desk: Desk, say: Say, children: list[str]) -> dict[str, list[str]]:
    """Who knows the family: holders of these children now and before, and since when."""
    found: dict[str, list[str]] = {}
    names = {
        c.child: c.name.rsplit(" ", 1)[0] for c in Child.objects.filter(authority=desk.authority, child__in=children)
    }
    for h in Holding.objects.filter(authority=desk.authority, child__in=children, kind="worker"):
        name = names.get(h.child, "a brother or sister")
        if h.during.lower <= desk.now < h.during.upper:
            text = f"{name} now"
        elif h.during.upper <= desk.now:
            text = f"{name}'s to {words.day(h.during.upper)}"
        else:
            continue
        if text not in found.setdefault(h.person, []):
            found[h.person].append(text)
    return found


def without_worker(desk: Desk, teams: set[str]) -> Any:
    """The children of these teams who have no worker by name."""
    return Child.objects.filter(
        authority=desk.authority, holder_team__in=teams, holder_kind__in=["nobody", "office"]
    ).order_by("holder_kind", "holder_since")
