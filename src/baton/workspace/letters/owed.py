"""Which letters a transfer asks for: one a recipient, or one a child and recipient where the letter is about one child.

A recipient is a name somebody typed ("Ms Specimen"), so the address carries a mark made from it, never the name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.journal import Entry
from baton.journal.standing import standing_in
from baton.letters import names_in
from baton.letters.variants import USUAL, Form, Found, find
from baton.packs_on_disk import LetterTemplate, letter_of
from baton.policy.model import Word
from baton.sending.models import Message
from baton.sending.outbox import key_of
from baton.store.models import Child, Matter, WorkItem
from baton.working_time import age_on, local_day
from baton.workspace import words
from baton.workspace.journal import entries_of_each
from baton.workspace.saying import Say
from baton.workspace.words import Tag
from baton.workspace.work import tag_of

OUT_OF_DATE = Tag("Out of date", "orange")
PUT_RIGHT = Tag("Being put right", "orange")
SENT = frozenset({"send", "sent"})
FURTHER = "further"  # why a letter that was sent is put right by a further one, kept with its words
CONTACT = ("address", "email", "language", "large_print", "plain")


@dataclass(frozen=True, slots=True)
class Contact:
    """Where and how somebody is written to, as whoever recorded it gave it; "" where nobody did."""

    address: str = ""
    email: str = ""
    form: Form = USUAL


@dataclass(slots=True)
class Owed:
    """One letter: to whom, about which children, of which duties, and what was sent before."""

    word: Word
    recipient: str
    children: list[Child]
    matter: Matter
    template: LetterTemplate | None
    forms: Callable[[Form], Found[LetterTemplate] | None] = lambda form: None
    items: list[WorkItem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)  # all that stand, of its children
    sent: list[Entry] = field(default_factory=list)
    further: str = ""  # why somebody writes a further one that puts right the last

    @property
    def mark(self) -> str:
        """Its place in the address."""
        about = "|".join((self.matter.key, self.word.key, self.recipient, *(c.child for c in self.children)))
        return salted_hmac("baton.letters", about).hexdigest()[:16]

    @property
    def href(self) -> str:
        return f"/transfers/{self.matter.key}/letters/{self.word.key}/{self.mark}"

    @property
    def to_a_child(self) -> bool:
        return self.recipient == "child"

    @property
    def for_reading_aloud(self) -> bool:
        return self.to_a_child and self.template is not None and self.template.name == "child.md"

    @property
    def is_done(self) -> bool:
        return not self.further and all(i.state in ("met", "excused") for i in self.items)

    def who(self, say: Say) -> str:
        """To whom, on a page: the child by name."""
        return first_name(self.children[0]) if self.to_a_child else words.initial_capital(say.who(self.recipient))

    def contact(self) -> Contact:
        """Where the recipient gets letters; each line as it was last recorded with them as one of the people."""
        found: dict[str, str] = {}
        for e in self.entries:
            if e.verb == "in" and list(e.body.get("to") or ()) == [self.recipient]:
                found |= {name: str(e.values[name]) for name in CONTACT if name in e.values}
        form = Form(found.get("plain") == "yes", found.get("language") or "en", found.get("large_print") == "yes")
        return Contact(found.get("address", ""), found.get("email", ""), form)

    @property
    def has_no_address(self) -> bool:
        """Nobody recorded where to write; what is read aloud to a child needs no post."""
        return not self.contact().address and not self.for_reading_aloud

    @property
    def key(self) -> str:
        """What this letter is in the outbox: one that is owed again is another."""
        return self._key(len(self.sent))

    @property
    def key_of_last(self) -> str:
        """What the last that was sent is there; "" where none was."""
        return self._key(len(self.sent) - 1) if self.sent else ""

    def _key(self, number: int) -> str:
        about = sorted(c.child for c in self.children)
        return key_of("letter", self.matter.key, self.word.key, self.recipient, *about, str(number))

    def tag(self, desk: Desk) -> Tag:
        """Where it stands: posted, out of date because what it named has changed, or as its duty is."""
        if self.further:
            return PUT_RIGHT
        waiting = [i for i in self.items if i.state not in ("met", "excused")]
        if not waiting:
            return words.EXCUSED if all(i.state == "excused" for i in self.items) else Tag("Posted")
        if self.sent:
            return OUT_OF_DATE
        return tag_of(min(waiting, key=lambda i: (bool(i.waits_for), i.act_by_at)), desk)


def first_name(child: Child) -> str:
    """How a letter calls a child: the given name, else the number."""
    return child.name.rsplit(" ", 1)[0] if child.name else child.reference or "a child without a name yet"


def letters_of(desk: Desk, say: Say, found: Iterable[Matter]) -> list[Owed]:
    """All letters of these rows of one matter, for the children that this post reaches, in the order of the pack."""
    (letters,) = letters_of_each(desk, say, found).values()
    return letters


def letters_of_each(desk: Desk, say: Say, found: Iterable[Matter]) -> dict[str, list[Owed]]:
    """The same of several matters, by their keys in the order given: read in one go, however many there are."""
    rows: dict[str, dict[str, Matter]] = {}
    for matter in found:
        rows.setdefault(matter.key, {})[matter.child] = matter
    reach = Child.objects.filter(
        children_of(desk.post),
        authority=desk.authority,
        child__in={child for of_one in rows.values() for child in of_one},
    )
    children = {c.child: c for c in reach.order_by("born", "child")}
    items: dict[str, list[WorkItem]] = {key: [] for key in rows}
    for item in WorkItem.objects.filter(
        authority=desk.authority, kind="child", verb="send", matter__in=list(rows), subject_id__in=list(children)
    ):
        items[item.matter].append(item)
    standing = {c: standing_in(entries) for c, entries in entries_of_each(desk.authority, children).items()}
    templates = _Templates(desk)
    each = {
        key: _letters_of_one(say, matters, items[key], children, standing, templates) for key, matters in rows.items()
    }
    _put_right(desk, each)
    return each


def _letters_of_one(
    say: Say,
    matters: Mapping[str, Matter],
    items: Iterable[WorkItem],
    children: Mapping[str, Child],
    standing: Mapping[str, Sequence[Entry]],
    templates: _Templates,
) -> list[Owed]:
    letters: dict[tuple[str, ...], Owed] = {}
    place = {child: n for n, child in enumerate(children)}
    for item in sorted(items, key=lambda i: (place[i.subject_id], i.key)):
        child, matter = children[item.subject_id], matters[item.subject_id]
        for word in (say.pack.words[w] for w in item.words if w in say.pack.words and say.pack.words[w].template):
            path = templates.path_of(word, audiences(item.recipient, standing[child.child]), child)
            template = templates.read(path)
            group = _same(template, matter, item.recipient, child)
            owed = letters.setdefault(
                (word.key, item.recipient, *group),
                Owed(word, item.recipient, [], matter, template, partial(templates.in_form, path)),
            )
            owed.items.append(item)
            if child not in owed.children:
                owed.children.append(child)
    for owed in letters.values():
        owed.entries = [e for c in owed.children for e in standing[c.child]]
        owed.sent = [e for e in owed.entries if _sent_by(e, owed)]
    order = {w: n for n, w in enumerate(say.pack.words)}
    return sorted(letters.values(), key=lambda o: (order[o.word.key], not o.to_a_child))


def _put_right(desk: Desk, each: Mapping[str, Iterable[Owed]]) -> None:
    """Those for which somebody has begun a further letter."""
    begun = Message.objects.filter(authority=desk.authority, matter__in=list(each), own_words__has_key=FURTHER)
    why = dict(begun.values_list("key", "own_words"))
    for owed in chain.from_iterable(each.values()):
        owed.further = str(why.get(owed.key, {}).get(FURTHER) or "")


def audiences(recipient: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    """What a recipient is to the child: itself (a people word, or an office without its place), and the groups that it
    was recorded in."""
    groups = [e.word for e in entries if e.verb == "in" and recipient in (e.body.get("to") or ()) and e.word]
    return tuple(dict.fromkeys((recipient.partition(" of ")[0], *reversed(groups))))


def _sent_by(e: Entry, owed: Owed) -> bool:
    to = [str(one) for one in e.body.get("to") or ()]
    return e.verb in SENT and e.word == owed.word.key and e.matter == owed.matter.key and owed.recipient in to


def _same(template: LetterTemplate | None, matter: Matter, recipient: str, child: Child) -> tuple[str, ...]:
    """What must be the same for children to share a letter; nothing is, where the letter speaks of one child."""
    if recipient == "child" or template is None or "child_first_names" not in names_in(template.text):
        return (child.child,)
    return (matter.receiving_worker, str(matter.date_from), matter.to_team or matter.to_service)


class _Templates:
    """The templates of this authority's procedure, each read once a page."""

    def __init__(self, desk: Desk) -> None:
        self._folder = Path(settings.BATON_PACKS) / desk.arrival.pack
        self._edition = desk.pack.edition.name
        self._young_from = desk.pack.young_from
        self._today = local_day(desk.now)
        self._known: dict[str, LetterTemplate | None] = {}

    def path_of(self, word: Word, audiences: tuple[str, ...], child: Child) -> str:
        """The word's own template; for a child or young person theirs, and for an audience theirs, if the pack has one
        beside it (`family.carers.md`)."""
        if audiences[0] == "child":
            name = "young_person.md" if self._is_written_to(child) else "child.md"
            theirs = str(Path(word.template).with_name(name))
            if self.read(theirs) is not None:
                return theirs
        own = Path(word.template)
        for audience in audiences:
            theirs = str(own.with_name(f"{own.stem}.{audience}{own.suffix}"))
            if self.read(theirs) is not None:
                return theirs
        return word.template

    def _is_written_to(self, child: Child) -> bool:
        """Whether the child has the age from which this authority writes to a young person."""
        if child.born is None or child.born > self._today or self._young_from is None:
            return False
        return age_on(child.born, self._today) >= divmod(self._young_from.total_months, 12)

    def in_form(self, path: str, form: Form) -> Found[LetterTemplate] | None:
        """The template in this form, or the nearest to it."""
        return find(path, form, self.read)

    def read(self, path: str) -> LetterTemplate | None:
        if path not in self._known:
            self._known[path] = letter_of(self._folder, path, self._edition)
        return self._known[path]
