"""A File: one subject's entries and its surroundings, by a fixed list of links that a pack cannot extend.

Surroundings are values too: the authority's organisation with dated spells, each sibling's timeline, the sittings that
list the child. Trays, caseloads and capacity are read models and never part of a File.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from baton.journal.entry import Entry, Subject
from baton.working_time import BEGINNING, END, Calendar, Moment


@dataclass(frozen=True, slots=True)
class Team:
    """A team as set up: its key, the service it belongs to, the place it serves, if any, and when it closed."""

    key: str
    service: str
    name: str = ""
    place: str = ""
    closed: Moment = END


@dataclass(frozen=True, slots=True)
class Post:
    """A person's role in a team over a spell: `role` is an office key of the pack ("social_worker", "team_manager")."""

    person: str
    role: str
    team: str
    start: Moment = BEGINNING
    end: Moment = END
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """One person holding one office in one place over a spell; `capacity` says whether as holder, cover or deputy.

    `acts`: for a representative or delegate who may do these acts only ("decide", "answer audit"); () for all.
    """

    office: str
    place: str
    person: str
    start: Moment = BEGINNING
    end: Moment = END
    capacity: str = "own office"
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who is who in one authority, with dates: posts, offices, absences and ends (left, died)."""

    teams: Mapping[str, Team] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()
    offices: tuple[Office, ...] = ()
    absences: tuple[tuple[str, Moment, Moment], ...] = ()
    ended: Mapping[str, Moment] = field(default_factory=dict)
    # (person, start) of an absence -> every version of it as (start, end, recorded_at), the first recorded first
    absence_versions: Mapping[tuple[str, Moment], tuple[tuple[Moment, Moment, Moment], ...]] = field(
        default_factory=dict
    )
    names: Mapping[str, str] = field(default_factory=dict)
    ended_known: Mapping[str, Moment] = field(default_factory=dict)  # when a person's end was recorded
    records: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)  # what else is on record about a person


@dataclass(frozen=True, slots=True)
class Kin:
    """A sibling on the record: how related, whether of the same household, and their own File."""

    child: str
    relation: str = "full"
    same_household: bool | None = None
    restricted: bool = False
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of a forum, held by its own journal: when it is, what became of it, who came, what is listed."""

    forum: str
    nominal: Moment
    at: Moment
    moved_because: str = ""
    cancelled: bool = False
    held: bool = False
    attended: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    known_at: Moment = BEGINNING


@dataclass(frozen=True, slots=True)
class File:
    """What `assess` reads: the subject's own entries in the order of their numbers, and the surroundings."""

    subject: Subject
    entries: tuple[Entry, ...]
    calendar: Calendar
    organisation: Organisation = Organisation()
    kin: tuple[Kin, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    family: str = ""

    def known_at(self, moment: Moment) -> File:
        """The same File as it was known at `moment`: entries recorded later are left out."""
        entries = tuple(e for e in self.entries if e.recorded_at <= moment)
        return File(self.subject, entries, self.calendar, self.organisation, self.kin, self.sittings, self.family)
