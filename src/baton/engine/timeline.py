"""The timeline: statuses and holdings, from the subject's own entries only.

At each instant of an open child there is exactly one holding. Nobody stands here only where a record or the
organisation leaves no one, never from an act (DESIGN section 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from baton.engine.facts import Facts
from baton.engine.people import People
from baton.engine.situation import Holding, Status, Timeline
from baton.journal.cheap import but
from baton.journal.entry import Entry
from baton.working_time import BEGINNING, END, Moment, Window

if TYPE_CHECKING:
    from baton.engine.compiled import Compiled


def timeline_of(pack: Compiled, facts: Facts, people: People) -> Timeline:
    """Returns the statuses and holdings that the facts give, for all time; the reader picks the instant. Worked out
    once for facts that are judged at several instants."""
    known = facts.timeline
    if known is None or known[0] is not pack or known[1] is not people:
        known = facts.timeline = pack, people, _timeline(pack, facts, people)
    timeline: Timeline = known[2]
    return timeline


def _timeline(pack: Compiled, facts: Facts, people: People) -> Timeline:
    raw, opened, closed = _raw_holdings(pack, facts, people)
    holdings: list[Holding] = []
    for holding in raw:
        if holding.kind == "office":
            holdings.extend(_by_office_holder(pack, people, holding))
        elif holding.kind == "worker":
            holdings.extend(_until_worker_ends(pack, people, holding))
        else:
            holdings.append(holding)
    statuses = [
        Status(s.word, s.start, s.end, tuple([(k, str(v)) for k, v in s.parts.items()]) if s.parts else (), s.entry)
        for spells in facts.spells.values()
        for s in spells
    ]
    return Timeline(tuple(statuses), tuple(holdings), opened, closed)


def holding_at(timeline: Timeline, at: Moment) -> Holding | None:
    """The one holding at a moment, or None where the child is not open."""
    for holding in reversed(timeline.holdings):
        if holding.start <= at < holding.end:
            return holding
    return None


def would_be_held_by(pack: Compiled, people: People, values: Mapping[str, object], at: Moment) -> str:
    """The kind of the holding that a move with these values would make at this instant: who is in the office then,
    whether the worker is still there."""
    person, team = str(values.get("person") or ""), str(values.get("team") or "")
    gone = bool(person) and people.ends(person) <= at
    office = pack.landing_office(team) if gone else str(values.get("office") or "")
    if person and not gone:
        return "worker"
    piece = Holding("office", at, end=at + 1, office=office, team=team)
    return _in_office(pack, people, piece).kind


def _raw_holdings(pack: Compiled, facts: Facts, people: People) -> tuple[list[Holding], Moment | None, Moment | None]:
    changes: list[tuple[Moment, int, Entry]] = [(e.happened.lo, e.number, e) for e in facts.holders]
    changes += _openings(pack, facts)
    changes.sort(key=lambda c: (c[0] if c[2].verb != "observed" else c[2].happened.hi, c[1]))
    holdings: list[Holding] = []
    opened: Moment | None = None
    closed: Moment | None = None
    seen: Moment = BEGINNING
    for when, _number, entry in changes:
        current = holdings[-1] if holdings and holdings[-1].end == END else None
        if entry.verb in ("close", "closed"):
            when = when if when > BEGINNING else entry.happened.hi
            if current is not None:
                holdings[-1] = but(current, end=max(when, current.start))
                closed = when
            continue
        if entry.verb == "observed":
            holding = _observed(
                pack, facts, entry, current, max(seen, holdings[-1].end if current is None and holdings else seen)
            )
            seen = entry.happened.hi
        elif entry.verb in ("move", "open", "opened", "reopen"):
            holding = _from_entry(pack, entry)
        else:
            holding = _landing(pack, entry, when) if current is None else None
        if holding is None:
            continue
        if current is not None:
            if holding.start <= current.start:
                holdings.pop()
                holding = but(holding, start=current.start) if holding.start < current.start else holding
            else:
                holdings[-1] = but(current, end=holding.start)
        else:
            opened = holding.start
            closed = None
        holdings.append(holding)
    return holdings, opened, closed


def _openings(pack: Compiled, facts: Facts) -> list[tuple[Moment, int, Entry]]:
    found = []
    for word in pack.pack.opens:
        if word not in facts.words:
            continue
        for event in facts.events[word]:
            if event.held is not None:
                found.append((event.held.lo, event.entry, facts.entries[event.entry]))
        for spell in facts.spells.get(word, ()):
            if spell.entry in facts.entries:
                found.append((spell.start.lo, spell.entry, facts.entries[spell.entry]))
    return found


def _landing(pack: Compiled, entry: Entry, when: Moment) -> Holding:
    place = pack.pack.opens[entry.word]
    definition = pack.pack.places.get(place)
    if definition is not None and definition.kind == "outside":
        return Holding(
            "outside", when, person=str(entry.values.get("worker") or ""), service=place,
            team=str(entry.values.get("authority") or place), rule="opens", because=(("entry", entry.number),),
        )  # fmt: skip
    team = str(entry.values.get("team") or place)
    return Holding(
        "office", when, office=pack.landing_office(team), team=team, service=pack.service_of(team),
        flag="landing holder", rule="opens", clause=pack.opens_clause, because=(("entry", entry.number),),
    )  # fmt: skip


def _from_entry(pack: Compiled, entry: Entry) -> Holding:
    v = entry.values
    team = str(v.get("team") or "")
    service = str(v.get("service") or pack.service_of(team))
    kind = str(v.get("kind") or ("worker" if v.get("person") else "office" if v.get("office") else "nobody"))
    clause = v.get("clause") or ()
    return Holding(
        kind,  # type: ignore[arg-type]
        entry.happened.lo, person=str(v.get("person") or ""), office=str(v.get("office") or ""),
        team=team or service, service=service, flag=str(v.get("flag") or ""), rule=str(v.get("rule") or ""),
        clause=tuple(clause) if isinstance(clause, list | tuple) else (str(clause),),
        because=(("entry", entry.number),), breach=str(v.get("breach") or ("never" if kind == "nobody" else "")),
    )  # fmt: skip


def _observed(pack: Compiled, facts: Facts, entry: Entry, current: Holding | None, seen: Moment) -> Holding | None:
    """The holder that a source names. `seen` is the last moment at which a source, or a closing, said otherwise."""
    v = entry.values
    if v.get("stands") is False:
        return None
    worker = str(v.get("worker") or "")
    team = str(v.get("team") or "")
    service = str(v.get("service") or pack.service_of(team))
    if current is not None:
        if pack.pack.books.get("allocated_worker", "baton") == "baton" and current.because:
            return None
        if worker == current.person and (not team or team == current.team):
            return None
    window = entry.happened
    if current is None and window.lo < seen < window.hi:
        window = Window(seen, window.hi)
    landed = current is not None and current.rule == "opens" and _imported(facts, current)
    if current is not None and window.lo == BEGINNING:
        window = Window(current.start if landed else max(seen, current.start), window.hi)
    start = window.lo if current is None or window.is_moment or window.is_day else window.hi
    if landed and current is not None and window.lo <= current.start:
        start = current.start
    vague = not (window.is_moment or window.is_day)
    base = Holding(
        "worker" if worker else "nobody", start, person=worker, team=team or service, service=service,
        start_window=window if vague else None, rule="observed", because=(("entry", entry.number),),
        breach="" if worker else "never", clause=() if worker else pack.never_clause,
    )  # fmt: skip
    if v.get("kind") == "outside":
        return but(base, kind="outside", breach="", clause=())
    return base


def _imported(facts: Facts, holding: Holding) -> bool:
    return any(k == "entry" and n in facts.entries and facts.entries[n].source == "import"  # type: ignore[index]
               for k, n in holding.because)  # fmt: skip


def _by_office_holder(pack: Compiled, people: People, holding: Holding) -> list[Holding]:
    """Splits an office's holding by who is in the office; where nobody is, the office above holds, as a breach."""
    cuts = {holding.start}
    for key in pack.places_for(holding.office, holding.team):
        for spell in people.spells_of(holding.office, key):
            for cut in (spell.start, spell.end, people.ends(spell.person)):
                if holding.start < cut < holding.end:
                    cuts.add(cut)
            for person, start, end in people.organisation.absences:
                if person == spell.person:
                    cuts.update(c for c in (start, end) if holding.start < c < holding.end)
    ordered = [*sorted(cuts), holding.end]
    pieces: list[Holding] = []
    for start, end in pairwise(ordered):
        piece = _in_office(pack, people, but(holding, start=start, end=end))
        if pieces and pieces[-1].person == piece.person and pieces[-1].flag == piece.flag:
            pieces[-1] = but(pieces[-1], end=piece.end)
        else:
            pieces.append(piece)
    return pieces


def _in_office(pack: Compiled, people: People, piece: Holding) -> Holding:
    office: str = piece.office
    at = max(piece.start, BEGINNING)
    first = True
    for _step in range(6):
        for key in pack.places_for(office, piece.team):
            found = people.in_office(office, key, at)
            if found:
                person, capacity = found[0]
                flag = piece.flag if first and capacity == "own office" else capacity if first else "senior above"
                breach = "" if first else "never"
                vacant = "" if first else f"{piece.office} of {piece.team}"
                return but(piece, person=person, office=office, flag=flag or capacity, breach=breach,
                               vacant=vacant, clause=piece.clause if first else pack.never_clause)  # fmt: skip
        word = pack.offices.get(office)
        if word is None or not word.above:
            break
        office, first = word.above, False
    if not people.organisation.offices:
        return piece
    return but(piece, kind="nobody", person="", breach="never", clause=pack.never_clause)


def _until_worker_ends(pack: Compiled, people: People, holding: Holding) -> list[Holding]:
    """A worker who leaves or dies while holding: the landing holder holds from that instant, as a listed breach."""
    ends = people.ends(holding.person)
    if ends >= holding.end:
        known = bool(people.organisation.posts) and people.team_of(holding.person, max(holding.start, 0)) == ""
        known = known and not people.offices_of(holding.person, max(holding.start, 0))
        known = known and people.team_of(holding.person, END - 1) == ""
        return [but(holding, flag="provisional")] if known and not holding.flag else [holding]
    if ends <= holding.start:
        after = [holding.start]
        kept: list[Holding] = []
    else:
        after = [ends]
        kept = [but(holding, end=ends)]
    office = pack.landing_office(holding.team)
    rest = but(holding, kind="office", start=after[0], person="", office=office, flag="landing holder",
                   clause=pack.never_clause, breach="never", start_window=None)  # fmt: skip
    return kept + [but(p, breach="never") for p in _by_office_holder(pack, people, rest)]
