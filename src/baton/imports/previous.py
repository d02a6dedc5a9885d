"""What extracts have said before: for each child, source and group every different thing said, with the days it was.

Everything that an import writes follows from this memory alone, so the order of loading makes no difference. Values
only: the store keeps a memory as JSON and gives it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, NamedTuple

from baton.imports.merge import Digest, DryRun, digest
from baton.imports.model import Fact, Key, Observation, Source, by
from baton.working_time import BEGINNING, END, Moment, Window, day_window

# What does not change with time: another value corrects the earlier, it does not follow it.
LASTING: Final = frozenset({"birth", "death", "ethnicity", "expected_birth", "identifier", "sex"})

Place = tuple[str, str]  # source and group


class Saying(NamedTuple):
    """One thing that a source said of one group, and the extracts' days on which it said so. No facts: it was gone.

    A fact of which only "by this extract" is known has a window with an open end here: each day closes it.
    """

    days: tuple[date, ...]
    at: Source
    facts: tuple[Fact, ...]


class Statement(NamedTuple):
    """What one extract said of one group."""

    day: date
    facts: tuple[Fact, ...]
    at: Source


@dataclass(slots=True)
class Memory:
    """Everything said of one child."""

    child: str
    says: dict[Place, tuple[Saying, ...]] = field(default_factory=dict)

    def hear(self, said: Observation, *, again: bool) -> bool:
        """Takes in an observation; False if it was known to the day. `again`: it says no more than the latest did."""
        place = (said.source, said.group)
        before = self.says.get(place, ())
        facts = tuple(_of_any_day(fact, said.as_at) for fact in said.facts)
        same = next((one for one in before if sorted(one.facts, key=_order) == sorted(facts, key=_order)), None)
        if same is None and again and before:
            same = max(before, key=lambda each: each.days[-1])
        if same is not None:
            self.says[place] = _with_day(before, same, said.as_at)
        else:
            self.says[place] = (*_without_day(before, said.as_at), Saying((said.as_at,), said.at, facts))
        return self.says[place] is not before

    def lose(self, place: Place, day: date) -> None:
        """A complete list of this day no longer has what was going on."""
        at = Source("not in the list any longer")
        self.says[place] = (*_without_day(self.says.get(place, ()), day), Saying((day,), at, ()))

    def digests(self) -> Iterable[tuple[Key, Digest]]:
        """What `merge.compare` needs of each key; what is gone counts as never said."""
        for (source, group), sayings in self.says.items():
            rows = statements(sayings)
            day, facts, _ = rows[-1]
            if facts:
                said = digest(day, facts)
                yield Key(source, self.child, group), Digest(day, said.hash, narrowed(rows))

    def latest(self, source: str) -> date | None:
        """The day of the latest extract of a source that spoke of the child."""
        days = [s.days[-1] for (name, _), sayings in self.says.items() if name == source for s in sayings if s.facts]
        return max(days, default=None)


def statements(sayings: Iterable[Saying]) -> list[Statement]:
    """What was said, extract by extract, in the order of their days."""
    found = (Statement(day, tuple(_of_day(f, day) for f in s.facts), s.at) for s in sayings for day in s.days)
    return sorted(found, key=lambda each: each.day)


def _of_any_day(fact: Fact, day: date) -> Fact:
    return replace(fact, happened=Window(fact.happened.lo, END)) if is_snapshot(fact, day) else fact


def _of_day(fact: Fact, day: date) -> Fact:
    return replace(fact, happened=Window(fact.happened.lo, by(day).hi)) if fact.happened.hi >= END else fact


def _order(fact: Fact) -> tuple[str, str, Window, tuple[tuple[str, str], ...]]:
    return fact.word, fact.phase, fact.happened, fact.parts


def is_snapshot(fact: Fact, day: date) -> bool:
    """Whether only "not later than this extract" is known of the fact."""
    return fact.happened.is_vague and fact.happened.hi == by(day).hi


def narrowed(rows: list[Statement]) -> tuple[Fact, ...]:
    """The latest facts, of which those that only hold "by" a day came about between two extracts."""
    day, facts, _ = rows[-1]
    return tuple(_narrowed(fact, rows) if is_snapshot(fact, day) else fact for fact in facts)


def _narrowed(fact: Fact, rows: list[Statement]) -> Fact:
    first, since = rows[-1].day, BEGINNING
    for day, facts, _ in reversed(rows):
        if not any(_means(one) == _means(fact) for one in facts):
            since = BEGINNING if fact.word in LASTING else by(day).hi
            break
        first = day
    return Fact(fact.word, fact.phase, Window(max(since, fact.happened.lo), by(first).hi), fact.parts)


def _means(fact: Fact) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return fact.word, fact.phase, fact.parts


def _with_day(sayings: tuple[Saying, ...], one: Saying, day: date) -> tuple[Saying, ...]:
    """The day belongs to this saying: of two files of one day the one loaded last counts."""
    if day in one.days:
        return sayings
    others = _without_day(tuple(s for s in sayings if s is not one), day)
    return (*others, Saying(tuple(sorted({*one.days, day})), one.at, one.facts))


def _without_day(sayings: tuple[Saying, ...], day: date) -> tuple[Saying, ...]:
    kept = (Saying(tuple(d for d in s.days if d != day), s.at, s.facts) for s in sayings)
    return tuple(s for s in kept if s.days)


def remember(memories: dict[str, Memory], run: DryRun) -> tuple[set[str], set[str]]:
    """Takes in what one comparison found; returns the children of whom something else is said now, and all others
    of whom the same was said again on another day."""
    touched: set[str] = set()
    heard: set[str] = set()

    def of(child: str) -> Memory:
        return memories.setdefault(child, Memory(child))

    for each in run.new:
        of(each.child).hear(each, again=False)
        touched.add(each.child)
    for change in run.changed:
        of(change.observation.child).hear(change.observation, again=False)
        touched.add(change.observation.child)
    for each in run.unchanged:
        if of(each.child).hear(each, again=True):
            heard.add(each.child)
    for gone in run.gone:
        if not gone.in_doubt:
            of(gone.key.child).lose((gone.key.source, gone.key.group), gone.as_at)
            touched.add(gone.key.child)
    return touched, heard - touched


# --- as JSON ---------------------------------------------------------------------------------------------------------


def to_json(memory: Memory) -> dict[str, Any]:
    """A memory as it is kept."""
    kept: dict[str, Any] = {}
    for (source, group), sayings in sorted(memory.says.items()):
        kept.setdefault(source, {})[group] = [
            [[f"{d}" for d in s.days], [s.at.file, s.at.sheet, s.at.row], [_fact(f) for f in s.facts]] for s in sayings
        ]
    return kept


def from_json(child: str, kept: Mapping[str, Any]) -> Memory:
    """The memory that `to_json` gave."""
    memory = Memory(child)
    for source, groups in kept.items():
        for group, sayings in groups.items():
            memory.says[source, group] = tuple(
                Saying(tuple(date.fromisoformat(d) for d in days), Source(*at), tuple(_fact_of(f) for f in facts))
                for days, at, facts in sayings
            )
    return memory


def _fact(fact: Fact) -> list[Any]:
    return [fact.word, fact.phase, _window(fact.happened), [list(part) for part in fact.parts]]


def _fact_of(kept: list[Any]) -> Fact:
    word, phase, when, parts = kept
    return Fact(word, phase, _window_of(when), tuple((name, value) for name, value in parts))


def _window(when: Window) -> Any:
    if when.is_day:
        return f"{when.first_day}"
    return [None if when.lo <= BEGINNING else when.lo, None if when.hi >= END else when.hi]


def _window_of(kept: Any) -> Window:
    if isinstance(kept, str):
        return day_window(date.fromisoformat(kept))
    lo, hi = kept
    return Window(BEGINNING if lo is None else lo, END if hi is None else hi)


def end_of(day: date) -> Moment:
    """The instant at which a day is over."""
    return day_window(day).hi
