"""One family's journals, in memory, driven by the real engine at the moments at which people acted.

Whatever a journey does is an act or record that `attempt` judged at its own past moment, and what the clock did on the
way stands where the clock would have done it. `Today` is raised when a journey reaches the world's own now: a journey
is a whole life's course, cut where today falls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from baton.demo.days import in_hours, working_day
from baton.demo.setting import Person, Setting
from baton.engine import Act, By, Done, Refusal, Situation, assess, attempt, tick
from baton.journal import Entry, File, Kin, Subject, nature_of
from baton.working_time import Moment, Window, at_time, day_window, local_day, wall_time

DAY = 24 * 3600
EVENING = 18  # o'clock: what is not done by then is done on the next working day


class Today(Exception):
    """The journey has come to the world's own now: the rest of it lies ahead."""


class Unexpected(Exception):
    """An act of a journey was refused: the journey does not fit the procedure. Says what stood in the way."""


class Play:
    """A family's children with their journals, and the moment it has come to."""

    def __init__(self, setting: Setting, family: str, children: Sequence[Person], chance: Random) -> None:
        self.setting = setting
        self.family = family
        self.people = {child.id: child for child in children}
        self.children = tuple(self.people)
        self.chance = chance
        self.now: Moment = 0
        self.meanwhile: Callable[[Play, Moment], None] | None = None  # what is done before days pass
        self.turns: dict[str, int] = {}  # of a team or service: whose turn it is in this family
        self.shared: list[Entry] = []  # entries of the family's own journal
        self._lines: dict[str, list[Entry]] = {child: [] for child in self.children}
        self._files: dict[str, File] = {}
        self._seen: dict[str, tuple[int, Situation]] = {}
        self._last: dict[str, Situation] = {}

    # --- looking ---

    def lines(self, child: str) -> list[Entry]:
        """The child's entries so far."""
        return self._lines[child]

    def file(self, child: str) -> File:
        """The child's File as it stands, with the siblings' journals beside."""
        found = self._files.get(child)
        if found is None:
            found = self._files[child] = replace(
                self._own(child), kin=tuple(Kin(k, file=self._own(k)) for k in self.children if k != child)
            )
        return found

    def _own(self, child: str) -> File:
        s = self.setting
        entries = tuple(self._lines[child])
        return File(
            Subject("child", child), entries, s.calendar, s.organisation, sittings=s.sittings, family=self.family
        )

    def see(self, child: str) -> Situation:
        """What follows for the child now."""
        kept = self._seen.get(child)
        if kept is not None and kept[0] == len(self._lines[child]) and kept[1].now <= self.now < kept[1].next_change:
            return kept[1]
        situation = assess(self.setting.packs, self.file(child), self.now)
        self._seen[child] = (len(self._lines[child]), situation)
        self._last[child] = situation
        return situation

    def glance(self, child: str) -> Situation:
        """What was last seen of the child, where a few acts more or less do not matter."""
        return self._last[child] if child in self._last else self.see(child)

    def holder(self, child: str) -> str:
        """The person who holds the child now, or ""."""
        holder = self.see(child).holder
        return holder.person if holder is not None else ""

    def team(self, child: str) -> str:
        """The team that holds the child now, or ""."""
        holder = self.see(child).holder
        return holder.team if holder is not None else ""

    # --- time ---

    def go(self, moment: Moment) -> None:
        """Time passes up to this moment; what the clock owes on the way is done. Never goes back."""
        moment = max(moment, self.now)
        if self.meanwhile is not None and moment - self.now > DAY:
            self.meanwhile(self, moment)
        stop = min(moment, self.setting.now)
        for child in self.children:
            self._clock(child, stop)
        self.now = stop
        if moment > self.setting.now:
            raise Today

    def go_to(self, day: date, hour: int | None = None, minute: int = 0) -> None:
        """Goes to a time of this day, by default some working hour."""
        self.go(at_time(day, hour, minute) if hour is not None else in_hours(self.chance, day))

    def later(self, working_days: int = 1) -> None:
        """Goes to some working hour, some working days on; later the same day for 0."""
        if working_days:
            self.go_to(working_day(self.setting.calendar, local_day(self.now), working_days))
            return
        soon = self.now + 60 * self.chance.randint(5, 90)
        if wall_time(soon).hour >= EVENING:
            self.later(1)
        elif soon < self.setting.now:
            self.now = soon  # what the clock owes within the hour it does at the next step
        else:
            self.go(soon)

    @property
    def day(self) -> date:
        """The day it is."""
        return local_day(self.now)

    def _clock(self, child: str, stop: Moment) -> None:
        """Wakes the clock at each change up to `stop`, as the nightly pass does, and keeps what it does."""
        if not self._lines[child]:
            return
        before = self.now
        while True:
            situation = self.see(child)
            done = self._owed(child) if situation.pending else ()
            self._take(done)
            if done:
                continue
            if situation.next_change > stop:
                break
            self.now = situation.next_change
        self.now = before

    def _owed(self, child: str) -> tuple[Entry, ...]:
        return tick(self.setting.packs, self.file(child), self.now, self.number())

    # --- doing ---

    def number(self) -> str:
        """A new act number, from this family's own chance."""
        return f"{self.chance.getrandbits(128):032x}"

    def act(
        self, verb: str, word: str = "", *, by: str, children: Iterable[str] | None = None, typed_by: str = "",
        **more: Any,
    ) -> tuple[Entry, ...]:  # fmt: skip
        """An act or record, for all children or those named, by somebody, now. Where it is another's to do, the first
        who may does it; Unexpected if it is refused all the same."""
        answer = self.try_act(verb, word, by=by, children=children, typed_by=typed_by, **more)
        if isinstance(answer, Refusal) and (may := whose(answer)):
            answer = self.try_act(verb, word, by=may, children=children, typed_by=typed_by, **more)
        if isinstance(answer, Refusal):
            raise Unexpected(said(answer))
        return answer.entries

    def try_act(
        self, verb: str, word: str = "", *, by: str, children: Iterable[str] | None = None, typed_by: str = "",
        **more: Any,
    ) -> Done | Refusal:  # fmt: skip
        """The same; a refusal is an answer too."""
        act = Act(verb, word, tuple(children) if children is not None else self.children, **more)
        if self._is_plain(act):
            return self._plainly(act, by)
        files = {child: self.file(child) for child in act.children}
        answer = attempt(self.setting.packs, files, act, By(by, typed_by), self.now, self.number())
        if isinstance(answer, Done):
            self._take(answer.entries)
            self.now = min(self.now + 60 * self.chance.randint(1, 6), self.setting.now)
        return answer

    def _is_plain(self, act: Act) -> bool:
        spoken_of = act.word in self.setting.spoken or act.verb in ("born", "done", "told")
        return nature_of(act.verb) == "record" and not spoken_of and act.corrects is None

    def _plainly(self, act: Act, by: str) -> Done:
        """A record of something that no rule of the procedure speaks of: there is nothing to judge."""
        number, when = self.number(), act.happened or Window(self.now, self.now)
        body: dict[str, Any] = {"with": dict(act.values)} if act.values else {}
        body |= {k: list(v) for k, v in (("attended", act.attended), ("to", act.to), ("about", act.about)) if v}
        entries = tuple(
            Entry(Subject("child", child), len(self._lines[child]) + 1, number, act.verb, act.word, when, self.now,
                  by, by, body=body)
            for child in act.children
        )  # fmt: skip
        self._take(entries)
        self.now = min(self.now + 60 * self.chance.randint(1, 6), self.setting.now)
        return Done(entries)

    def record(
        self, phase: str, word: str, *, by: str, on: date | Moment | None = None,
        children: Iterable[str] | None = None, **more: Any,
    ) -> tuple[Entry, ...]:  # fmt: skip
        """Something that happened on a day or at a moment (now by default), as values of its parts in `more`."""
        when = None if on is None else window(on)
        fields = {k: more.pop(k) for k in ("attended", "to", "about", "matter", "reason", "corrects") if k in more}
        return self.act(phase, word, by=by, children=children, happened=when, values=more, **fields)

    def write(self, entry: Entry) -> None:
        """Adds an entry that no act made: what an import brought, or the family's own journal."""
        if entry.subject.kind == "family":
            self.shared.append(replace(entry, number=len(self.shared) + 1))
        else:
            self._take((entry,))

    def _take(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            lines = self._lines[entry.subject.id]
            lines.append(replace(entry, number=len(lines) + 1) if entry.number != len(lines) + 1 else entry)
            self._seen.pop(entry.subject.id, None)
        self._files.clear()


def window(when: date | Moment) -> Window:
    """A day as its window, a moment as itself."""
    return day_window(when) if isinstance(when, date) else Window(when, when)


def whose(refusal: Refusal) -> str:
    """The person who may do what was refused only because it is not this one's to do; "" if more stands in the way."""
    if any(item.kind != "not_yours" for item in refusal.items):
        return ""
    return next((person for item in refusal.items for person in item.needs), "")


def said(refusal: Refusal) -> str:
    """A refusal in one line, for whoever writes journeys."""
    act = refusal.act
    items = "; ".join(
        f"{i.child}: {i.rule} {i.says} {','.join(i.clause)} {i.kind} missing={i.missing} needs={i.needs}"
        for i in refusal.items
    )
    return f"{act.verb} {act.word} {act.values}: {items}"
