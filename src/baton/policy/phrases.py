"""Phrases as words in a row, and what all grammars share: names, values, parts, amounts, places, events."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from baton.policy.model import EventRef, MomentOf, OfficeOf, Word
from baton.policy.names import SIDES, Names, check_value
from baton.policy.nodes import KEY
from baton.policy.problems import Misread, nearest
from baton.working_time import Amount

_UNIT: Final = re.compile(r"minutes?|hours?|days?|weeks?|months?|years?")
_ORDINAL: Final = re.compile(r"([0-9]+)(?:st|nd|rd|th)")
_SPELT: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_BACK: Final = {"one": 1, "two": 2}
_NUMBER_WORDS: Final = frozenset(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fourteen", "fifteen")
)

ReadMoment = Callable[["Cursor"], MomentOf]


class Cursor:
    """Walks over the words of one phrase."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = text.split()
        self.at = 0
        self.tails = True  # whether an event may carry "since" and "up to" here

    def peek(self, ahead: int = 0) -> str:
        """The word `ahead` from here; "" past the end."""
        index = self.at + ahead
        return self.words[index] if index < len(self.words) else ""

    def sees(self, phrase: str) -> bool:
        """Whether these words come next."""
        wanted = phrase.split()
        return self.words[self.at : self.at + len(wanted)] == wanted

    def takes(self, phrase: str) -> bool:
        """Moves past these words if they come next."""
        if self.sees(phrase):
            self.at += len(phrase.split())
            return True
        return False

    def word(self, what: str) -> str:
        """The next word, which must be there."""
        if self.at >= len(self.words):
            raise Misread(f'ends too soon: {what} is missing after "{self.text}".')
        self.at += 1
        return self.words[self.at - 1]

    def key(self, what: str) -> str:
        """The next word, which must be a name."""
        word = self.word(what)
        if not KEY.fullmatch(word):
            raise Misread(f'needs {what}; found "{word}" in "{self.text}".')
        return word

    def expect(self, phrase: str) -> None:
        """Moves past these words, which must come next."""
        if not self.takes(phrase):
            raise Misread(f'needs "{phrase}" in "{self.text}"{self._here()}.')

    def end(self) -> None:
        """Nothing may follow."""
        if self.at < len(self.words):
            rest = " ".join(self.words[self.at :])
            raise Misread(f'reads "{" ".join(self.words[: self.at])}" and then cannot read "{rest}".')

    def _here(self) -> str:
        return f' before "{self.peek()}"' if self.peek() else " at its end"

    @property
    def done(self) -> bool:
        return self.at >= len(self.words)


def amount(cursor: Cursor) -> Amount:
    """An amount such as `5 working days` or `17 years 6 months`; bare days are refused, for they may mean either."""
    start, parts = cursor.at, []
    while cursor.peek().isdigit():
        number = cursor.word("a number")
        kind = next((k for k in ("working", "calendar") if cursor.takes(k)), "")
        unit = cursor.peek()
        if not _UNIT.fullmatch(unit):
            raise _no_amount(cursor.text)
        cursor.at += 1
        if unit in ("day", "days") and not kind:
            raise Misread(
                f'says "{number} {unit}", which could be calendar days or working days: '
                f'write "{number} calendar {unit}" or "{number} working {unit}".'
            )
        if kind and unit not in ("day", "days"):
            raise Misread(f'says "{number} {kind} {unit}": only days are working days or calendar days.')
        parts.append(f"{number} {'working ' if kind == 'working' else ''}{unit}")
        if cursor.peek() == "and" and cursor.peek(1).isdigit():
            cursor.at += 1
    if cursor.at == start:
        raise _no_amount(cursor.text)
    try:
        return Amount.parse(" ".join(parts))
    except ValueError as error:
        raise Misread(f"needs an amount of time: {error}.") from None


def amount_text(text: str) -> Amount:
    """A text that is one amount and nothing else."""
    cursor = Cursor(text)
    if not cursor.peek().isdigit():
        raise _no_amount(text)
    found = amount(cursor)
    if not cursor.done:
        raise _no_amount(text)
    return found


def looks_like_amount(text: str) -> bool:
    """Whether the writer probably meant an amount."""
    first = text.split(" ")[0].lower()
    return first.isdigit() or first in _NUMBER_WORDS


def _no_amount(text: str) -> Misread:
    return Misread(f'needs a number and a unit, such as "5 working days"; found "{text}".')


def ordinal(cursor: Cursor) -> int:
    """`first`, `2nd`, `18th` …; 0 if none comes next."""
    word = cursor.peek()
    found = _ORDINAL.fullmatch(word)
    number = int(found[1]) if found else _SPELT.get(word, 0)
    if number:
        cursor.at += 1
    return number


def values(cursor: Cursor, read: Callable[[str], str]) -> tuple[str, ...]:
    """V [or V …], each checked by `read`."""
    found = [read(cursor.word("a value"))]
    while cursor.takes("or"):
        found.append(read(cursor.word("a value")))
    return tuple(found)


def parts(cursor: Cursor, word: Word) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """[with PART V or V] [with PART V …], against the parts the word has."""
    found = []
    while cursor.takes("with"):
        part = cursor.key("the name of a part")
        if part not in word.parts:
            known = f": it has {', '.join(word.parts)}" if word.parts else ", which has no parts"
            raise Misread(f'says "with {part}" of "{word.key}"{known}.{nearest(part, word.parts)}')
        allowed = word.parts[part] or None
        free = allowed is not None and allowed in (("text",), ("date",), ("place",), ("number",), ("person",))
        found.append((part, values(cursor, lambda v: check_value(part, v, None if free else allowed, "value"))))  # noqa: B023
    return tuple(found)


def place(cursor: Cursor, names: Names) -> str:
    """PLACE: `sending team`, `each service`, `service short of capacity`, or the key of a place."""
    if cursor.peek() in SIDES and cursor.peek(1) in ("team", "service"):
        return f"{cursor.word('')} {cursor.word('')}"
    for phrase in ("each service", "each other team", "each team", "service short of capacity"):
        if cursor.takes(phrase):
            return phrase
    return names.place(cursor.key("a place"))


def event(cursor: Cursor, names: Names, moment: ReadMoment) -> EventRef:
    """[first|second|3rd|last|last but one|next|booked] WORD [with PART V] [attended by WHO] [since M] [up to M]."""
    number = ordinal(cursor)
    which = "nth" if number else next((w for w in ("last", "next", "booked") if cursor.takes(w)), "")
    if which == "last" and cursor.takes("but"):
        number = _BACK.get(cursor.word("one or two"), 0)
        if not number:
            raise Misread(f'needs "last but one" or "last but two" in "{cursor.text}".')
    word = names.word(cursor.key("the name of an event"), "event")
    fitting = parts(cursor, word)
    came = attended_by(cursor, names)
    since = up_to = None
    if cursor.tails:
        cursor.tails = False
        since = moment(cursor) if cursor.takes("since") else None
        up_to = moment(cursor) if cursor.takes("up to") else None
        cursor.tails = True
    return EventRef(word.key, which, number, since, up_to, fitting, came)  # type: ignore[arg-type]


def attended_by(cursor: Cursor, names: Names) -> OfficeOf | None:
    """[attended by OFFICE [of PLACE] or PEOPLE]."""
    if not cursor.takes("attended by"):
        return None
    key = cursor.key("who attended")
    if names.kind(key) != "people" and not names.has_office(key):
        raise Misread(f'names "{key}", {names.what(key)}')
    return OfficeOf(key, place(cursor, names) if cursor.takes("of") else "")
