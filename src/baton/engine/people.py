"""Who holds which office when: an index over the organisation. Answers with persons and capacities, or with a hole."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from baton.engine.facts import Facts, facts_of
from baton.journal.file import Office, Organisation, Post
from baton.working_time import BEGINNING, END, Moment


class People:
    """Looks up posts and offices by date. Built once for an organisation."""

    __slots__ = (
        "_absent", "_by_office", "_by_person", "_by_place", "_facts", "_for_acts", "_known", "_posts", "_teams_posts",
        "_turns", "found", "organisation",
    )  # fmt: skip

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.found: dict[Any, Any] = {}  # who holds an office in some places at a moment, as `who` last worked it out
        self._facts: dict[str, Facts] = {}
        self._known: frozenset[str] | None = None
        self._turns: dict[tuple[str, str], tuple[Moment, ...]] = {}
        self._by_place: dict[tuple[str, str], list[Office]] = {}
        self._by_office: dict[str, list[Office]] = {}
        self._posts: dict[str, list[Post]] = {}
        self._teams_posts: dict[tuple[str, str], list[Post]] = {}
        self._absent: dict[str, list[tuple[Moment, Moment]]] = {}
        self._for_acts: list[Office] = [o for o in organisation.offices if o.acts]
        self._by_person: dict[str, list[Office]] = {}
        for office in organisation.offices:
            self._by_person.setdefault(office.person, []).append(office)
            if office.acts:
                continue  # named for some acts only: holds nothing and is asked nothing else
            self._by_place.setdefault((office.office, office.place), []).append(office)
            self._by_office.setdefault(office.office, []).append(office)
        for post in organisation.posts:
            self._posts.setdefault(post.person, []).append(post)
            self._teams_posts.setdefault((post.role, post.team), []).append(post)
        for person, start, end in organisation.absences:
            self._absent.setdefault(person, []).append((start, end))

    def spells_of(self, office: str, place: str) -> list[Office]:
        """All spells in which anybody held this office in this place."""
        return self._by_place.get((office, place), [])

    def in_office(self, office: str, place: str, at: Moment) -> tuple[tuple[str, str], ...]:
        """The persons in an office in a place at a moment, with capacity: cover first where the holder is away.

        `place` "" asks for the office anywhere in the authority.
        """
        spells = self._by_place.get((office, place), []) if place else self._by_office.get(office, [])
        here = [s for s in spells if s.start <= at < s.end and not self.gone(s.person, at)]
        present = [(s.person, s.capacity) for s in here if not self.absent(s.person, at)]
        own = [p for p in present if p[1] == "own office"]
        return tuple(own + [p for p in present if p[1] != "own office"])

    def turn_of_office(self, office: str, place: str, at: Moment) -> Moment:
        """The first instant after `at` at which somebody comes into the office, leaves it, goes away or is back."""
        turns = self._turns.get((office, place))
        if turns is None:
            spells = self._by_place.get((office, place), []) if place else self._by_office.get(office, [])
            edges = [(s.person, s.start, s.end) for s in spells]
            edges += [(p.person, p.start, p.end) for p in self._teams_posts.get((office, place), ())]
            turns = self._turns[office, place] = self._turns_of(edges)
        return _after(turns, at)

    def turn_of_person(self, person: str, at: Moment) -> Moment:
        """The first instant after `at` at which the person takes up or leaves a post or office."""
        turns = self._turns.get(("", person))
        if turns is None:
            edges = [(o.person, o.start, o.end) for o in self.organisation.offices if o.person == person]
            edges += [(person, p.start, p.end) for p in self._posts.get(person, ())]
            turns = self._turns["", person] = self._turns_of(edges)
        return _after(turns, at)

    def _turns_of(self, edges: list[tuple[str, Moment, Moment]]) -> tuple[Moment, ...]:
        found = {edge for _person, *both in edges for edge in both}
        for person in {edge[0] for edge in edges}:
            found.update(edge for both in self._absent.get(person, ()) for edge in both)
            found.add(self.organisation.ended.get(person, END))
        return tuple(sorted(found - {END, BEGINNING}))

    def named_for(self, office: str, places: tuple[str, ...], act: str, at: Moment) -> tuple[str, ...]:
        """The persons named for this act ("decide", "answer file_audit") in the place of whoever holds the office."""
        verb = act.partition(" ")[0]
        return tuple(dict.fromkeys(
            o.person for o in self._for_acts
            if o.office == office and (o.place in places or "" in places or not o.place)
            and o.start <= at < o.end and (act in o.acts or verb in o.acts) and not self.gone(o.person, at)
        ))  # fmt: skip

    def with_role(self, role: str, team: str, at: Moment) -> tuple[str, ...]:
        """Persons whose post in `team` has this role at a moment."""
        return tuple(p.person for p in self._teams_posts.get((role, team), ()) if p.start <= at < p.end)

    def in_team(self, team: str, at: Moment) -> tuple[str, ...]:
        """Everybody with a post in this team at a moment."""
        return tuple(dict.fromkeys(p.person for (_role, own), posts in self._teams_posts.items() if own == team
                                   for p in posts if p.start <= at < p.end))  # fmt: skip

    def team_of(self, person: str, at: Moment) -> str:
        """The team of a person's post at a moment, else the place of an office they hold, else ""."""
        for post in self._posts.get(person, ()):
            if post.start <= at < post.end:
                return post.team
        for office in self._by_person.get(person, ()):
            if office.start <= at < office.end:
                return office.place
        return ""

    def offices_of(self, person: str, at: Moment) -> tuple[tuple[str, str, str], ...]:
        """(office, place, capacity) of every office the person holds at a moment, posts included."""
        held = [(o.office, o.place, o.capacity) for o in self._by_person.get(person, ())
                if o.start <= at < o.end and not o.acts]  # fmt: skip
        held += [(p.role, p.team, "own office") for p in self._posts.get(person, ()) if p.start <= at < p.end]
        return tuple(held)

    def facts_of(self, person: str) -> Facts:
        """What is on record about a person: training, grade, supervision, whatever the pack's words are."""
        found = self._facts.get(person)
        if found is None:
            found = self._facts[person] = facts_of(self.organisation.records.get(person, ()))
        return found

    def knows(self, person: object) -> bool:
        """Whether anybody of this id is or was at work here, or came with an extract as somebody's worker."""
        if self._known is None:
            org = self.organisation
            self._known = frozenset((*org.names, *org.records, *org.ended, *self._posts, *self._by_person))
        return isinstance(person, str) and person in self._known

    def absent(self, person: str, at: Moment) -> bool:
        """Whether the person is away at a moment."""
        spells = self._absent.get(person)
        return bool(spells) and any(start <= at < end for start, end in spells or ())

    def next_absence(self, at: Moment) -> Moment:
        """The next moment at which anybody's absence begins or ends; END if none is known."""
        edges = (edge for _person, start, end in self.organisation.absences for edge in (start, end) if edge > at)
        return min(edges, default=END)

    def gone(self, person: str, at: Moment) -> bool:
        """Whether the person had left or died by a moment."""
        ended = self.organisation.ended
        return bool(ended) and ended.get(person, END) <= at

    def ends(self, person: str) -> Moment:
        """When the person's time here ends: died or left, or the end of their last post; END if not known to end."""
        gone = self.organisation.ended.get(person, END)
        posts = self._posts.get(person)
        if posts:
            gone = min(gone, max(p.end for p in posts))
        return gone


def _after(turns: tuple[Moment, ...], at: Moment) -> Moment:
    index = bisect_right(turns, at)
    return turns[index] if index < len(turns) else END


_CACHE: dict[int, tuple[Organisation, People]] = {}


def people_of(organisation: Organisation) -> People:
    """The index over an organisation, made once for each organisation value in use."""
    found = _CACHE.get(id(organisation))
    if found is not None and found[0] is organisation:
        return found[1]
    people = People(organisation)
    if len(_CACHE) > 256:
        _CACHE.clear()
    _CACHE[id(organisation)] = (organisation, people)
    return people
