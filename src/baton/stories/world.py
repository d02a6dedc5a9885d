"""The small fixed world of all stories: what a story does not state is supplied here, the same each time.

Every office of every team and service is filled by a standing person called after it ("team_manager_of_west"), and each
team has a social worker, unless the cast puts somebody there. A child's facts are on record since `since`, by default a
year before the story. `told` says in sentences what was supplied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from baton.journal import Entry, Subject
from baton.policy import model as m
from baton.stories.model import Cast, Story
from baton.stories.times import say
from baton.working_time import BEGINNING, Moment, Window, at, local_day, midnight

PRACTITIONER = "social_worker"


def begins(story: Story) -> Moment:
    """When the world begins: a year before the first line."""
    first = min(line.at for line in story.all_lines())
    return midnight(local_day(first) - timedelta(days=365))


def teams_of(pack: m.Pack) -> dict[str, str]:
    """Every team of the pack and its service; a service without teams is its own one team."""
    found: dict[str, str] = {}
    for place in pack.places.values():
        if place.kind == "service":
            found.update(dict.fromkeys(place.members or (place.key,), place.key))
    for place in pack.places.values():
        if place.kind == "team":
            found[place.key] = place.service or found.get(place.key, place.key)
    return found


def practitioner_of(pack: m.Pack) -> str:
    """The office key of those who hold children by name."""
    return next((key for key, office in pack.offices.items() if office.practitioner), PRACTITIONER)


def standing_person(office: str, place: str) -> str:
    """The name of the made-up person who fills an office that the cast leaves empty."""
    return f"{office}_of_{place}" if place else office


class World:
    """The organisation of one story, as the entries that make it."""

    def __init__(self, story: Story, pack: m.Pack) -> None:
        self.pack = pack
        self.cast = story.cast
        self.begins = begins(story)
        self.teams = teams_of(pack)
        self.people: dict[str, list[tuple[str, str, str]]] = {}  # person -> (office, place, "post" or "office")
        self.told: list[str] = []
        self._place()

    def entries(self) -> Iterator[Entry]:
        """Teams, posts and offices, recorded since always."""
        places = {child.lives_in for child in self.cast.children.values() if child.lives_in}
        lived = next(iter(places), "")
        for team, service in self.teams.items():
            alone = team == service or self.pack.places[service].members == (team,)
            values = {"service": service, "place": lived if alone else team}
            yield self._entry(Subject("team", team), "opened", "team", values)
        for person, held in self.people.items():
            for office, place, kind in held:
                if kind == "post":
                    yield self._entry(Subject("worker", person), "started", "post", {"role": office, "team": place})
                else:
                    yield self._entry(Subject("office", f"{office}@{place}"), "started", "office", {"person": person})

    def places_for(self, office: m.OfficeWord) -> tuple[str, ...]:
        """Every place in which this office is filled."""
        if office.of == "team":
            return tuple(self.teams)
        if office.of == "service":
            return tuple(dict.fromkeys(self.teams.values()))
        return ("",)

    def in_office(self, office: str, place: str) -> str:
        """The person in an office of a place, by the service's where the team has none; "" if nobody."""
        for wanted in (place, self.teams.get(place, place), ""):
            for person, held in self.people.items():
                if any((o, p) == (office, wanted) for o, p, _kind in held):
                    return person
        return ""

    def role_of(self, person: str) -> tuple[str, str, str]:
        """(office, team or place, "post" or "office") of a person, the post first."""
        held = self.people.get(person, [])
        posts = [one for one in held if one[2] == "post"]
        return (posts or held or [("", "", "")])[0]

    def _place(self) -> None:
        for person in self.cast.people.values():
            for role in person.roles:
                office = self.pack.offices.get(role.office)
                place = role.place
                if office is not None and role.joined == "of":
                    if office.of in ("authority", "outside"):
                        place = ""
                    elif office.of == "service":
                        place = self.teams.get(place, place)
                kind = "post" if role.joined == "in" else "office"
                self.people.setdefault(person.key, []).append((role.office, place, kind))
        for key, office in self.pack.offices.items():
            if office.slot or office.practitioner:
                continue
            for place in self.places_for(office):
                self._fill(key, place, "office")
        for team in self.teams:
            self._fill(practitioner_of(self.pack), team, "post")

    def _fill(self, office: str, place: str, kind: str) -> None:
        if any((office, place) == (o, p) for held in self.people.values() for o, p, _kind in held):
            return
        person = standing_person(office, place)
        self.people.setdefault(person, []).append((office, place, kind))
        self.told.append(f"{person} is {office}{f' of {place}' if place else ''}")

    def _entry(self, subject: Subject, verb: str, word: str, values: Mapping[str, object]) -> Entry:
        return Entry(
            subject, 0, "world", verb, word, Window(BEGINNING, BEGINNING), BEGINNING, "world", "world",
            body={"with": values},
        )  # fmt: skip


def family_entries(cast: Cast) -> Iterator[Entry]:
    """Who is whose brother or sister."""
    for family in cast.families:
        subject = Subject("family", family.key)
        for index, one in enumerate(family.children):
            yield Entry(subject, 0, "world", "in", "child", at(BEGINNING), BEGINNING, body={"about": [one]})
            for other in family.children[index + 1 :]:
                half = any({one, other} <= set(pair) for pair in family.half)
                together = one in family.household and other in family.household
                values = {"relation": "half" if half else "full"}
                if family.household:
                    values["same_household"] = "yes" if together else "no"
                body = {"about": [one, other], "with": values}
                yield Entry(subject, 0, "world", "linked", "sibling", at(BEGINNING), BEGINNING, body=body)


def said_of(world: World) -> str:
    """What the world supplied, for `--full`."""
    lines = [f"The world begins {say(world.begins)}."]
    return "\n".join([*lines, *(f"  {line}" for line in world.told)])
