"""The whole world: every family's course played out, its staff, its sittings; as entries ready for the store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random

from baton.demo.awkward import cases
from baton.demo.courses import COURSES
from baton.demo.families import Plan, Register
from baton.demo.keeping_up import desk_work, is_left, keep_up
from baton.demo.play import Play, Today, Unexpected
from baton.demo.setting import Setting, spoken
from baton.demo.sittings import entered, sitting_entries
from baton.demo.staff import staff_entries
from baton.demo.told import ages, live_told
from baton.demo.world import World
from baton.journal import Entry
from baton.journal.organisation import organisation_from
from baton.policy.model import Packs
from baton.working_time import Calendar, Moment, local_day

SoFar = Callable[[int, int], None]
SEED = "baton"
CHUNK = 4


@dataclass(frozen=True, slots=True)
class Lived:
    """A family as its course left it: the entries of each child, of the family's own journal, and what went wrong."""

    plan: Plan
    children: tuple[tuple[Entry, ...], ...]
    family: tuple[Entry, ...]
    trouble: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries of the family and its children."""
        return (*self.family, *(e for child in self.children for e in child))


@dataclass(frozen=True, slots=True)
class Made:
    """A whole made-up world as entries: of staff and sittings, and of each family."""

    world: World
    now: Moment
    surroundings: tuple[Entry, ...]
    families: tuple[Lived, ...]

    @property
    def troubles(self) -> list[str]:
        """The journeys that stopped because they no longer fit the procedure."""
        return [f"{one.plan.course}, {one.plan.family}: {one.trouble}" for one in self.families if one.trouble]


def setting_for(world: World, packs: Packs, calendar: Calendar, now: Moment) -> tuple[Setting, list[Entry]]:
    """The setting of a world at a moment, with the entries that make its staff."""
    today = local_day(now)
    staff = staff_entries(world, packs.on(today), now)
    dates = entered(world, packs.on(today), calendar, today)
    return Setting(world, packs, calendar, organisation_from(staff), now, spoken(packs), dates), staff


def make(
    world: World, packs: Packs, calendar: Calendar, now: Moment, *, seed: str = SEED, processes: int = 0,
    every: int = 1, so_far: SoFar | None = None,
) -> Made:  # fmt: skip
    """Makes the world as it is at `now`. The same arguments give the same entries. 0 processes: one for each core.
    `so_far` is told how many families of how many are done.

    With `every` 3 only each third ordinary family is lived through, beside all awkward cases: for tests.
    """
    setting, staff = setting_for(world, packs, calendar, now)
    everybody, awkward = plans(setting, seed), len(world.told or cases())
    chosen = [*everybody[:awkward], *everybody[awkward::every]]
    families = live_all(setting, chosen, seed, processes or min(os.cpu_count() or 1, 4), so_far)
    sat = sitting_entries(setting, (child for one in families for child in one.children), seed)
    return Made(world, now, (*staff, *sat), tuple(families))


def plans(setting: Setting, seed: str = SEED) -> list[Plan]:
    """Every family: the awkward cases first, each with its fixed id, then as many of each journey as the world says."""
    register = Register(setting.world, seed, setting.today)
    if setting.world.told:
        return _told_plans(setting.world, register, seed)
    found = [register.family(one.name, one.ages, one.surname, one.given) for one in cases()]
    for name, families in setting.world.journeys.items():
        course = COURSES[name]
        for _ in range(families):
            size = min(register.size(), course.most)
            least = course.began[1] / 365 + 0.2  # everybody was there when it began
            found.append(register.family(name, register.ages(*course.ages, size, least)))
    return found


def _told_plans(world: World, register: Register, seed: str) -> list[Plan]:
    """Each told journey once, with fixed ids, then the further families of each."""
    chance = Random(f"{seed}/told")
    first = [register.family(one.name, ages(one, chance), one.surname, one.given) for one in world.told]
    return first + [register.family(one.name, ages(one, chance)) for one in world.told for _ in range(one.families - 1)]


def _course(setting: Setting, name: str) -> Callable[[Play], None]:
    """What happens in a family's course: told by the world, an awkward case, or an ordinary journey."""
    told = next((one for one in setting.world.told if one.name == name), None)
    if told is not None:
        return lambda play: live_told(play, told)
    return next((one.run for one in cases() if one.name == name), None) or COURSES[name].run


def _is_ordinary(setting: Setting, plan: Plan) -> bool:
    """Whether the family is one of many with this journey: an awkward case is left as its own lines leave it."""
    told = next((one for one in setting.world.told if one.name == plan.course), None)
    return told.families > 1 if told is not None else plan.course in COURSES


def live(setting: Setting, plan: Plan, seed: str = SEED) -> Lived:
    """One family's course, up to the world's now. Trouble says where it no longer fits the procedure."""
    play = Play(setting, plan.family, [copy(p) for p in plan.children], Random(f"{seed}/{plan.family}/{plan.course}"))
    run = _course(setting, plan.course)
    trouble = ""
    try:
        kept = _is_ordinary(setting, plan) and not is_left(play)
        play.meanwhile = desk_work if kept else None
        run(play)
        play.meanwhile = None
        if kept:
            keep_up(play)
        play.go(setting.now)
    except Today:
        pass
    except Unexpected as unexpected:
        trouble = str(unexpected)
    except Exception as broken:  # a world with one journey cut short is better than none; tests see to it
        trouble = f"{type(broken).__name__}: {broken}"
    return Lived(plan, tuple(tuple(play.lines(c)) for c in play.children), tuple(play.shared), trouble)


_SHARED: tuple[Setting, str] | None = None  # what the processes of a pool were born with


def live_all(
    setting: Setting, wanted: Iterable[Plan], seed: str = SEED, processes: int = 1, so_far: SoFar | None = None
) -> list[Lived]:
    """All families, in their order, on so many processes."""
    global _SHARED
    chosen = list(wanted)
    if processes < 2:
        return list(_told_of((live(setting, plan, seed) for plan in chosen), len(chosen), so_far))
    _SHARED = (setting, seed)
    try:
        with get_context("fork").Pool(processes) as pool:
            return list(_told_of(pool.imap(_live_here, chosen, CHUNK), len(chosen), so_far))
    finally:
        _SHARED = None


def _told_of(families: Iterable[Lived], of: int, so_far: SoFar | None) -> Iterator[Lived]:
    for number, family in enumerate(families, 1):
        yield family
        if so_far is not None:
            so_far(number, of)


def _live_here(plan: Plan) -> Lived:
    assert _SHARED is not None
    return live(_SHARED[0], plan, _SHARED[1])
