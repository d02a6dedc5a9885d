"""What a condition may say with "is" or "has come": words and their values, moments, days of the week."""

from __future__ import annotations

from typing import Final

from baton.policy import model as m
from baton.policy import phrases
from baton.policy.moments import either_side, moment
from baton.policy.names import ENGINE_MOMENTS, WEEKDAYS, Names, a, check_value
from baton.policy.phrases import Cursor
from baton.policy.problems import Misread, listed, nearest
from baton.policy.who import office_of

OPS: Final = ("on or before", "on or after", "before", "after")
KINDS_OF_DAY: Final = ("working day", "closed day", "eve of closed day")
DAYS: Final = (*WEEKDAYS, *KINDS_OF_DAY)


def has_come(cursor: Cursor, names: Names) -> m.Condition:
    del cursor.words[-2:]
    key = cursor.words[0] if len(cursor.words) == 1 else ""
    if names.kind(key) == "event":
        raise Misread(f'says "{key} has come": there is one spelling, "{key} is held".')
    if names.kind(key) == "document":
        raise Misread(f'says "{key} has come": there is one spelling, "{key} is written".')
    found = _moment(cursor, names)
    cursor.end()
    return m.HasCome(found)


def _moment(cursor: Cursor, names: Names) -> m.MomentOf:
    found = moment(cursor, names)
    if either_side(found):
        raise Misread('may not say "either side of" in a condition: it stands in "by" and "around".')
    return found


def is_so(cursor: Cursor, names: Names) -> m.Condition:
    at = cursor.words.index("is")
    after = cursor.words[at + 1 :]
    if after[:1] == ["on"] or any(after[: len(op.split())] == op.split() for op in OPS):
        return compare(cursor, names)
    alone = names.kind(cursor.peek()) if at == 1 else None
    if after[:1] in (["booked"], ["held"], ["cancelled"]) and alone in (None, "event"):
        return _event_is(cursor, names)
    key = cursor.key("a word")
    if cursor.takes("of"):
        return _word_of(key, cursor, names)
    if not cursor.sees("is"):
        raise Misread(f'cannot read "{cursor.text}": before "is" stands one word, or a moment before a comparison.')
    cursor.expect("is")
    return _word_is(key, cursor, names)


def compare(cursor: Cursor, names: Names) -> m.Condition:
    left = _moment(cursor, names)
    cursor.expect("is")
    if cursor.sees("on") and not cursor.sees("on or"):
        cursor.expect("on")
        return m.OnDay(left, _days(cursor))
    op = next((op for op in OPS if cursor.takes(op)), "")
    if not op:
        raise Misread(f'needs "before", "after", "on or before" or "on or after" in "{cursor.text}".')
    return m.Compare(left, op, _moment(cursor, names))  # type: ignore[arg-type]


def _days(cursor: Cursor) -> tuple[str, ...]:
    """DAY [or DAY]: weekdays and kinds of day."""
    found: list[str] = []
    while not found or cursor.takes("or"):
        day = next((kind for kind in DAYS if cursor.takes(kind)), "")
        if not day:
            raise Misread(f'needs a day such as Friday, or {listed(KINDS_OF_DAY, "or")}; found "{cursor.peek()}".')
        found.append(day)
    return tuple(found)


def _event_is(cursor: Cursor, names: Names) -> m.Condition:
    found = phrases.event(cursor, names, lambda c: moment(c, names))
    cursor.expect("is")
    phase = cursor.word("a phase")
    return m.EventIs(found, phase, phrases.parts(cursor, names.words[found.word]))  # type: ignore[arg-type]


def _word_is(key: str, cursor: Cursor, names: Names) -> m.Condition:
    if key == "route":
        return m.WordIs(key, phrases.values(cursor, lambda v: names.rule(v, "goes")))
    if key == "rung":
        return m.WordIs(key, phrases.values(cursor, _rung))
    if key in ("holder", "worker"):
        return m.WordIs(key, phrases.values(cursor, lambda v: _office(v, names)))
    if key in ENGINE_MOMENTS and key not in names.words:
        raise Misread(f'says "{cursor.text}", but "{key}" is a moment: write "{key} has come", "{key} is on Friday" or '
                      f'"{key} is before …".')  # fmt: skip
    word = names.word(key, "answer", "slot", "document", "task", "event", "spell", "people")
    if cursor.takes("known"):
        return m.Known(key)
    if word.kind == "document":
        return m.DocumentIs(key, check_value(key, cursor.word("a phase"), ("written", "sent", "received"), "phase"))  # type: ignore[arg-type]
    if word.kind == "task":
        cursor.expect("done")
        return m.TaskDone(key)
    if word.kind in ("event", "spell", "people"):
        hint = {"event": f'"{key} is held"', "spell": f'"has {key}"'}.get(word.kind, "some or every of it")
        raise Misread(f'says "{cursor.text}", but "{key}" is {a(word.kind)}: write {hint}.')
    if names.names_person(key):
        who = office_of(cursor, names)
        return m.NamedIs(key, who.office, who.place)
    known = names.values_of(word)
    if known is None:
        of = word.answers[0] if word.answers else "value"
        free = f'it holds a free {of}: only "is known" may be asked.'
        raise Misread(f'compares "{key}" with "{cursor.peek()}", but {free}')
    return m.WordIs(key, phrases.values(cursor, lambda v: check_value(key, v, known, "answer")))


def _rung(text: str) -> str:
    """The number of a rung of the ladder, the lowest being 1."""
    if not text.isdigit() or text == "0":
        raise Misread(f'needs the number of a rung, such as "rung is 2"; found "{text}".')
    return text


def _word_of(key: str, cursor: Cursor, names: Names) -> m.Condition:
    """WORD of OFFICE is V: what was answered about whoever is in that office, not about the child."""
    office = _office(cursor.key("an office"), names)
    word = names.word(key, "answer")
    if word.about != "worker":
        raise Misread(f'asks for "{key} of {office}", but "{key}" is not about a worker: give it "about: worker".')
    cursor.expect("is")
    found = _word_is(key, cursor, names)
    if not isinstance(found, m.WordIs):
        raise Misread(f'cannot read "{cursor.text}": say "{key} of {office} is V".')
    return m.WordIs(key, found.values, office)


def _office(key: str, names: Names) -> str:
    if key not in names.offices:
        raise Misread(f'names "{key}", which is no office of this pack.{nearest(key, names.offices)}')
    return key
