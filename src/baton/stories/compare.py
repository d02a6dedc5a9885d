"""Stated items against answers: an item compares only the keys it states and must match one answer.

A failure names the line, the item, the key, what was expected, what came, the clause and the nearest answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from baton.engine.situation import Duty
from baton.journal import Entry, Subject
from baton.policy.model import ALWAYS, Where
from baton.policy.wording import say_condition
from baton.stories.answers import Answer, answers
from baton.stories.model import Expect, Item, Line
from baton.stories.seen import Seen
from baton.stories.shape import LISTS
from baton.stories.times import say
from baton.working_time import Window, local_day

# Keys that say which answer is meant; they weigh more than the rest when the nearest is looked for.
_NAMES: Final = ("rule", "route", "act", "word", "matter", "child", "held_by", "to", "clause")
_WEIGHT: Final = 5
_STATES: Final = {
    "does_not_apply": "does not apply", "may_apply": "may apply", "not_yet": "is not asked for yet",
    "lapsed": "has lapsed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """One stated expectation that did not hold."""

    where: Where
    label: str
    path: str  # "late[0].since"
    expected: str
    got: str
    clause: tuple[str, ...] = ()
    nearest: str = ""

    def __str__(self) -> str:
        notes = ", ".join(self.clause)
        if self.nearest:
            near = self.nearest if self.nearest.startswith("The ") else f"nearest answer: {self.nearest}"
            notes = f"{notes}; {near}" if notes else near
        place = f"{self.where.file}:{self.where.line}, line {self.label}"
        told = f"{place}, {self.path}: expected {self.expected}, got {self.got}"
        return f"{told} ({notes})" if notes else told


def check(line: Line, expect: Expect, seen: Seen) -> Iterator[Failure]:
    """Every expectation of one line that does not hold."""
    compared = _Compared(line, expect, seen)
    yield from compared.singles()
    for name, items in expect.lists.items():
        yield from compared.items(name, items)
    for name in expect.nothing:
        yield from compared.nothing(name)
    for name in expect.only:
        yield from compared.only(name)


def stated(expect: Expect | None) -> int:
    """How many things a line states."""
    if expect is None:
        return 0
    singles = (expect.outcome, expect.next_change, expect.exactly, expect.system)
    return sum(map(len, expect.lists.values())) + len(expect.nothing) + len(expect.only) + sum(map(bool, singles))


class _Compared:
    def __init__(self, line: Line, expect: Expect, seen: Seen) -> None:
        self.line, self.expect, self.seen = line, expect, seen
        self._answers: dict[str, list[Answer]] = {}

    def answers(self, name: str) -> list[Answer]:
        if name not in self._answers:
            self._answers[name] = answers(name, self.seen)
        return self._answers[name]

    def failure(self, path: str, expected: str, got: str, where: Where | None = None, **more: Any) -> Failure:
        return Failure(where or self.expect.where, self.line.label, path, expected, got, **more)

    def singles(self) -> Iterator[Failure]:
        after, expect = self.seen.after, self.expect
        if expect.outcome and not _outcome_is(expect.outcome, after.outcome):
            yield self.failure("outcome", expect.outcome, after.outcome, nearest=_why(self.answers("refused")))
        if expect.next_change is not None:
            found = min((s.next_change for _c, s in self.seen.everything()), default=None)
            if found is None or not same_time(expect.next_change, Window(found, found)):
                yield self.failure("next_change", say(expect.next_change), say(found))
        for key, number in expect.exactly.items():
            came = after.done if key == "done" else after.refusals
            if came != number:
                yield self.failure(f"exactly.{key}", str(number), str(came))
        for key, value in expect.system.items():
            found_value = self.seen.system.get(key)
            if not same(value, found_value):
                yield self.failure(f"system.{key}", shown(value), shown(found_value))

    def items(self, name: str, items: tuple[Item, ...]) -> Iterator[Failure]:
        for index, item in enumerate(items):
            yield from self._item(name, index, item)

    def _item(self, name: str, index: int, item: Item) -> Iterator[Failure]:
        wanted = {k: v for k, v in item.values.items() if k != "count"}
        found = self.answers(name)
        if name == "open" and "matter" in wanted and "rule" not in wanted:  # the matter itself, not its duties
            found = [answer for answer in found if not answer.get("rule")]
        matching = [a for a in found if all(same(v, a.get(k)) for k, v in wanted.items())]
        count = item.values.get("count")
        if count is not None and len(matching) == count:
            return
        if count is None and matching:
            return
        path = f"{name}[{index}]"
        best = _nearest(wanted, found)
        clauses = tuple(wanted.get("clause") or ())
        if count is not None:
            yield self.failure(f"{path}.count", str(count), str(len(matching)), item.where, clause=clauses,
                               nearest=_but(wanted, best) if not matching else "")  # fmt: skip
            return
        if best is None or not _about_the_same(wanted, best):
            yield self.failure(path, _said(wanted), "no such answer", item.where, clause=clauses,
                               nearest=self._elsewhere(name, wanted) or _but(wanted, best))  # fmt: skip
            return
        for key, value in wanted.items():
            if not same(value, best.get(key)):
                clause = tuple(best.get("clause") or clauses)
                yield self.failure(f"{path}.{key}", shown(value), shown(best.get(key)), item.where, clause=clause,
                                   nearest=_called(best))  # fmt: skip

    def _elsewhere(self, name: str, wanted: Mapping[str, Any]) -> str:
        """The same rule or route in another list: it was expected late and is met."""
        named = {k: v for k, v in wanted.items() if k in ("rule", "route", "child")}
        if not named or not ({"rule", "route"} & set(named)):
            return ""
        for other in ("open", "late", "met", "excused", "due", "due_if", "forecast", "not_due", "offered", "breach",
                      "blocked"):  # fmt: skip
            if other == name or not set(named) <= {*LISTS[other], "child"}:
                continue
            for answer in self.answers(other):
                if all(same(v, answer.get(k)) for k, v in named.items()):
                    return f"{_called(answer)} is in {other}{_when_of(answer)}"
        return self._not_listed(named)

    def _not_listed(self, named: Mapping[str, Any]) -> str:
        for child, situation in self.seen.everything():
            for duty in situation.duties:
                if duty.rule == named.get("rule") and named.get("child", child) == child:
                    why = self._because(child, duty) or ", ".join(duty.waits_for)
                    said = _STATES.get(duty.state, f"is {duty.state}")
                    return f"{duty.rule} of {child} {said}{f': {why}' if why else ''}"
        return ""

    def _because(self, child: str, duty: Duty) -> str:
        """What was looked at when a rule was found not to apply, in words: entries by what they say, rules by key;
        else the condition under which it is asked."""
        if duty.state != "does_not_apply":
            return ""
        if not duty.because:
            pack = self.seen.packs.on(local_day(self.line.at))
            rules = [r for r in pack.rules if r.head.key == duty.rule and r.head.when != ALWAYS]
            return f"it is asked only when {say_condition(rules[0].head.when, pack)}" if rules else ""
        entries = {e.number: e for e in self.seen.journals.entries(Subject("child", child))}
        said = [_looked_at(kind, value, entries) for kind, value in duty.because]
        return "; ".join(dict.fromkeys(filter(None, said)))

    def nothing(self, name: str) -> Iterator[Failure]:
        found = self.answers(name)
        if found:
            first = found[0]
            all_ = "; ".join(dict.fromkeys(f"{_called(one)}{_when_of(one)}" for one in found))
            yield self.failure(f"nothing.{name}", "none", all_,
                               clause=tuple(first.get("clause") or ()))  # fmt: skip

    def only(self, name: str) -> Iterator[Failure]:
        items = self.expect.lists.get(name, ())
        for answer in self.answers(name):
            if not any(all(same(v, answer.get(k)) for k, v in i.values.items() if k != "count") for i in items):
                yield self.failure(f"only.{name}", "no more than stated", f"{_called(answer)}{_when_of(answer)}",
                                   clause=tuple(answer.get("clause") or ()))  # fmt: skip


def _looked_at(kind: str, value: Any, entries: Mapping[int, Entry]) -> str:
    entry = entries.get(value) if kind == "entry" else None
    if entry is not None:
        said = f"{entry.word} {entry.verb}" if entry.word else entry.verb
        return f"there is {said.replace('_', ' ')} on {say(entry.happened)}"
    if kind in ("absent", "missing"):
        return f"there is no {str(value).replace('_', ' ')}"
    if kind == "asks":
        return f"{str(value).replace('_', ' ')} is not known"
    return f"by {value}" if kind == "rule" else ""


def same(wanted: Any, got: Any) -> bool:
    """Whether a stated value is what the answer says: of several, all that are stated."""
    if isinstance(wanted, Window) or isinstance(got, Window):
        return same_time(wanted, got)
    if isinstance(wanted, dict):
        return isinstance(got, Mapping) and all(str(got.get(k)) == str(v) for k, v in wanted.items())
    if isinstance(wanted, tuple | list):
        have = {got} if isinstance(got, str) else set(got or ())
        return set(wanted) <= have
    if isinstance(got, tuple):
        return wanted in got
    if isinstance(wanted, bool) or isinstance(got, bool) or wanted is None:
        return bool(wanted == got)
    return str(wanted) == str(got if got is not None else "")


def same_time(wanted: Any, got: Any) -> bool:
    """Whether two times are the same; a day is also the midnight at which it begins."""
    if not isinstance(wanted, Window) or not isinstance(got, Window):
        return wanted is None and got is None
    if wanted == got:
        return True
    return wanted.is_day and got.is_moment and got.lo == wanted.lo


def shown(value: Any) -> str:
    """A value as a story would write it."""
    if isinstance(value, Window):
        return say(value)
    if value is None or value == "" or value == ():
        return "nothing"
    if isinstance(value, tuple | list):
        return ", ".join(str(v) for v in value if v != "") or "nothing"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {shown(v)}" for k, v in value.items()) + "}"
    return str(value)


def _outcome_is(wanted: str, got: str) -> bool:
    return wanted == got or (wanted == "done" and got in ("kept and counts", "kept, does not count"))


def _nearest(wanted: Mapping[str, Any], found: list[Answer]) -> Answer | None:
    def score(answer: Answer) -> int:
        return sum(_WEIGHT if k in _NAMES else 1 for k, v in wanted.items() if same(v, answer.get(k)))

    return max(found, key=score, default=None)


def _about_the_same(wanted: Mapping[str, Any], answer: Answer) -> bool:
    """Whether the answer is about what the item names, so that the keys that differ can be told one by one."""
    leading = [k for k in ("rule", "route", "act", "word") if k in wanted] or [k for k in _NAMES if k in wanted]
    own = [k for k in ("child", *leading[:1]) if k in wanted]
    return bool(own) and all(same(wanted[k], answer.get(k)) for k in own)


def _called(answer: Answer | None) -> str:
    if answer is None:
        return ""
    name = next((shown(answer[k]) for k in ("rule", "route", "word", "act", "matter", "held_by") if answer.get(k)), "")
    child = answer.get("child")
    return f"{name} of {child}" if child and name else name or str(child or "")


def _but(wanted: Mapping[str, Any], best: Answer | None) -> str:
    """The nearest answer with what in it is other than stated."""
    if best is None:
        return ""
    other = [f"{k} {shown(best.get(k))}" for k, v in wanted.items() if not same(v, best.get(k))]
    return f"{_called(best)}, with {', '.join(other)}"


def _when_of(answer: Answer) -> str:
    for key, words in (("since", "since"), ("by", "by"), ("at", "at"), ("from", "from")):
        if isinstance(answer.get(key), Window):
            return f", {words} {say(answer[key])}"
    return ""


def _said(wanted: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{k}: {shown(v)}" for k, v in wanted.items()) + "}"


def _why(refused: list[Answer]) -> str:
    return "; ".join(
        f"{shown(r['clause'])} {shown(r.get('missing'))} {r.get('says') or ''}".strip() for r in refused[:3]
    )
