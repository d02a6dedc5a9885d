"""What an export reads: one authority's children that the reader reaches, in the transaction that is open now.

Row policies have hidden what may not be seen at all; `reach` is the filter of the post, or everything for the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from baton.journal import Entry, Subject
from baton.policy.model import Pack
from baton.store.entries import entries_of
from baton.store.models import Breach, Child, Holding, Status
from baton.store.surroundings import Surroundings
from baton.working_time import Moment, local_day

BATCH = 500


@dataclass(slots=True)
class Reader:
    """Reads derived rows and journals of the children that this reader reaches."""

    authority: str
    around: Surroundings
    now: Moment
    reach: Q = field(default_factory=Q)
    child: str = ""  # for an export about one child
    previous: tuple[tuple[str, ...], ...] = ()  # last year's rows of the same return, where it compares with them

    @property
    def pack(self) -> Pack:
        """The edition in force today."""
        return self.around.packs.on(local_day(self.now))

    def children(self, wanted: Q | None = None) -> list[Child]:
        """The children reached, those without a name last; by name and id."""
        found = Child.objects.filter(self.reach, authority=self.authority)
        return list((found.filter(wanted) if wanted is not None else found).order_by("name_key", "child"))

    def children_named(self, child: str) -> Child | None:
        """The one child of this id, if it is reached."""
        return Child.objects.filter(self.reach, authority=self.authority, child=child).first()

    def with_status(self, words: Iterable[str], lo: Moment, hi: Moment) -> list[Child]:
        """Those of whom one of these words was so at some moment from `lo` up to `hi`."""
        spells = Status.objects.filter(authority=self.authority, word__in=list(words), start_from__lt=hi)
        spells = spells.filter(Q(end_to__isnull=True) | Q(end_to__gt=lo))
        return self.children(Q(child__in=spells.values("child")))

    def holdings(self, children: Sequence[str]) -> dict[str, list[Holding]]:
        """Who held each of these children, in order of time."""
        found: dict[str, list[Holding]] = defaultdict(list)
        for row in self._of(Holding, children):
            found[row.child].append(row)
        for rows in found.values():
            rows.sort(key=lambda h: h.during.lower)
        return found

    def statuses(self, children: Sequence[str]) -> dict[str, list[Status]]:
        """The spells of each of these children, in order of time."""
        found: dict[str, list[Status]] = defaultdict(list)
        for row in self._of(Status, children):
            found[row.child].append(row)
        for rows in found.values():
            rows.sort(key=lambda s: (s.start_from, s.word))
        return found

    def breaches(self, children: Sequence[str]) -> dict[str, list[Breach]]:
        """The rules broken for each of these children."""
        found: dict[str, list[Breach]] = defaultdict(list)
        for some in _batches(children):
            for row in Breach.objects.filter(authority=self.authority, kind="child", subject_id__in=some):
                found[row.subject_id].append(row)
        return found

    def entries(self, child: str) -> tuple[Entry, ...]:
        """Everything recorded about one child."""
        return entries_of(self.authority, Subject("child", child))

    def _of(self, model: Any, children: Sequence[str]) -> Iterator[Any]:
        for some in _batches(children):
            yield from model.objects.filter(authority=self.authority, child__in=some)

    # --- names ---------------------------------------------------------------------------------------------------

    def person(self, key: str) -> str:
        """A person's name, or the key where the organisation knows none."""
        return self.around.organisation.names.get(key, key)

    def place(self, key: str) -> str:
        """A team or service in the authority's word."""
        team = self.around.organisation.teams.get(key)
        if team is not None and team.name:
            return team.name
        word = self.pack.places.get(key)
        return word.says if word and word.says else key.replace("_", " ")

    def written_place(self, key: str) -> str:
        """A team as the authority's extracts write it, where its own list of names has it; else its name."""
        for e in reversed(self.around.journals.get(Subject("authority", self.authority), ())):
            names = e.values.get("names") if e.word == "team_names" else None
            for name, team in (names or {}).items():
                if team == key:
                    return str(name)
        return self.place(key) if key else ""


def _batches(children: Sequence[str]) -> Iterator[list[str]]:
    for n in range(0, len(children), BATCH):
        yield list(children[n : n + BATCH])


def number_of(child: Child) -> str:
    """The authority's own number of a child, as extracts carry it."""
    return child.reference or child.child
