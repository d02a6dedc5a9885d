"""Posts: what a person is in one authority at this moment, by its own journal. A session works in exactly one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baton.accounts.around import around, authority_named, pack_on
from baton.accounts.models import Account, Seat
from baton.journal import Organisation
from baton.policy.model import Pack
from baton.store.surroundings import Surroundings
from baton.working_time import END, Moment

Kind = Literal["practitioner", "administrator", "manager", "service manager", "authority", "duty"]
DUTIES = {
    "set up": "System administrator",
    "audit": "Auditor",
    "procedure": "Procedure owner",
    "approval": "Approver of the procedure",
}


@dataclass(frozen=True, slots=True)
class Post:
    """One person in one office of one authority. `teams` and `services` are those whose children it reaches; `all_`
    where it reaches the whole authority. `key` tells it from the person's other posts."""

    authority: str
    authority_name: str
    person: str
    name: str
    office: str
    place: str
    kind: Kind
    title: str
    capacity: str = "own office"
    until: Moment = END
    teams: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    all_: bool = False
    duty: str = ""
    runs: bool = False  # it keeps a forum's list, or has a seat at it
    approves: bool = False  # it approves what is put into force

    @property
    def key(self) -> str:
        return "|".join((self.authority, self.person, self.office, self.place, self.capacity, self.duty))


def posts_of(account: Account, now: Moment) -> list[Post]:
    """Every post that this account may work in now, by authority and title."""
    found: list[Post] = []
    for seat in Seat.objects.filter(account=account).order_by("authority", "person"):
        found += posts_of_seat(seat, now)
    return found


def posts_of_seat(seat: Seat, now: Moment) -> list[Post]:
    """The posts of one person in one authority."""
    row = authority_named(seat.authority)
    if row is None:
        return []
    chair = Chair(seat.authority, row.name, seat.person, seat.account.name, tuple(seat.duties))
    return posts_on(chair, around(seat.authority), now)


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat with the names that go with it. `name` is the account's, for whom the organisation does not know."""

    authority: str
    authority_name: str
    person: str
    name: str
    duties: tuple[str, ...]


def posts_on(chair: Chair, there: Surroundings, now: Moment) -> list[Post]:
    """The posts that go with a seat now, as the authority's own journal stands."""
    pack, organisation = pack_on(there, now), there.organisation
    if organisation.ended.get(chair.person, END) <= now:
        return []
    name = organisation.names.get(chair.person, chair.name)
    own = [spell[2:] for spell in _spells_of(chair, organisation) if spell[0] <= now < spell[1]]
    posts = [_post(chair, name, pack, there, *spell) for spell in dict.fromkeys(own)]
    return posts + [_duty_post(chair, name, duty) for duty in chair.duties if duty in DUTIES]


_Spell = tuple[Moment, Moment, str, str, str, Moment]  # from, to, office, place, capacity, until
_BY_PERSON: dict[str, tuple[Organisation, dict[str, list[_Spell]]]] = {}


def _spells_of(chair: Chair, organisation: Organisation) -> list[_Spell]:
    """A person's offices and posts at all times; sorted by person once for each state of an organisation."""
    kept = _BY_PERSON.get(chair.authority)
    if kept is None or kept[0] is not organisation:
        by_person: dict[str, list[_Spell]] = {}
        for o in organisation.offices:
            by_person.setdefault(o.person, []).append((o.start, o.end, o.office, o.place, o.capacity, o.end))
        for p in organisation.posts:
            by_person.setdefault(p.person, []).append((p.start, p.end, p.role, p.team, "own office", p.end))
        kept = _BY_PERSON[chair.authority] = (organisation, by_person)
    return kept[1].get(chair.person, [])


def _post(
    seat: Chair, name: str, pack: Pack, there: Surroundings, office: str, place: str, capacity: str, until: Moment
) -> Post:
    kind = kind_of(pack, office)
    teams, services = _reach(pack, there.organisation, kind, place, office in pack.offices)
    title = ", ".join(part for part in (say_office(pack, office), say_place(pack, there.organisation, place)) if part)
    if capacity != "own office":
        title = f"{title} ({capacity})"
    reaches_all = kind in ("authority", "administrator") and not place
    return Post(
        seat.authority,
        seat.authority_name,
        seat.person,
        name,
        office,
        place,
        kind,
        title,
        capacity,
        until,
        teams,
        services,
        reaches_all,
        runs=_runs(pack, office, place),
        approves=office == pack.edition.approved_by if pack.edition.approved_by else kind == "authority",
    )


def _duty_post(seat: Chair, name: str, duty: str) -> Post:
    title, all_ = DUTIES[duty], duty == "audit"
    return Post(seat.authority, seat.authority_name, seat.person, name, "", "", "duty", title, all_=all_, duty=duty)


def kind_of(pack: Pack, office: str) -> Kind:
    """What sort of post an office is, by what the pack says of it."""
    word = pack.offices.get(office)
    clerk = any(forum.administrator == office for forum in pack.forums.values())
    if clerk and not (word is not None and (word.of == "service" or _has_office_under_it(pack, office))):
        return "administrator"
    if word is None or word.practitioner:
        return "practitioner"
    if word.of == "team":
        return "manager" if _has_office_under_it(pack, office) or word.above else "practitioner"
    if word.of in ("service", "authority"):
        return "service manager" if word.of == "service" else "authority"
    place = pack.places.get(word.of)  # an office of one place by name answers for that place and no more
    return "practitioner" if place is None or place.kind == "outside" else "manager"


def _runs(pack: Pack, office: str, place: str) -> bool:
    """Whether an office keeps the list of a forum or has a seat at it."""
    return any(
        (forum.administrator == office and forum.of in ("authority", "service", "team", place))
        or any(seat.office == office and (seat.place == place or seat.place not in pack.places) for seat in forum.seats)
        for forum in pack.forums.values()
    )


def leads(pack: Pack, office: str) -> bool:
    """Whether its holder answers for the work of others: an office of the procedure stands under it, or it is the
    highest of its team."""
    word = pack.offices.get(office)
    if word is None or word.practitioner:
        return False
    above = pack.offices.get(word.above)
    top_of_team = word.of == "team" and bool(word.above) and (above is None or above.of != "team")
    return top_of_team or _has_office_under_it(pack, office)


def _has_office_under_it(pack: Pack, office: str) -> bool:
    return any(other.above == office for other in pack.offices.values())


def _reach(
    pack: Pack, organisation: Organisation, kind: Kind, place: str, known: bool
) -> tuple[frozenset[str], frozenset[str]]:
    """The teams and services whose children a post in this place reaches. A role that the procedure does not know (a
    reviewing officer, business support) and that is set at a service works for all its teams."""
    if not place:
        return frozenset(), frozenset()
    team = organisation.teams.get(place)
    definition = pack.places.get(place)
    is_service = definition is not None and definition.kind == "service"
    service = place if is_service else team.service if team else definition.service if definition else ""
    if is_service and (kind != "practitioner" or not known):
        under = {key for key, one in organisation.teams.items() if one.service == place}
        return frozenset({place, *under, *(definition.members if definition else ())}), frozenset({place})
    services = {service} if kind == "manager" and service else set()
    return frozenset({place}), frozenset(services)


def say_office(pack: Pack, office: str) -> str:
    """An office in the authority's word."""
    word = pack.offices.get(office)
    return word.says if word and word.says else office.replace("_", " ").capitalize()


def say_place(pack: Pack, organisation: Organisation, place: str) -> str:
    """A team or service in the authority's word."""
    team = organisation.teams.get(place)
    if team is not None and team.name:
        return team.name
    word = pack.places.get(place)
    return word.says if word and word.says else place.replace("_", " ")
