"""Whom an extract names as holder, in this authority's own terms; and lines of an extract numbered as a journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from baton.engine.people import people_of
from baton.imports.entries import Holder, body_of
from baton.imports.holders import Held
from baton.imports.planning import Plan
from baton.imports.remits import service_for
from baton.journal import Entry, File, Subject
from baton.journal.observations import Said
from baton.store.surroundings import Surroundings
from baton.working_time import Window


class Resolve:
    """A holder in this authority's own terms.

    For a team not known here stands the worker's own, by the staff list; else the service whose remit the child is in.
    """

    def __init__(
        self, plan: Plan, around: Surroundings, file: File, lines: Sequence[Said], own: Sequence[Entry]
    ) -> None:
        self._plan = plan
        self._around = around
        self._file = file
        self._lines = lines
        self._own = own
        self._entries: tuple[Entry, ...] | None = None
        self._services: dict[int, str] = {}

    def __call__(self, held: Held) -> Holder:
        place = self._plan.teams.of_name(held.team)
        worker = self._plan.staff.person(held.worker, place.team if place else "") if held.worker else ""
        if place is None and worker:
            place = self._plan.teams.of_worker(people_of(self._around.organisation), worker, held.when.last)
        if place is not None:
            return Holder(worker, place.team, place.service)
        service = self._service(held.when)
        return Holder(worker, service, service)

    def _service(self, when: Window) -> str:
        at = min(when.hi - 1, self._plan.now) if when.is_vague else when.lo
        if at not in self._services:
            if self._entries is None:
                # For want of a team's name the record is taken as it stands: what nothing shows is not so.
                made = numbered(self._file.subject, self._own, self._lines, self._plan)
                self._entries = tuple(replace(e, source="person") for e in made)
            file = replace(self._file, entries=self._entries, kin=())
            self._services[at] = service_for(self._around.packs, file, at)
        return self._services[at]


def numbered(subject: Subject, own: Sequence[Entry], lines: Sequence[Said], plan: Plan) -> tuple[Entry, ...]:
    """These entries and lines as one journal."""
    last = max((e.number for e in own), default=0)
    added = tuple(
        Entry(subject, n, "import", line.phase, line.word, line.happened, plan.now, plan.by, plan.by, source="import",
              body=body_of(line))
        for n, line in enumerate(lines, last + 1)
    )  # fmt: skip
    return (*sorted(own, key=lambda e: e.number), *added)
