"""Questions to the engine on behalf of pages, which never call it themselves: what follows, who may, why.

Nothing here writes. Answers are from the record as it stands; an act is judged again under the lock when it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from baton import engine
from baton.engine import Change, Permitted
from baton.engine.people import people_of
from baton.engine.situation import Act, By, Done, Refusal, Situation
from baton.journal import Entry, Organisation, Subject
from baton.policy.model import Packs
from baton.store.files import file_of
from baton.store.reading import read
from baton.store.surroundings import Surroundings, surroundings_of
from baton.store.tenancy import as_program
from baton.working_time import Moment


def situation(authority: str, child: str, now: Moment) -> Situation:
    """Everything that follows for a child now, with all that gets no row: why not, what is met, what is excluded."""
    return situation_of(authority, Subject("child", child), now)


def situation_of(authority: str, subject: Subject, now: Moment) -> Situation:
    """The same for any subject: a sitting, a worker, a team, the authority itself. Only a child's gets rows."""
    with as_program(authority) as raw:
        journals = read(raw, authority, [subject])
        around = surroundings_of(raw, journals)
        file = file_of(journals, around, subject)
    return engine.assess(around.packs, file, now)


def preview(authority: str, act: Act, by: By, now: Moment) -> tuple[Change, ...] | Refusal:
    """What an act, record or correction would change, child by child, or why it cannot be done."""
    found = foreseen(authority, act, by, now)
    return found if isinstance(found, Refusal) else found[1]


def foreseen(authority: str, act: Act, by: By, now: Moment) -> tuple[Done, tuple[Change, ...]] | Refusal:
    """The same, with the answer that it would have: whether it counts, and what it lacks."""
    with as_program(authority) as raw:
        children = [Subject("child", child) for child in act.children]
        journals = read(raw, authority, children)
        around = surroundings_of(raw, journals)
        files = {s.id: file_of(journals, around, s) for s in children}
    return engine.foreseen(around.packs, files, act, by, now)


def would(authority: str, act: Act, by: By, now: Moment) -> Done | Refusal:
    """The answer that an act about children would have now; nothing is added."""
    with as_program(authority) as raw:
        children = [Subject("child", child) for child in act.children]
        journals = read(raw, authority, children)
        around = surroundings_of(raw, journals)
        files = {s.id: file_of(journals, around, s) for s in children}
    return engine.attempt(around.packs, files, act, by, now)


def would_each(authority: str, acts: Sequence[Act], by: By, now: Moment) -> tuple[Done | Refusal, ...]:
    """The answer that each of several acts would have, were it the only one; what they are about is read once."""
    with as_program(authority) as raw:
        children = {Subject("child", child) for act in acts for child in act.children}
        journals = read(raw, authority, sorted(children))
        around = surroundings_of(raw, journals)
        files = {s.id: file_of(journals, around, s) for s in children}
    return tuple(
        engine.attempt(around.packs, {c: files[c] for c in act.children}, act, by, now, "preview") for act in acts
    )


def on_record(
    organisation: Organisation, words: Iterable[str], persons: Iterable[str], now: Moment
) -> dict[str, dict[str, object]]:
    """What is on record about workers under these words: by person and word, whether a spell lasts now, or the latest
    answer. A word of which nothing was ever recorded is left out."""
    wanted = tuple(words)
    found: dict[str, dict[str, object]] = {}
    people = people_of(organisation)
    for person in persons:
        facts = people.facts_of(person)
        known: dict[str, object] = {}
        for word in wanted:
            spells = facts.spells.get(word)
            if spells:
                known[word] = any(s.start.lo <= now and (s.end is None or now < s.end.hi) for s in spells)
            elif facts.answers.get(word):
                known[word] = facts.answers[word][-1].values.get(word)
        found[person] = known
    return found


def who_may(
    authority: str, child: str, now: Moment, verb: str, word: str = "", matter: str = ""
) -> tuple[Permitted, ...]:
    """Who may do an act for this child now, each with a capacity; an office that nobody holds is a hole."""
    with as_program(authority) as raw:
        subject = Subject("child", child)
        journals = read(raw, authority, [subject])
        around = surroundings_of(raw, journals)
        file = file_of(journals, around, subject)
    return engine.who_may(around.packs, file, now, verb, word, matter)


def journal(authority: str, kind: str, subject_id: str) -> tuple[Entry, ...]:
    """All entries of one subject in the order of their numbers, for the page that shows everything recorded."""
    with as_program(authority) as raw:
        subject = Subject(kind, subject_id)  # type: ignore[arg-type]
        return read(raw, authority, [subject]).of(subject).entries


def around(authority: str) -> Surroundings:
    """Procedure, calendar, organisation and sittings of an authority, as folded from its journals."""
    with as_program(authority) as raw:
        return surroundings_of(raw, read(raw, authority, []))


def packs_of(authority: str) -> Packs:
    """The procedure of an authority, with what was put into force there."""
    return around(authority).packs
