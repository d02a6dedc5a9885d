"""One question of a form, and who can be ticked in it; how one asks for each kind of answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from baton.workspace import words
from baton.workspace.saying import Say

Kind = Literal["when", "date", "radios", "checkboxes", "text", "line", "number", "select"]
Options = tuple[tuple[str, str], ...]

# What is written in the journal for each verb that a duty can have.
JOURNAL_VERB = {
    "hold": "held",
    "attend": "held",
    "book": "booked",
    "write": "written",
    "read": "done",
    "send": "send",
    "tell": "told",
    "invite": "invited",
    "answer": "answer",
    "do": "done",
}
TELLING = frozenset({"tell", "told", "invite", "invited"})
PLANS = frozenset({"booked", "moved"})  # about what is to come
UNSAID = "unsaid"  # chosen where what came of a meeting is not known yet: nothing is recorded of it
CHANNELS: Options = (
    ("talking", "By talking, face to face"),
    ("phone", "By telephone"),
    ("video", "By video"),
    ("email", "By e-mail"),
    ("letter", "By letter"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `name` is the key in the act's values, or one of the words that `reading` knows."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    options: Options = ()
    each: bool = False  # asked once for each child
    optional: bool = False
    wanted: bool = False  # may be left empty, but then what is recorded does not count
    clause: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()  # what is ticked when the form opens


@dataclass(frozen=True, slots=True)
class People:
    """Who can be ticked: id or word, and how they are called."""

    attend: Options = ()
    recipients: Options = ()
    workers: Options = ()
    places: Options = ()


TYPED: dict[str, Kind] = {"text": "text", "date": "date", "number": "number", "place": "select", "person": "select"}


def typed_field(
    name: str,
    label: str,
    answers: tuple[str, ...],
    people: People,
    each: bool,
    optional: bool = False,
    clause: tuple[str, ...] = (),
) -> Field | None:
    """The question of one kind of answer: text, a date, a number, a place or a person. None for a closed list."""
    if not answers:
        return Field(name, "line", label, each=each, optional=optional, clause=clause)
    if len(answers) > 1 or answers[0] not in TYPED:
        return None
    options = {"place": people.places, "person": people.workers or people.attend}.get(answers[0], ())
    kind = TYPED[answers[0]] if answers[0] not in ("place", "person") or options else "line"
    return Field(name, kind, label, options=options, each=each, optional=optional, clause=clause)


def label_of(say: Say, key: str) -> str:
    """What a word is called, as a question begins."""
    return say.word(key)[:1].upper() + say.word(key)[1:].replace("_", " ")


def values_of(say: Say, values: tuple[str, ...]) -> Options:
    """A closed list of answers, to choose from; a service, a team or a status by the name it has here."""
    return tuple((v, words.initial_capital(_choice(say, v))) for v in values)


def _choice(say: Say, key: str) -> str:
    word = say.pack.words.get(key)
    if key in say.pack.places or key in say.organisation.teams:
        return say.place(key)
    return say.word(key) if word is not None and word.kind == "spell" else key.replace("_", " ")


def options_of(pairs: Mapping[str, str]) -> Options:
    """Options in the order of their texts."""
    return tuple(sorted(pairs.items(), key=lambda pair: pair[1].lower()))


def when_field(verb: str, each: bool) -> Field:
    """When it happened or is to happen."""
    label = {
        "held": "When was it held?",
        "booked": "When is it booked for?",
        "started": "When did it begin?",
        "ended": "When did it end?",
        "done": "When was it done?",
        "written": "When was it written?",
        "send": "When was it sent?",
        "told": "When were they told?",
        "invited": "When were they invited?",
        "moved": "When is it now?",
        "cancelled": "When was it cancelled?",
    }.get(verb, "When did it happen?")
    hint = "For example, 27 8 2026" if verb in PLANS else "When it happened, not when you are writing this"
    return Field("when", "when", label, hint, each=each)


def note_field() -> Field:
    """Room for what no other question asks."""
    return Field("reason", "text", "Anything to add?", "Whoever may see the record can read it", optional=True)


def source_fields() -> list[Field]:
    """Since when an answer is so, and who gave it."""
    return [
        Field("since", "date", "Since when is this so?", "Leave empty if it is so from today", optional=True),
        Field("told_by", "line", "Who told you?", optional=True),
    ]
