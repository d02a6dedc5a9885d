"""Conditions: sentences from a closed list, joined by all, any, not, some, every, at. Every name gets its kind here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baton.policy import model as m
from baton.policy import phrases
from baton.policy.moments import either_side, moment
from baton.policy.names import ENGINE_MOMENTS, WEEKDAYS, Names, a, check_value
from baton.policy.nodes import Node, said
from baton.policy.phrases import Cursor
from baton.policy.problems import Misread, listed, nearest
from baton.policy.who import office_of

if TYPE_CHECKING:
    from baton.policy.reading import Reading

_JOINS: Final = ("all", "any", "not", "at", "some", "every")
_OPS: Final = ("on or before", "on or after", "before", "after")
KINDS_OF_DAY: Final = ("working day", "closed day", "eve of closed day")
DAYS: Final = (*WEEKDAYS, *KINDS_OF_DAY)
_RULE_STATES: Final = ("met", "open", "late", "excused")
_MATTER_STATES: Final = ("open", "settled", "ended")


def read_condition(node: Node, r: Reading) -> m.Condition:
    """The condition that a value of a pack says: a sentence, or a block that joins several."""
    if node.kind == "text":
        return condition_text(node.text, r.names)
    if node.block is None:
        hint = ': join several by "all" or "any"' if node.kind == "list" else ""
        raise Misread(f"needs a condition{hint}; found {said(node)}.")
    keys = set(node.block)
    if keys == {"at", "is"}:
        return m.At(r.moment(node.block["at"]), r.condition(node.block["is"]))
    if len(keys) != 1 or not keys & set(_JOINS):
        key = next(iter(keys - set(_JOINS)), "")
        found = f"{listed(sorted(keys), 'and')}.{nearest(key, _JOINS)}"
        raise Misread(f"needs one of all, any, not, some, every, or at with is; found {found}")
    key, value = next(node.pairs())
    if key == "not":
        return m.Not(r.condition(value))
    if key in ("some", "every"):
        return _of_people(key, value, r)
    if value.kind != "list" or len(value.items) < 2:
        raise Misread(f'needs a list of at least two conditions under "{key}"; found {said(value)}.')
    items = tuple(r.condition(item) for item in value.items)
    return m.All(items) if key == "all" else m.Any_(items)


def _of_people(key: str, node: Node, r: Reading) -> m.Condition:
    of, inner = node.get("of"), node.get("is")
    if of is None or inner is None or len(node.block or ()) != 2:
        raise Misread(f"needs {{{key}: {{of: PEOPLE, is: CONDITION}}}}; found {said(node)}.")
    people = r.names.word(of.text, "people").key
    return m.OfPeople("some" if key == "some" else "every", people, r.condition(inner))


def condition_text(text: str, names: Names) -> m.Condition:
    """The condition that a whole sentence says."""
    cursor = Cursor(text)
    found = _sentence(cursor, names)
    cursor.end()
    return found


def _sentence(cursor: Cursor, names: Names) -> m.Condition:
    words = cursor.words
    if words == ["always"]:
        cursor.at = 1
        return m.Always()
    for opening, read in _OPENINGS:
        if cursor.sees(opening):
            return read(cursor, names)
    if words[-2:] == ["has", "come"]:
        return _has_come(cursor, names)
    if words[1:3] == ["has", "changed"]:
        return _changed(cursor, names)
    if any(word == "attended" and after != "by" for word, after in zip(words, [*words[1:], ""], strict=True)):
        return _attended(cursor, names)
    if words[-2:] == ["is", "available"]:
        office = office_of(cursor, names)
        cursor.expect("is available")
        return m.Available(office.office, office.place)
    if words[1:3] == ["works", "in"]:
        return _works_in(cursor, names)
    if "has" in words[1:]:
        return _office_has(cursor, names)
    if "is" in words:
        return _is(cursor, names)
    if len(words) == 1:
        return _term(cursor, names)
    raise Misread(f'cannot read "{cursor.text}": it fits none of the sentences a condition may be.')


def _works_in(cursor: Cursor, names: Names) -> m.Condition:
    office = office_of(cursor, names)
    cursor.expect("works in")
    return m.WorksIn(office.office, phrases.place(cursor, names))


def _it_has(cursor: Cursor, names: Names) -> m.Condition:
    """it has PART V [with PART V]; `check` knows by the rule which parts it can have."""
    cursor.expect("it has")
    found: list[tuple[str, tuple[str, ...]]] = []
    while not found or cursor.takes("with"):
        part = cursor.key("the name of a part")
        found.append((part, phrases.values(cursor, lambda value: value)))
    return m.ItHas(tuple(found))


def _changed(cursor: Cursor, names: Names) -> m.Condition:
    word = names.word(cursor.key("a word"), "answer", "slot")
    cursor.expect("has changed since")
    return m.Changed(word.key, moment(cursor, names))


def _spell(cursor: Cursor, names: Names, of: str = "") -> m.Condition:
    cursor.expect("has")
    ever = cursor.takes("had")
    key = cursor.key("the name of a spell")
    kind = names.kind(key)
    if kind is not None and kind != "spell":
        hint = {"event": f'"{key} is held"', "document": f'"{key} is written"', "task": f'"{key} is done"'}.get(kind)
        raise Misread(f'says "has {key}", but "{key}" is {a(kind)}, not a spell{f": write {hint}" if hint else ""}.')
    word = names.word(key, "spell")
    return m.HasSpell(key, ever, phrases.parts(cursor, word), of)


def _office_has(cursor: Cursor, names: Names) -> m.Condition:
    office = office_of(cursor, names)
    if office.place:
        raise Misread(f'asks about "{office.office} of {office.place}": only an office without a place may stand here.')
    return _spell(cursor, names, office.office)


def _held(cursor: Cursor, names: Names) -> m.Condition:
    cursor.expect("held")
    before = cursor.takes("before")
    cursor.expect("by")
    return m.Held(names.place(cursor.key("a place")), before)


def _closed(cursor: Cursor, names: Names) -> m.Condition:
    cursor.expect("closed by")
    return m.ClosedBy(names.place(cursor.key("a place")))


def _going(cursor: Cursor, names: Names) -> m.Condition:
    to = cursor.takes("going to")
    if not to:
        cursor.expect("coming from")
    return m.Going("to" if to else "from", names.place(cursor.key("a place")))


def _count(cursor: Cursor, names: Names) -> m.Condition:
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


def _rule(cursor: Cursor, names: Names) -> m.Condition:
    if cursor.peek(2) != "is" or any(cursor.words[3 : 3 + len(op.split())] == op.split() for op in _OPS):
        return _compare(cursor, names)
    cursor.expect("rule")
    key = names.rule(cursor.key("the key of a rule"))
    cursor.expect("is")
    states = phrases.values(cursor, lambda v: check_value(key, v, _RULE_STATES, "state"))
    return m.RuleIs(key, states, cursor.takes("for the same person"))


def _matter(cursor: Cursor, names: Names) -> m.Condition:
    cursor.expect("matter")
    key = names.matter(cursor.key("the key of a matter"))
    cursor.expect("is")
    return m.MatterIs(key, check_value(key, cursor.word("a state"), _MATTER_STATES, "state"))  # type: ignore[arg-type]


def _same(cursor: Cursor, names: Names) -> m.Condition:
    cursor.expect("same")
    key = cursor.key("a word")
    if key not in names.words and key not in names.offices and key != "pair":
        raise Misread(f'names "{key}", {names.what(key)}')
    return m.Same(key)


def _has_come(cursor: Cursor, names: Names) -> m.Condition:
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


def _attended(cursor: Cursor, names: Names) -> m.Condition:
    office = office_of(cursor, names, people=True)
    cursor.expect("attended")
    if cursor.takes("it"):
        return m.Attended(office.office, office.place, None)
    return m.Attended(office.office, office.place, phrases.event(cursor, names, lambda c: moment(c, names)))


def _is(cursor: Cursor, names: Names) -> m.Condition:
    at = cursor.words.index("is")
    after = cursor.words[at + 1 :]
    if after[:1] == ["on"] or any(after[: len(op.split())] == op.split() for op in _OPS):
        return _compare(cursor, names)
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


def _compare(cursor: Cursor, names: Names) -> m.Condition:
    left = _moment(cursor, names)
    cursor.expect("is")
    if cursor.sees("on") and not cursor.sees("on or"):
        cursor.expect("on")
        return m.OnDay(left, _days(cursor))
    op = next((op for op in _OPS if cursor.takes(op)), "")
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


def _term(cursor: Cursor, names: Names) -> m.Condition:
    key = cursor.key("a term")
    if key not in names.terms:
        kind = names.kind(key)
        if kind is not None:
            raise Misread(f'says "{key}" alone, which is {a(kind)}: say what must be so, such as {_how(kind, key)}.')
        raise Misread(f'names "{key}", which is no term of this pack.{nearest(key, names.terms)}')
    found = names.read_terms.get(key)
    if found is None:
        raise Misread(f'names the term "{key}", which could not be read, or which leads back to itself.')
    if not isinstance(found, m.Named):
        raise Misread(f'names the term "{key}", which is a moment; a condition would be "{key} has come".')
    return found


def _how(kind: str, key: str) -> str:
    sentence = {"spell": f"has {key}", "event": f"{key} is held", "task": f"{key} is done"}
    return f'"{sentence.get(kind, f"{key} is written" if kind == "document" else f"{key} is known")}"'


_OPENINGS: Final = (
    ("it has", _it_has), ("has", _spell), ("held by", _held), ("held before by", _held), ("closed by", _closed),
    ("going to", _going), ("coming from", _going),
    ("at least", _count), ("more than", _count), ("fewer than", _count), ("rule", _rule), ("matter", _matter),
    ("same", _same),
)  # fmt: skip
