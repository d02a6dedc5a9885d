"""Moments: `5 working days after transfer_date`, `first cla_review since start of looked_after`, or several joined."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from baton.journal.vocabulary import ACTS
from baton.policy import model as m
from baton.policy import phrases
from baton.policy.names import ENGINE_MOMENTS, Names, a
from baton.policy.nodes import Node, said
from baton.policy.phrases import Cursor
from baton.policy.problems import Misread, nearest
from baton.working_time import Amount

if TYPE_CHECKING:
    from baton.policy.reading import Reading

_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
EXAMPLE: Final = '"5 working days after transfer_date" or "first cla_review since start of looked_after"'


def read_moment(node: Node, r: Reading) -> m.MomentOf:
    """The moment that a value of a pack says: text, or earliest, latest, choose."""
    if node.kind == "text":
        return moment_text(node.text, r.names)
    if node.kind == "number":
        raise Misread(f'needs a number and a unit, such as "5 working days"; found {said(node)}.')
    if node.block is None or len(node.block) != 1:
        raise Misread(f"needs a moment, such as {EXAMPLE}, or one of earliest, latest, choose; found {said(node)}.")
    key, value = next(node.pairs())
    joins = ("earliest", "latest", "choose")
    if key not in joins:
        raise Misread(f'has no moment "{key}": {", ".join(joins)}.{nearest(key, joins)}')
    if value.kind != "list" or len(value.items) < 2:
        raise Misread(f'needs at least two moments under "{key}"; found {said(value)}.')
    if key == "choose":
        return m.Choose(tuple(_branch(item, r, last=item is value.items[-1]) for item in value.items))
    items = tuple(_guarded(item, r) for item in value.items)
    return m.Earliest(items) if key == "earliest" else m.Latest(items)


def _guarded(node: Node, r: Reading) -> m.MomentOf:
    """A moment of earliest or latest; {when: C, at: M} is left out where its condition is no."""
    if node.get("when") is None:
        return r.moment(node)
    if set(node.block or ()) != {"when", "at"}:
        raise Misread(f"needs {{when: …, at: …}} for a moment with a condition; found {said(node)}.")
    return m.Guarded(r.condition(node.block["when"]), r.moment(node.block["at"]))  # type: ignore[index]


def _branch(node: Node, r: Reading, last: bool) -> tuple[m.Condition, m.MomentOf]:
    when, at = node.get("when"), node.get("at")
    if at is None or set(node.block or ()) - {"when", "at"}:
        raise Misread('needs {when: …, at: …} for each branch of "choose"; only the last may leave out "when".')
    if when is None and not last:
        raise Misread('needs "when" in every branch of "choose" but the last: what follows would never be reached.')
    return (r.condition(when) if when is not None else m.Always()), r.moment(at)


def moment_text(text: str, names: Names) -> m.MomentOf:
    """The moment that a whole text says."""
    cursor = Cursor(text)
    found = moment(cursor, names)
    cursor.end()
    return found


def moment(cursor: Cursor, names: Names) -> m.MomentOf:
    """{ shift } anchor, from here on in the text."""
    if cursor.peek().isdigit():
        return _shifted(cursor, names)
    if cursor.takes("start of day of"):
        return m.EdgeOfDay("start", moment(cursor, names))
    if cursor.takes("end of day of"):
        return m.EdgeOfDay("end", moment(cursor, names))
    clock = _CLOCK.fullmatch(cursor.peek())
    if clock:
        cursor.at += 1
        cursor.expect("on")
        return m.TimeOn(int(clock[1]), int(clock[2]), moment(cursor, names))
    return anchor(cursor, names)


def office_hours(text: str) -> tuple[int, int]:
    """`09:00 to 17:00` as minutes of the day. Misread says what was expected."""
    first, _, last = text.partition(" to ")
    opens, closes = _CLOCK.fullmatch(first), _CLOCK.fullmatch(last)
    if not opens or not closes:
        raise Misread(f'needs hours such as "09:00 to 17:00"; found "{text}".')
    found = int(opens[1]) * 60 + int(opens[2]), int(closes[1]) * 60 + int(closes[2])
    if found[0] >= found[1]:
        raise Misread(f'says "{text}", which ends before it begins.')
    return found


def _in_office_hours(cursor: Cursor, names: Names) -> m.MomentOf:
    """N office hours after M: counted while the office is open, on working days."""
    number = int(cursor.word("a number"))
    cursor.expect("office")
    if cursor.word("hours") not in ("hour", "hours") or not number:
        raise Misread(f'needs a number of office hours in "{cursor.text}".')
    if names.office_hours is None:
        raise Misread('counts office hours: say when the office is open, "office_hours: 09:00 to 17:00" in "pack".')
    sign: Literal[1, -1] = 1 if cursor.takes("after") else -1
    if sign == -1:
        cursor.expect("before")
    return m.Shifted(Amount(hours=number), sign, moment(cursor, names), names.office_hours)


def _shifted(cursor: Cursor, names: Names) -> m.MomentOf:
    if cursor.peek(1) == "office":
        return _in_office_hours(cursor, names)
    found = phrases.amount(cursor)
    if cursor.takes("in total of"):
        return _total(found, cursor, names)
    if cursor.takes("either side of"):
        return m.EitherSide(found, moment(cursor, names))
    if cursor.takes("after"):
        return m.Shifted(found, 1, moment(cursor, names))
    if cursor.takes("before"):
        return m.Shifted(found, -1, moment(cursor, names))
    raise Misread(f'needs "after", "before" or "either side of" after the amount in "{cursor.text}".')


def _total(amount: Amount, cursor: Cursor, names: Names) -> m.MomentOf:
    if amount.working_days or amount.is_elapsed or amount.total_months:
        raise Misread(f'counts "{amount}" in total: only weeks and calendar days add up over broken spells.')
    word = names.word(cursor.key("the name of a spell"), "spell")
    fitting = phrases.parts(cursor, word)
    return m.TotalReached(amount, word.key, fitting, moment(cursor, names) if cursor.takes("since") else None)


def anchor(cursor: Cursor, names: Names) -> m.MomentOf:
    """What a moment is counted from."""
    if cursor.peek() in ("start", "end") and cursor.peek(1) == "of":
        return _edge(cursor, names)
    if cursor.takes("rule"):
        return m.RuleMet(names.rule(cursor.key("the key of a rule")))
    if cursor.takes("point of"):
        return m.PointOf(names.rule(cursor.key("the key of a route"), "goes"))
    if cursor.takes("given"):
        return m.AnswerAt(names.word(cursor.key("an answer"), "answer").key, given=True)
    for phase in ("sent", "received"):
        if cursor.takes(phase):
            return m.DocumentAt(names.word(cursor.key("a document"), "document").key, phase)  # type: ignore[arg-type]
    if cursor.sees("next") and (cursor.peek(1).isdigit() or cursor.peek(1) in names.forums):
        return _next(cursor, names)
    if cursor.peek(1) == "birthday":
        years = phrases.ordinal(cursor)
        if not years:
            raise Misread(f'needs a birthday such as "12th birthday"; found "{cursor.peek()} birthday".')
        cursor.expect("birthday")
        return m.Birthday(years)
    day = _DAY.fullmatch(cursor.peek())
    if day:
        cursor.at += 1
        return m.Fixed(real_day(day[0]))
    return _named(cursor, names)


def real_day(text: str) -> date:
    """A date as 2018-09-02. Misread says what was expected."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise Misread(f'says "{text}", and there is no such date.') from None
    raise Misread(f'needs a date such as "2018-09-02"; found "{text}".')


def _edge(cursor: Cursor, names: Names) -> m.MomentOf:
    edge = cursor.word("")
    cursor.expect("of")
    key = cursor.key("the name of a spell")
    kind = names.kind(key)
    if kind is not None and kind != "spell":
        raise Misread(f'says "{edge} of {key}", but "{key}" is {a(kind)}, not a spell: write "{key}" alone.')
    word = names.word(key, "spell")
    return m.SpellEdge("start" if edge == "start" else "end", key, phrases.parts(cursor, word))


def _next(cursor: Cursor, names: Names) -> m.MomentOf:
    cursor.expect("next")
    if not cursor.peek().isdigit():
        forum = names.forum(cursor.key("a forum"))
        cursor.expect("after")
        return m.NextSitting(forum, moment(cursor, names))
    day, month = int(cursor.word("a day")), cursor.word("a month")
    if month not in MONTHS:
        raise Misread(f'needs the name of a month after "next {day}"; found "{month}".{nearest(month, MONTHS)}')
    number = MONTHS.index(month) + 1
    if not 1 <= day <= (29 if number == 2 else 30 if number in (4, 6, 9, 11) else 31):
        raise Misread(f'says "{day} {month}", and there is no such day.')
    cursor.expect("after")
    return m.NextDate(number, day, moment(cursor, names))


def _named(cursor: Cursor, names: Names) -> m.MomentOf:
    if cursor.peek() in ("last", "next", "booked") or (cursor.peek(1) and _is_ordinal(cursor)):
        return m.EventAt(phrases.event(cursor, names, lambda c: moment(c, names)))
    key = cursor.peek()
    if key in names.terms:
        cursor.at += 1
        return _term(key, names)
    word = names.words.get(key)
    if key in ENGINE_MOMENTS and (word is None or word.kind == "slot"):
        cursor.at += 1
        return m.SlotAt(key)
    if word is None:
        return _act(cursor, names)
    if word.kind == "event":
        return m.EventAt(phrases.event(cursor, names, lambda c: moment(c, names)))
    cursor.at += 1
    if word.kind == "answer":
        return m.AnswerAt(key)
    if word.kind == "document":
        return m.DocumentAt(key)
    if word.kind == "slot":
        return m.SlotAt(key)
    if word.kind == "spell":
        raise Misread(f'says "{key}", which is a spell and lasts: write "start of {key}" or "end of {key}".')
    raise Misread(f'says "{key}", which is {a(word.kind)}: it has no moment. Name the rule that does it: "rule KEY".')


def _is_ordinal(cursor: Cursor) -> bool:
    at = cursor.at
    found = bool(phrases.ordinal(cursor))
    cursor.at = at
    return found


def _term(key: str, names: Names) -> m.MomentOf:
    found = names.read_terms.get(key)
    if found is None:
        raise Misread(f'names the term "{key}", which could not be read, or which leads back to itself.')
    if isinstance(found, m.Named):
        raise Misread(f'names the term "{key}", which is a condition; here stands a moment.')
    return found


def _act(cursor: Cursor, names: Names) -> m.MomentOf:
    key = cursor.word("what it is counted from")
    if key in ACTS:
        return m.ActAt(key)
    if phrases.looks_like_amount(cursor.text):
        raise Misread(f'needs a number and a unit, such as "5 working days"; found "{cursor.text}".')
    if names.what(key).startswith("which is no word"):
        known = [*names.everything(), *ENGINE_MOMENTS, *ACTS]
        raise Misread(f'names "{key}", which is no moment, word or act.{nearest(key, known)}')
    raise Misread(f'names "{key}", {names.what(key)}')


def either_side(found: m.MomentOf) -> bool:
    """Whether "either side of" stands somewhere inside."""
    if isinstance(found, m.EitherSide):
        return True
    if isinstance(found, m.Earliest | m.Latest):
        return any(either_side(item) for item in found.items)
    if isinstance(found, m.Choose):
        return any(either_side(item) for _, item in found.branches)
    if isinstance(found, m.Guarded):
        return either_side(found.at)
    inner = getattr(found, "of", None) or getattr(found, "after", None)
    return inner is not None and either_side(inner)
