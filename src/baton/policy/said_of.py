"""What a condition may say of things: spells, places, counts, rules and matters, who came and who works where."""

from __future__ import annotations

from typing import Final

from baton.policy import model as m
from baton.policy import phrases
from baton.policy.compared import OPS, compare
from baton.policy.moments import moment
from baton.policy.names import Names, a, check_value
from baton.policy.phrases import Cursor
from baton.policy.problems import Misread
from baton.policy.who import office_of

_RULE_STATES: Final = ("met", "open", "late", "excused")
_MATTER_STATES: Final = ("open", "settled", "ended")


def works_in(cursor: Cursor, names: Names) -> m.Condition:
    office = office_of(cursor, names)
    cursor.expect("works in")
    return m.WorksIn(office.office, phrases.place(cursor, names))


def it_has(cursor: Cursor, names: Names) -> m.Condition:
    """it has PART V [with PART V]; `check` knows by the rule which parts it can have."""
    cursor.expect("it has")
    found: list[tuple[str, tuple[str, ...]]] = []
    while not found or cursor.takes("with"):
        part = cursor.key("the name of a part")
        found.append((part, phrases.values(cursor, lambda value: value)))
    return m.ItHas(tuple(found))


def changed(cursor: Cursor, names: Names) -> m.Condition:
    word = names.word(cursor.key("a word"), "answer", "slot")
    cursor.expect("has changed since")
    return m.Changed(word.key, moment(cursor, names))


def says_same(cursor: Cursor, names: Names) -> m.Condition:
    word = names.word(cursor.key("a word"), "answer", "slot")
    cursor.expect("says the same as")
    return m.SaysSame(word.key, names.word(cursor.key("a word"), "answer", "slot").key)


def spell(cursor: Cursor, names: Names, of: str = "") -> m.Condition:
    cursor.expect("has")
    ever = cursor.takes("had")
    key = cursor.key("the name of a spell")
    kind = names.kind(key)
    if kind is not None and kind != "spell":
        hint = {"event": f'"{key} is held"', "document": f'"{key} is written"', "task": f'"{key} is done"'}.get(kind)
        raise Misread(f'says "has {key}", but "{key}" is {a(kind)}, not a spell{f": write {hint}" if hint else ""}.')
    word = names.word(key, "spell")
    return m.HasSpell(key, ever, phrases.parts(cursor, word), of)


def office_has(cursor: Cursor, names: Names) -> m.Condition:
    office = office_of(cursor, names)
    if office.place:
        raise Misread(f'asks about "{office.office} of {office.place}": only an office without a place may stand here.')
    return spell(cursor, names, office.office)


def held(cursor: Cursor, names: Names) -> m.Condition:
    cursor.expect("held")
    before = cursor.takes("before")
    cursor.expect("by")
    return m.Held(names.place(cursor.key("a place")), before)


def closed(cursor: Cursor, names: Names) -> m.Condition:
    cursor.expect("closed by")
    return m.ClosedBy(names.place(cursor.key("a place")))


def going(cursor: Cursor, names: Names) -> m.Condition:
    to = cursor.takes("going to")
    if not to:
        cursor.expect("coming from")
    return m.Going("to" if to else "from", names.place(cursor.key("a place")))


def count(cursor: Cursor, names: Names) -> m.Condition:
    op = next(op for op in ("at least", "more than", "fewer than") if cursor.takes(op))
    number = cursor.word("a number")
    if not number.isdigit():
        raise Misread(f'needs a number after "{op}"; found "{number}".')
    return counted(op, int(number), cursor, names)


def counted(op: str, number: int, cursor: Cursor, names: Names) -> m.Count:
    """[held or booked] WORD [with PART V] [attended by WHO] [since M] [up to M], of which there are so many."""
    booked = cursor.takes("held or booked")
    word = names.word(cursor.key("a word"), *(("event",) if booked else ()))
    fitting = phrases.parts(cursor, word) if word.kind in ("event", "spell") else ()
    came = phrases.attended_by(cursor, names) if word.kind == "event" else None
    since = moment(cursor, names) if cursor.takes("since") else None
    up_to = moment(cursor, names) if cursor.takes("up to") else None
    return m.Count(op, number, word.key, since, up_to, fitting, came, booked)  # type: ignore[arg-type]


def rule(cursor: Cursor, names: Names) -> m.Condition:
    if cursor.peek(2) != "is" or any(cursor.words[3 : 3 + len(op.split())] == op.split() for op in OPS):
        return compare(cursor, names)
    cursor.expect("rule")
    key = names.rule(cursor.key("the key of a rule"))
    cursor.expect("is")
    states = phrases.values(cursor, lambda v: check_value(key, v, _RULE_STATES, "state"))
    same_person = cursor.takes("for the same person")
    checklist = names.lists.get(key)
    if checklist is None:
        return m.RuleIs(key, states, same_person)
    lines = m.All(tuple(m.RuleIs(line, states, same_person) for line in checklist.lines))
    return m.Named(key, checklist.clause, lines)


def matter(cursor: Cursor, names: Names) -> m.Condition:
    cursor.expect("matter")
    key = names.matter(cursor.key("the key of a matter"))
    cursor.expect("is")
    return m.MatterIs(key, check_value(key, cursor.word("a state"), _MATTER_STATES, "state"))  # type: ignore[arg-type]


def same(cursor: Cursor, names: Names) -> m.Condition:
    cursor.expect("same")
    key = cursor.key("a word")
    if key not in names.words and key not in names.offices and key != "pair":
        raise Misread(f'names "{key}", {names.what(key)}')
    return m.Same(key)


def attended(cursor: Cursor, names: Names) -> m.Condition:
    office = office_of(cursor, names, people=True)
    cursor.expect("attended")
    if cursor.takes("it"):
        return m.Attended(office.office, office.place, None)
    return m.Attended(office.office, office.place, phrases.event(cursor, names, lambda c: moment(c, names)))
