"""The first hours: who the children are, a request for service at the front door, its decision, the first worker."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from baton.demo.asking import occasion
from baton.demo.doing import do_duties
from baton.demo.moving import end_if_free
from baton.demo.people import in_office, landing_office, manager_of, someone_in, somewhere_in, team_of
from baton.demo.play import Play
from baton.demo.setting import Person
from baton.journal import Entry, Subject
from baton.working_time import Moment, at

SOURCES = ("professional", "public", "professional", "other_authority")


def front_desk(play: Play) -> str:
    """Who holds the front door by name."""
    door = play.setting.world.part("front_door")
    return in_office(play, landing_office(play, door), door)


def introduce(play: Play, by: str) -> None:
    """Who the children are and who is around them, as the first person writes it down."""
    chance, around = play.chance, play.setting.world.people
    surname = next(iter(play.people.values())).family
    titles = around["parents"][:2] if chance.random() < 0.5 else chance.sample(around["parents"], k=1)
    parents = [f"{title} {surname}" for title in titles]
    professionals = chance.sample(around["professionals"], k=chance.choice((1, 2, 2)))
    for child in play.children:
        _person(play, play.people[child], by)
    play.act("in", "parents", by=by, to=tuple(parents))
    for parent in parents:
        _reached(play, parent, by)
    play.act("in", "professionals", by=by, to=tuple(professionals))
    link(play, by)


def _reached(play: Play, parent: str, by: str) -> None:
    """Where a made-up parent is written to; of some nobody has asked yet. Not from the family's chance: what happens to
    the family stays as it was."""
    drawn = sha256(f"{play.family} {parent}".encode()).digest()
    if drawn[0] < 50:
        return
    values = {"address": f"{drawn[1] % 99 + 1} Mock Street\nAnywhere\nZZ1 1ZZ"}
    if drawn[2] < 128:
        values["email"] = f"{'.'.join(parent.lower().split())}@made-up.example"
    body = {"to": [parent], "with": values}
    for child in play.children:
        number = f"reached-{drawn.hex()[:16]}"
        play.write(
            Entry(Subject("child", child), 0, number, "in", "parents", at(play.now), play.now, by, by, body=body)
        )


def _person(play: Play, person: Person, by: str) -> None:
    play.act("given", "name", by=by, children=[person.id], values={"given": person.given, "family": person.family})
    play.act("given", "identifier", by=by, children=[person.id], values={"value": person.id})
    if person.born is not None and person.born > play.day:
        due = person.born.isoformat()
        play.record("observed", "expected_birth", by=by, children=[person.id], expected_birth=due)
    elif person.born is not None:
        play.record("born", "birth", by=by, children=[person.id], on=person.born)


def link(play: Play, by: str, *, relation: str = "full", same_household: bool = True) -> None:
    """Writes into the family's own journal that its children are brothers and sisters."""
    family = Subject("family", play.family)
    pairs = [(a, b) for i, a in enumerate(play.children) for b in play.children[i + 1 :]]
    for one, other in pairs:
        values = {"relation": relation, "same_household": same_household}
        _family_line(play, family, "linked", by, [one, other], values)
    if not pairs:
        _family_line(play, family, "in", by, list(play.children), {})


def _family_line(play: Play, family: Subject, verb: str, by: str, about: list[str], values: dict[str, object]) -> None:
    body = {"about": about, "with": values} if values else {"about": about}
    play.write(Entry(family, 0, play.number(), verb, "sibling", at(play.now), play.now, by, by, body=body))


def arrive(play: Play, when: Moment, *, source: str = "") -> None:
    """A request for service about these children, received at this moment at the front door."""
    play.go(when)
    by = front_desk(play)
    introduce(play, by)
    play.record("held", "referral", by=by, on=when, source=source or play.chance.choice(SOURCES))


def to_assessment(play: Play, *, team: str = "", worker: str = "") -> None:
    """The front door decides that an assessment is needed; a manager names a worker, and the assessment begins."""
    play.later(0)
    occasion(play, "threshold_met")
    front_desk_finishes(play)
    team = team or (team_of(play, worker) if worker else somewhere_in(play, "assessment"))
    play.later(0)
    worker = worker or someone_in(play, team)
    allocate(play, worker)
    play.record("started", "assessment", by=worker)
    play.later(1)
    settle_in(play)


def front_desk_finishes(play: Play) -> None:
    """What the front door owes before it hands over is done while the manager looks for a worker."""
    do_duties(play, lambda d: d.verb in ("tell", "send", "answer"))


def allocate(play: Play, worker: str, *, children: Iterable[str] | None = None, reason: str = "") -> None:
    """The manager of the worker's own team names the worker; another where the procedure wants another."""
    chosen = tuple(children) if children is not None else play.children
    values = {"receiving_worker": worker, "person": worker}
    by = manager_of(play, team_of(play, worker))
    play.act("allocate", by=by, children=chosen, values=values, reason=reason)


def settle_in(play: Play, *, but: Iterable[str] = ()) -> None:
    """What is owed after the first move, and its end."""
    skip = set(but)
    do_duties(play, lambda d: bool(d.matter) and d.rule not in skip, slowly=True)
    for child in play.children:
        end_if_free(play, child)


def born(chance_age: float, today: date, days: int) -> date:
    """A birth date for an age in years, some days away from the birthday."""
    return date.fromordinal(today.toordinal() - int(chance_age * 365.25) - days)
