"""Conditions and moments as formulas over one child's facts. The only file that knows the solver.

Three-valued: of every condition there is a formula that it is yes and one that it is no; where neither holds it is not
known. What cannot be said exactly (people, other children, other matters) may be anything: so "no such child" is a
proof, and "such a child" is a candidate that the engine has to confirm. Times are days on one line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import z3

from baton.policy import model as m
from baton.policy.diff.values import meaning
from baton.proving.offices import holders_in
from baton.proving.spans import may_be_one, span

SECONDS: Final = 5  # the longest that one question may take
_OTHER: Final = "another answer"
HOLDER: Final = "holding team"


@dataclass
class Encoding:
    """The facts of one child held by one service, as variables; the conditions that are always so are `laws`."""

    pack: m.Pack
    now: Any = field(default_factory=lambda: z3.Real("now"))
    laws: list[Any] = field(default_factory=list)
    vars: dict[str, Any] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)  # a variable with named values -> the names
    moments: dict[str, m.MomentOf] = field(default_factory=dict)  # the name of a time -> what it is the time of
    _within: list[m.MomentOf] = field(default_factory=list)

    # --- variables ---------------------------------------------------------------------------------------------------

    def flag(self, name: str) -> Any:
        """A fact that is so or not."""
        return self.vars.setdefault(name, z3.Bool(name))

    def choice(self, name: str, value: str) -> Any:
        """Whether a fact with one of several values has this one. Value 0 is "not known"."""
        known = self.values.setdefault(name, ["", _OTHER])
        if value not in known:
            known.append(value)
        if name not in self.vars:
            self.vars[name] = z3.Int(name)
            self.laws.append(self.vars[name] >= 0)
        return self.vars[name] == known.index(value)

    def time(self, name: str, moment: m.MomentOf) -> Any:
        """The day of a moment, counted from no particular day."""
        if name not in self.vars:
            self.vars[name] = z3.Real(name)
            self.moments[name] = moment
            self.laws.append(self.vars[name] >= 0)
        return self.vars[name]

    def unsure(self, name: str) -> tuple[Any, Any]:
        """A condition of which nothing is known but that it is not yes and no at once."""
        yes, no = self.flag(f"{name} is yes"), self.flag(f"{name} is no")
        self.laws.append(z3.Not(z3.And(yes, no)))
        return yes, no

    def held_by(self, place: str) -> Any:
        """Whether the child is held in a place now."""
        return z3.Or([self.choice(HOLDER, holder) for holder in holders_in(place, self.pack)])

    # --- conditions --------------------------------------------------------------------------------------------------

    def judge(self, condition: m.Condition) -> tuple[Any, Any]:
        """(formula that it is yes, formula that it is no)."""
        match condition:
            case m.Always():
                return z3.BoolVal(True), z3.BoolVal(False)
            case m.All(items):
                parts = [self.judge(item) for item in items]
                return z3.And([yes for yes, _ in parts]), z3.Or([no for _, no in parts])
            case m.Any_(items):
                parts = [self.judge(item) for item in items]
                return z3.Or([yes for yes, _ in parts]), z3.And([no for _, no in parts])
            case m.Not(item):
                yes, no = self.judge(item)
                return no, yes
            case m.Named(_, _, item):
                return self.judge(item)
            case m.Taken(item, as_, since):
                return self._taken(item, as_, since)
            case _:
                return self._leaf(condition)

    def _taken(self, item: m.Condition, as_: str, since: m.MomentOf | None) -> tuple[Any, Any]:
        yes, no = self.judge(item)
        falls = z3.And(z3.Not(yes), z3.Not(no))
        if since is not None:
            falls = z3.And(falls, self.flag(f"from {since!r}"))
        return (z3.Or(yes, falls), no) if as_ == "yes" else (yes, z3.Or(no, falls))

    def _leaf(self, condition: m.Condition) -> tuple[Any, Any]:
        match condition:
            case m.HasSpell(word, ever, parts, ""):
                return self._spell(word, ever, parts)
            case m.WordIs(word, values):
                known = z3.Or([self.choice(word, value) for value in values])
                return known, z3.And(z3.Not(known), z3.Not(self.choice(word, "")))
            case m.EventIs(event, phase, parts):
                name = f"{meaning(event)!r} {phase}"
                happened = self.flag(name)
                self._of_word(event, phase, happened)
                yes = z3.And([happened, *(self._part(name, part, of) for part, of in parts)])
                return yes, z3.Not(yes)
            case m.DocumentIs() | m.TaskDone() | m.Known():
                yes = self.flag(repr(condition))
                return yes, z3.Not(yes)
            case m.Held(place, before):
                if before:
                    holders = holders_in(place, self.pack)
                    yes = z3.Or([self.flag(f"held before by {holder}") for holder in holders])
                else:
                    yes = self.held_by(place)
                return yes, z3.Not(yes)
            case m.HasCome(moment):
                there, at = self.moment(moment)
                yes = z3.And(there, at <= self.now)
                return yes, z3.Not(yes)
            case m.Compare(left, op, right):
                return self._compare(left, op, right)
            case m.Count():
                return self._count(condition)
            case _:
                return self.unsure(repr(meaning(condition)))

    def _spell(self, word: str, ever: bool, parts: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Any, Any]:
        """Several spells of a word may run at once, so its parts do not exclude each other."""
        here = "ever" if ever else "now"
        any_ = self.flag(f"{word} {here}")
        if not ever:
            self.laws.append(z3.Implies(any_, self.flag(f"{word} ever")))
        yes = any_
        if parts:
            yes = z3.Or([self.flag(f"{word} {here} with {name}={value}") for name, of in parts for value in of])
            self.laws.append(z3.Implies(yes, any_))
        found = self.pack.words.get(word)
        if found is not None and found.silence == "no":
            return yes, z3.Not(yes)
        return yes, z3.And(z3.Not(yes), self.flag(f"{word} known"))

    def _part(self, name: str, part: str, values: tuple[str, ...]) -> Any:
        return z3.Or([self.choice(f"{name} {part}", value) for value in values])

    def _of_word(self, event: m.EventRef, phase: str, happened: Any) -> None:
        if event.which or event.since is not None or event.up_to is not None:
            self.laws.append(z3.Implies(happened, self.flag(f"{m.EventRef(event.word)!r} {phase}")))
        if event.since is not None and event.since not in self._within:
            self._within.append(event.since)
            there, since = self.moment(event.since)
            self._within.pop()
            at = self.time(f"time of {meaning(m.EventAt(event))!r}", m.EventAt(meaning(event)))
            self.laws.append(z3.Implies(happened, z3.And(there, at >= since)))

    def _compare(self, left: m.MomentOf, op: str, right: m.MomentOf) -> tuple[Any, Any]:
        (there, a), (also, b) = self.moment(left), self.moment(right)
        holds = {"before": a < b, "after": a > b, "on or before": a <= b, "on or after": a >= b}[op]
        yes = z3.And(there, also, holds)
        return yes, z3.Not(yes)

    def _count(self, count: m.Count) -> tuple[Any, Any]:
        name = f"number of {count.word} since {meaning(count.since)!r}"
        if name not in self.vars:
            self.vars[name] = z3.Int(name)
            self.laws.append(self.vars[name] >= 0)
        number = self.vars[name]
        yes = {"at least": number >= count.n, "more than": number > count.n, "fewer than": number < count.n}[count.op]
        return yes, z3.Not(yes)

    # --- moments -----------------------------------------------------------------------------------------------------

    def moment(self, moment: m.MomentOf) -> tuple[Any, Any]:
        """(formula that there is such a moment, its day)."""
        match moment:
            case m.SlotAt("now"):
                return z3.BoolVal(True), self.now
            case m.Birthday(years):
                birth = self.time("birth", m.SlotAt("birth"))
                return z3.BoolVal(True), self._between(f"{years} years old", birth, years * 365.2, years * 365.3 + 1)
            case m.Shifted(amount, sign, of):
                there, at = self.moment(of)
                low, high = span(amount)
                ends = (low, high) if sign == 1 else (-high, -low)
                return there, self._between(f"{amount} {sign} {meaning(of)!r}", at, *ends)
            case m.EdgeOfDay(edge, of):
                there, at = self.moment(of)
                return there, self._between(
                    f"{edge} of day {meaning(of)!r}", at, *((-1, 0) if edge == "start" else (0, 1))
                )
            case m.TimeOn(_, _, of):
                there, at = self.moment(of)
                return there, self._between(repr(meaning(moment)), at, -1, 1)
            case m.Earliest(items) | m.Latest(items):
                return self._one_of(moment, items)
            case m.Choose(branches):
                return self._chosen(branches)
            case m.PointOf(route):
                found = next((r for r in self.pack.rules if isinstance(r, m.Goes) and r.head.key == route), None)
                if found is not None and found.at is not None:
                    there, at = self.moment(found.at)
                    return z3.And(there, self.judge(found.head.when)[0]), at
                return self._anchor(moment)
            case _:
                return self._anchor(moment)

    def _between(self, name: str, anchor: Any, low: float, high: float) -> Any:
        if name not in self.vars:
            self.vars[name] = z3.Real(name)
            self.laws += [self.vars[name] >= anchor + low, self.vars[name] <= anchor + high]
        return self.vars[name]

    def _anchor(self, moment: m.MomentOf) -> tuple[Any, Any]:
        name = f"time of {meaning(moment)!r}"
        at = self.time(name, moment)
        match moment:
            case m.EventAt(event):
                there = self.flag(f"{meaning(event)!r} held")
                self._of_word(event, "held", there)
            case m.SpellEdge(edge, word, parts):
                there = self._edge(edge, word, parts, at)
            case m.AnswerAt(word, _):
                there = z3.Not(self.choice(word, ""))
            case _:
                there = self.flag(f"there is {meaning(moment)!r}")
        return there, at

    def _edge(self, edge: str, word: str, parts: tuple[tuple[str, tuple[str, ...]], ...], at: Any) -> Any:
        """Of several spells the edge is that of the last; one with a part is never later than the last of all, and two
        spells of one word never begin or end in the same instant."""
        there = self.flag(f"{edge} of {word} {parts!r}")
        self.laws.append(z3.Implies(there, self.flag(f"{word} ever")))
        if parts:
            of_all, last = self._anchor(m.SpellEdge(edge, word))  # type: ignore[arg-type]
            self.laws.append(z3.Implies(there, z3.And(of_all, at <= last)))
            for name, other in list(self.moments.items()):
                if isinstance(other, m.SpellEdge) and (other.edge, other.word) == (edge, word) and other.parts:
                    if not may_be_one(other.parts, parts):
                        self.laws.append(z3.Implies(there, self.vars[name] != at))
        return there

    def _one_of(self, moment: m.MomentOf, items: tuple[m.MomentOf, ...]) -> tuple[Any, Any]:
        parts = [self.moment(item) for item in items]
        name = repr(meaning(moment))
        if name not in self.vars:
            self.vars[name] = z3.Real(name)
        at = self.vars[name]
        first = isinstance(moment, m.Earliest)
        bounds = [z3.Implies(there, at <= t if first else at >= t) for there, t in parts]
        self.laws += [
            *bounds,
            z3.Or([z3.And(there, at == t) for there, t in parts] + [z3.Not(z3.Or([t for t, _ in parts]))]),
        ]
        return z3.Or([there for there, _ in parts]), at

    def _chosen(self, branches: tuple[tuple[m.Condition, m.MomentOf], ...]) -> tuple[Any, Any]:
        there, at = z3.BoolVal(False), z3.RealVal(0)
        for condition, moment in reversed(branches):
            yes, _no = self.judge(condition)
            mine, mine_at = self.moment(moment)
            there, at = z3.If(yes, mine, there), z3.If(yes, mine_at, at)
        return there, at

    # --- questions ---------------------------------------------------------------------------------------------------

    @staticmethod
    def or_not_known(yes: Any, no: Any) -> Any:
        """Yes, or neither yes nor no."""
        return z3.Or(yes, z3.Not(no))

    @staticmethod
    def not_both(*formulas: Any) -> Any:
        """Not all of them at once."""
        return z3.Not(z3.And(*formulas))

    def ask(self, *formulas: Any) -> Any:
        """A child for whom all formulas hold (the solver's model); None if there is none; "?" if time ran out."""
        solver = z3.SimpleSolver()
        solver.set("timeout", SECONDS * 1000)
        solver.set("phase_selection", 0)  # what need not be so is not so: the child found is a plain one
        solver.add(*formulas, *self.laws, *self._bounds())
        answer = solver.check()
        if answer == z3.unsat:
            return None
        return solver.model() if answer == z3.sat else "?"

    def _bounds(self) -> list[Any]:
        """Each choice is one of its values, and what has happened has happened by now."""
        laws = [self.vars[name] < len(known) for name, known in self.values.items()]
        laws += [
            self.vars[name] <= self.now for name, moment in self.moments.items() if isinstance(moment, m.SpellEdge)
        ]
        if "birth" in self.vars:
            laws += [self.vars["birth"] <= self.vars[name] for name in self.moments if name != "birth"]
        return laws
