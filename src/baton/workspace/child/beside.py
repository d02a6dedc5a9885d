"""Those who stand beside the holder, never in its place: co-workers, advisers, the worker to come, whoever covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baton.accounts.desk import Desk
from baton.journal import Entry
from baton.journal.standing import standing_in
from baton.store.models import Child, Matter
from baton.workspace import words
from baton.workspace.saying import Say

GIVEN = frozenset({"answer", "given"})


@dataclass(frozen=True, slots=True)
class Beside:
    """One person: in what, who, since or from when."""

    what: str
    who: str
    when: str = ""


def beside(desk: Desk, say: Say, child: Child, entries: Iterable[Entry], matters: Iterable[Matter]) -> list[Beside]:
    """Everybody named for this child who does not hold it, in the pack's words, each once."""
    found = [*_cover(desk, say, child), *_matters(desk, say, matters), *_named(say, child, list(entries))]
    return [b for b in dict.fromkeys(found) if b.who]


def _cover(desk: Desk, say: Say, child: Child) -> Iterable[Beside]:
    """That the holder is away, and who covers their offices."""
    for person, start, end in desk.around.organisation.absences:
        if person == child.holder_person and start <= desk.now < end:
            until = f", until {words.day(end - 1)}" if end < desk.now + 400 * words.DAY else ""
            yield Beside("Away", say.person(person), f"since {words.day(start)}{until}. Stays responsible by name")


def _matters(desk: Desk, say: Say, matters: Iterable[Matter]) -> Iterable[Beside]:
    """The second worker of a co-working, and the worker to whom the child is to go."""
    for m in matters:
        if m.state not in ("open", "decided") or not m.receiving_worker:
            continue
        if "co_working" in say.kinds(m.kind):
            yield Beside(m.says or say.word(m.kind), say.person(m.receiving_worker), f"since {words.day(m.opened)}")
        else:
            when = f"from {words.window(m.date_from, m.date_to)}" if m.date_from is not None else "no date agreed yet"
            yield Beside("Worker to come", say.person(m.receiving_worker), when)


def _named(say: Say, child: Child, entries: list[Entry]) -> Iterable[Beside]:
    """Persons given as the answer to a question of the pack, and named for an office beside the holder's."""
    last: dict[str, tuple[Entry, str]] = {}
    for e in sorted(standing_in(entries), key=lambda e: (e.happened.lo, e.number)):
        if e.verb in GIVEN and say.pack.words.get(e.word) is not None:
            value = str(e.values.get(e.word, ""))
            if value in say.organisation.names or e.word in last:
                last[e.word] = (e, value)
        elif e.verb == "allocate" and e.word in say.pack.offices:
            last[e.word] = (e, str(e.values.get("person") or ""))
    for word, (e, value) in last.items():
        if value in say.organisation.names and value != child.holder_person:
            said = say.office(word) if word in say.pack.offices else say.word(word)
            yield Beside(words.initial_capital(said), say.person(value), f"since {words.day(e.happened.lo)}")
