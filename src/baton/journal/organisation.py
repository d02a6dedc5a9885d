"""Who is who in one authority, folded from the journals of its workers, offices and teams; kin and sittings beside.

Pure: the same entries give the same surroundings. Corrections stand in the place of what they replace, and what was
recorded after `known_at` is left out. A boundary is an instant: something that ended "on" a date ended as it began,
while a last day, and an absence "until" a date, last to its end. This module must not know any pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from baton.journal.entry import Entry, Subject
from baton.journal.file import Office, Organisation, Post, Team
from baton.journal.kin import kin_from
from baton.journal.sittings import sitting_id, sittings_from
from baton.journal.standing import standing_in
from baton.working_time import END, Moment, parse_when

__all__ = ["kin_from", "office_of", "organisation_from", "sitting_id", "sittings_from", "standing_in"]

COVER = "cover"


def organisation_from(entries: Iterable[Entry], known_at: Moment = END) -> Organisation:
    """The organisation that these journals give, with all its spells; the reader picks the instant."""
    entries = list(entries)
    fold = _Fold()
    for entry in standing_in(entries, known_at):
        take = _TAKERS.get(entry.subject.kind)
        if take is not None:
            take(fold, entry)
    fold.covers()
    return Organisation(
        fold.teams, tuple(fold.posts), tuple(fold.offices),
        tuple((a.person, a.start, a.end) for a in fold.absences), fold.ended,
        _absence_versions(entries, known_at), fold.names, fold.ended_known,
        {person: tuple(found) for person, found in fold.records.items()},
    )  # fmt: skip


@dataclass(slots=True)
class _Absence:
    person: str
    start: Moment
    end: Moment
    cover: str


@dataclass(slots=True)
class _Fold:
    teams: dict[str, Team] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    absences: list[_Absence] = field(default_factory=list)
    ended: dict[str, Moment] = field(default_factory=dict)
    ended_known: dict[str, Moment] = field(default_factory=dict)
    records: dict[str, list[Entry]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def covers(self) -> None:
        """Adds the cover that an absence names, for every office that the absent person holds while away."""
        for absence in self.absences:
            for office in [o for o in self.offices if o.person == absence.person and o.capacity != COVER]:
                start, end = max(office.start, absence.start), min(office.end, absence.end)
                if absence.cover and start < end:
                    self.offices.append(replace(office, person=absence.cover, start=start, end=end, capacity=COVER))

    def end_office(self, office: str, place: str, at: Moment, person: str = "") -> None:
        """Ends what is held in an office: by one person, or by whoever holds it as their own."""
        for index, held in enumerate(self.offices):
            mine = held.person == person if person else held.capacity == "own office"
            if (held.office, held.place) == (office, place) and mine and held.start < at < held.end:
                self.offices[index] = replace(held, end=at)


def office_of(subject: Subject) -> tuple[str, str]:
    """(office, place) of an office's id: "team_manager@locality_2"; the place is "" for an office of the authority."""
    office, _, place = subject.id.partition("@")
    return office, place


def day_after(text: object) -> Moment:
    """The instant at which a day written as text is over; a written time is its own instant."""
    return parse_when(str(text)).hi


def day_begins(text: object) -> Moment:
    """The instant at which a day written as text begins."""
    return parse_when(str(text)).lo


def _team(fold: _Fold, e: Entry) -> None:
    v = e.values
    if e.verb in ("opened", "open") or v.get("service"):
        key = e.subject.id
        fold.teams[key] = Team(key, str(v.get("service") or key), str(v.get("name") or ""), str(v.get("place") or ""))
    if e.verb in ("closed", "close") and e.subject.id in fold.teams:
        fold.teams[e.subject.id] = replace(fold.teams[e.subject.id], closed=e.happened.lo)


def _worker(fold: _Fold, e: Entry) -> None:
    person, v = e.subject.id, e.values
    if v.get("name"):
        fold.names[person] = str(v["name"])
    if e.verb == "died" or (e.word == "worker" and e.verb == "ended"):
        if e.happened.lo < fold.ended.get(person, END):
            fold.ended[person], fold.ended_known[person] = e.happened.lo, e.recorded_at
        fold.ended_known[person] = e.recorded_at
    elif e.word == "post" or e.verb == "end_post":
        _post(fold, e)
    elif e.word == "worker_absence":
        _absence(fold, e)
    elif e.word and e.word != "worker":
        fold.records.setdefault(person, []).append(e)


def _post(fold: _Fold, e: Entry) -> None:
    person, v = e.subject.id, e.values
    if e.verb == "started":
        end = day_after(v["until"]) if v.get("until") else END
        role, team = str(v.get("role") or ""), str(v.get("team") or "")
        fold.posts.append(Post(person, role, team, e.happened.lo, end, bool(v.get("provisional"))))
        return
    end = day_after(v["last_day"]) if v.get("last_day") else e.happened.lo
    for index, post in enumerate(fold.posts):
        same = post.person == person and (not v.get("team") or v["team"] == post.team)
        if same and (not v.get("role") or v["role"] == post.role) and post.start < end < post.end:
            fold.posts[index] = replace(post, end=end)


def _absence(fold: _Fold, e: Entry) -> None:
    if e.verb == "started":
        end = day_after(e.values["until"]) if e.values.get("until") else END
        fold.absences.append(_Absence(e.subject.id, e.happened.lo, end, str(e.values.get("cover") or "")))
        return
    for absence in reversed(fold.absences):
        if absence.person == e.subject.id and absence.start < e.happened.lo < absence.end:
            absence.end = e.happened.lo
            return


def _office(fold: _Fold, e: Entry) -> None:
    office, place = office_of(e.subject)
    v = e.values
    person = str(v.get("person") or "")
    if e.verb in ("started", "name_holder", "cover", "delegate"):
        usual = {"cover": COVER, "delegate": "delegate"}.get(e.verb, "own office")
        capacity = str(v.get("capacity") or usual)
        acts = v.get("acts") or ()
        start = day_begins(v["starts"]) if v.get("starts") else e.happened.lo
        end = day_after(v["until"]) if v.get("until") else END
        if e.verb == "name_holder":
            fold.end_office(office, place, start)
        named_for = (acts,) if isinstance(acts, str) else tuple(str(act) for act in acts)
        fold.offices.append(Office(office, place, person, start, end, capacity, named_for))
    elif e.verb in ("ended", "end_office"):
        end = day_after(v["last_day"]) if v.get("last_day") else e.happened.lo
        fold.end_office(office, place, end, person)
        _after_the_end(fold, office, place, end, v)


def _after_the_end(fold: _Fold, office: str, place: str, end: Moment, v: Mapping[str, object]) -> None:
    """The successor and the cover named with an office's end."""
    successor = str(v.get("successor") or v.get("then_held_by") or "")
    starts = day_begins(v["starts"]) if v.get("starts") else end
    if v.get("cover"):
        first = day_begins(v["cover_for"]) if v.get("cover_for") else end
        last = day_after(v.get("cover_until") or v["cover_for"]) if v.get("cover_until") or v.get("cover_for") else END
        last = last if last < END or not successor else starts
        fold.offices.append(Office(office, place, str(v["cover"]), first, last, COVER))
    if successor:
        fold.offices.append(Office(office, place, successor, starts))


_TAKERS = {"team": _team, "worker": _worker, "office": _office}


def _absence_versions(
    entries: Iterable[Entry], known_at: Moment
) -> dict[tuple[str, Moment], tuple[tuple[Moment, Moment, Moment], ...]]:
    """Every version of each absence that stands, the first recorded first."""
    known = {(e.subject, e.number): e for e in entries if e.word == "worker_absence" and e.recorded_at <= known_at}
    replaced = {(e.subject, e.replaces) for e in known.values() if e.replaces is not None}
    found = {}
    for key, entry in known.items():
        if key in replaced or entry.verb != "started":
            continue
        chain = [entry]
        while (earlier := known.get((entry.subject, chain[-1].replaces or 0))) is not None:
            chain.append(earlier)
        ends = [day_after(e.values["until"]) if e.values.get("until") else END for e in chain]
        found[entry.subject.id, entry.happened.lo] = tuple(
            (e.happened.lo, end, e.recorded_at) for e, end in reversed(list(zip(chain, ends, strict=True)))
        )
    return found
