"""What an expectation may look at after one line: situations, the answer to the act, the entries it added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from baton.engine import as_seen, assess, hidden_from
from baton.engine.compiled import compiled
from baton.engine.sittings import sittings_between
from baton.engine.situation import Done, InTheWay, Refusal, Situation
from baton.journal import Entry, File, Subject
from baton.journal.organisation import sitting_id
from baton.policy import model as m
from baton.stories.journals import Journals
from baton.stories.model import AUTHORITY, Line
from baton.working_time import END, CalendarEnded, Moment, local_day

LOOK_AHEAD = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class After:
    """What became of a line: its outcome in a story's words, the engine's answer, and what was added."""

    outcome: str = "done"
    answer: Done | Refusal | None = None
    added: tuple[Entry, ...] = ()
    refused: tuple[InTheWay, ...] = ()
    done: int = 0
    refusals: int = 0


@dataclass
class Seen:
    """One line's view: what was known and is asked about, and lazily everything that follows from it."""

    packs: m.Packs
    journals: Journals
    line: Line
    after: After
    system: dict[str, object] = field(default_factory=dict)

    @property
    def now(self) -> Moment:
        return self.line.at

    @property
    def known(self) -> Moment:
        return self.line.known if self.line.known is not None else END

    @cached_property
    def pack(self) -> m.Pack:
        """The edition in force on the day."""
        return self.packs.on(local_day(self.now))

    @cached_property
    def files(self) -> dict[str, File]:
        """Each child's File as known."""
        return self.journals.files(self.known)

    @cached_property
    def situations(self) -> dict[str, Situation]:
        """What follows for each child."""
        found = {child: assess(self.packs, file, self.now) for child, file in self.files.items()}
        if not self.line.seen_by:
            return found
        return {child: as_seen(one, self.hidden) for child, one in found.items() if child not in self.hidden}

    @cached_property
    def hidden(self) -> dict[str, str]:
        """The restricted children whom the one through whose eyes is looked may not see, each with whom to ask."""
        return hidden_to(self.line.seen_by, self.files, self.packs, self.now)

    @cached_property
    def sittings(self) -> dict[str, Situation]:
        """What follows for each sitting near the day, by its subject's id."""
        found = {}
        judged = {rule.head.for_ for rule in self.pack.rules}
        for key, forum in self.pack.forums.items():
            if f"sitting of {key}" not in judged:
                continue
            file = self.journals.file(Subject("sitting", key), self.known)
            day = local_day(self.now)
            try:
                near = sittings_between(forum, file, day - LOOK_AHEAD, day + LOOK_AHEAD)
            except (CalendarEnded, LookupError):
                continue
            coming = [s for s in near if not s.held and s.at >= self.now][:1]
            own = {one.nominal for one in file.sittings if one.forum == key}
            touched = [s for s in near if s.nominal in own]
            for sitting in {s.nominal: s for s in (*touched, *coming)}.values():
                subject = Subject("sitting", sitting_id(key, sitting.nominal))
                found[subject.id] = assess(self.packs, self.journals.file(subject, self.known), self.now)
        return found

    @cached_property
    def authority(self) -> dict[str, Situation]:
        """What follows for the authority itself (reports, figures), where the line expects something of it."""
        lists = self.line.expect.lists.values() if self.line.expect is not None else ()
        if not any(item.values.get("child") == AUTHORITY for items in lists for item in items):
            return {}
        file = self.journals.file(Subject("authority", self.pack.authority), self.known)
        return {AUTHORITY: assess(self.packs, file, self.now)}

    def everything(self) -> list[tuple[str, Situation]]:
        """The situations of children, sittings and the authority with the name that an item's `child` compares to."""
        return [*self.situations.items(), *self.sittings.items(), *self.authority.items()]

    def entries(self) -> tuple[Entry, ...]:
        """The entries that this line is judged by: those it added, or for a look all that are known."""
        if self.line.kind != "look":
            return self.after.added
        return tuple(e for file in self.files.values() for e in file.entries)


def hidden_to(person: str, files: Mapping[str, File], packs: m.Packs, now: Moment) -> dict[str, str]:
    """The restricted children whom this person may not see: in a story those whom somebody else holds."""
    held = hidden_from(compiled(packs.on(local_day(now))), files.values(), (), now)
    return {child: holder for child, holder in held.items() if holder != person}
