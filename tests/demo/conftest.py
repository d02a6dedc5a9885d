"""The made-up world, made once: at nine on a Tuesday, the day before the panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import pytest

from baton.demo.awkward import cases
from baton.demo.making import Lived, Made, live_all, make, plans, setting_for
from baton.demo.setting import Setting
from baton.demo.world import World, read_world, world_file
from baton.engine import Situation, assess
from baton.journal import Entry, File, Kin, Subject
from baton.packs_on_disk import load_packs
from baton.platform.places import PACKS
from baton.policy.model import Packs
from baton.store.procedures import england
from baton.working_time import Moment, moment_of

AUTHORITY = "bexley"
NOW = moment_of("2026-11-24 09:00")


@lru_cache(maxsize=1)
def data() -> tuple[World, Packs]:
    """The world's data and the procedure it lives under."""
    return read_world(world_file(PACKS, AUTHORITY)), load_packs(PACKS, AUTHORITY)


@lru_cache(maxsize=1)
def whole() -> Made:
    """The world at NOW: every awkward case, and a third of the ordinary families."""
    world, packs = data()
    return make(world, packs, england(), NOW, every=3)


def setting_at(now: Moment) -> Setting:
    world, packs = data()
    return setting_for(world, packs, england(), now)[0]


def awkward_at(now: Moment) -> list[Lived]:
    """Every awkward case, lived up to another now."""
    setting = setting_at(now)
    return live_all(setting, plans(setting)[: len(cases())], processes=2)


@dataclass
class Look:
    """What follows for the children of a made world at its now."""

    setting: Setting
    families: tuple[Lived, ...]
    _seen: dict[str, Situation] = field(default_factory=dict)

    def file(self, child: str) -> File:
        family = next(f for f in self.families if child in {p.id for p in f.plan.children})
        mine = {p.id: lines for p, lines in zip(family.plan.children, family.children, strict=True)}
        kin = tuple(Kin(k, file=self._file(k, lines, family)) for k, lines in mine.items() if k != child)
        own = self._file(child, mine[child], family)
        return File(own.subject, own.entries, own.calendar, own.organisation, kin, (), family.plan.family)

    def _file(self, child: str, lines: tuple[Entry, ...], family: Lived) -> File:
        s = self.setting
        return File(Subject("child", child), lines, s.calendar, s.organisation, family=family.plan.family)

    def see(self, child: str) -> Situation:
        if child not in self._seen:
            self._seen[child] = assess(self.setting.packs, self.file(child), self.setting.now)
        return self._seen[child]

    def lines(self, child: str) -> tuple[Entry, ...]:
        return self.file(child).entries


@pytest.fixture(scope="session")
def made() -> Made:
    return whole()


@pytest.fixture(scope="session")
def look(made: Made) -> Look:
    return Look(setting_at(NOW), made.families)


@pytest.fixture(scope="session")
def see(look: Look) -> Callable[[str], Situation]:
    """What follows for a child of an awkward case, by the case's name."""
    from baton.demo.awkward import AWKWARD

    return lambda name: look.see(AWKWARD[name])
