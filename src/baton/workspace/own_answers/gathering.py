"""Person by person: what each was asked, what they answered and when, what has to come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from baton.accounts.desk import Desk
from baton.journal import Entry, Subject
from baton.store.models import Child, Matter, WorkItem
from baton.workspace import words
from baton.workspace.acting.people import is_person
from baton.workspace.journal import by_number, entries_of
from baton.workspace.own_answers.asking import OwnWord, own_words
from baton.workspace.saying import Say
from baton.workspace.words import Tag
from baton.workspace.work import named, tag_of

CHILD = "child"  # the child is a person of their own, each of several


@dataclass(slots=True)
class Asked:
    """One question to one person. `name` is the form's field; `said` the answer that stands, in words."""

    word: str
    name: str
    question: str
    clause: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    tag: Tag
    said: str = ""
    first: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """One person, with the children whose records their answers go to."""

    key: str
    name: str
    children: list[str]
    asked: list[Asked] = field(default_factory=list)


def people_asked(desk: Desk, say: Say, found: list[Matter], children: Mapping[str, Child]) -> list[Person]:
    """Everybody who is asked something of their own in this matter: the children first, then the others by name."""
    lead = found[0]
    items = list(
        WorkItem.objects.filter(authority=desk.authority, kind="child", matter=lead.key, subject_id__in=list(children))
        .exclude(recipient="")
        .order_by("recipient", "key")
    )
    entries = {c: dict(by_number(entries_of(desk.authority, Subject("child", c)))) for c in children}
    people: dict[tuple[str, str], Person] = {}
    for own in own_words(desk.pack, lead.kind):
        for item in items:
            if not _asks(own, item) or not is_person(desk, say, item.recipient):
                continue
            one = item.subject_id if item.recipient == CHILD else ""
            person = people.get((item.recipient, one))
            if person is None:
                person = people[item.recipient, one] = Person(item.recipient, _name(say, item, children), [])
            if item.subject_id not in person.children:
                person.children.append(item.subject_id)
            if own.word not in [a.word for a in person.asked]:
                person.asked.append(_asked(desk, say, own, item, lead.key, entries[item.subject_id]))
    return sorted(people.values(), key=lambda p: (p.key != CHILD, p.name))


def _asks(own: OwnWord, item: WorkItem) -> bool:
    if own.sends:
        return item.verb == "send" and bool(set(own.sends) & set(item.words))
    return item.rule in own.rules and own.word in item.words


def _name(say: Say, item: WorkItem, children: Mapping[str, Child]) -> str:
    if item.recipient == CHILD:
        return named(children.get(item.subject_id), item.subject_id)
    return words.initial_capital(say.who(item.recipient))


def _asked(desk: Desk, say: Say, own: OwnWord, item: WorkItem, matter: str, entries: Mapping[int, Entry]) -> Asked:
    known = say.pack.words[own.word]
    standing = _standing(entries.values())
    last = next((e for e in standing if _answers(e, own.word, item.recipient, matter)), None)
    answered = last is not None and last.verb != "withdrawn"
    tag = tag_of(item, desk) if not own.sends else Tag("Answered") if answered else words.NOT_KNOWN
    asked = Asked(
        own.word,
        f"{own.word}-{item.recipient}-{item.subject_id if item.recipient == CHILD else ''}".replace(" ", "_"),
        known.question or say.word(own.word),
        tuple(known.clause),
        tuple((a, words.initial_capital(say.value(own.word, a))) for a in known.answers),
        words.NOT_KNOWN if not answered and tag in (words.TO_DO, words.NOT_KNOWN) else tag,
    )
    if answered and last is not None:
        by = f", recorded by {say.person(last.done_by)}" if last.done_by else ""
        asked.said = f"{say.value(own.word, last.values.get(own.word))}, {words.day(last.happened.lo)}{by}"
    asked.first = [_came(say, event, standing, item.recipient) for event in own.first]
    if not answered and any(not _held(standing, event) for event in own.first):
        asked.tag = words.CANNOT_START
    return asked


def _standing(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that stand, the latest recorded first."""
    found = list(entries)
    gone = {e.replaces for e in found if e.replaces is not None}
    return [e for e in reversed(found) if e.number not in gone and not e.body.get("did_not_happen")]


def _answers(e: Entry, word: str, person: str, matter: str) -> bool:
    if e.verb not in ("answer", "given", "withdrawn") or e.matter not in ("", matter):
        return False
    return (word in e.values or e.word == word) and person in (e.body.get("to") or ())


def _held(entries: list[Entry], event: str) -> Entry | None:
    return next((e for e in entries if e.word == event and e.verb == "held"), None)


def _came(say: Say, event: str, entries: list[Entry], person: str) -> str:
    """When the event was, and whether this person was there; when it is booked for; that it is not on record."""
    says = words.initial_capital(say.word(event))
    held = _held(entries, event)
    if held is not None:
        there = [str(p) for p in held.body.get("attended") or ()]
        was = "" if not there or person in there else ", this person was not there"
        return f"{says}: {words.day(held.happened.lo)}{was}"
    booked = next((e for e in entries if e.word == event and e.verb in ("booked", "moved")), None)
    return f"{says}: booked for {words.day(booked.happened.lo)}" if booked is not None else f"{says}: not yet"
