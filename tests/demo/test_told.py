"""Worlds that tell their journeys in lines: every line fits the procedure, whatever day it is."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from baton.demo.loading import worlds
from baton.demo.making import Made, make
from baton.demo.told import read_told
from baton.demo.world import World, read_world, world_file
from baton.packs_on_disk import load_packs
from baton.platform.places import PACKS
from baton.store.procedures import england
from baton.working_time import moment_of

ALL = {one: read_world(world_file(PACKS, one)) for one in worlds(PACKS)}
TOLD = sorted(key for key, world in ALL.items() if world.told)
# A Tuesday, Christmas Day, the evening of a leap day, a Monday after Easter.
DAYS = ["2026-11-24 09:00", "2026-12-25 11:00", "2028-02-29 16:40", "2027-04-05 07:30"]


@lru_cache(maxsize=8)
def lived(authority: str, day: str, every: int) -> Made:
    return make(ALL[authority], load_packs(PACKS, authority), england(), moment_of(day), every=every, processes=2)


@pytest.mark.parametrize("authority", TOLD)
@pytest.mark.parametrize("day", DAYS)
def test_every_line_fits_the_procedure(authority: str, day: str) -> None:
    assert lived(authority, day, 4).troubles == []


@pytest.mark.parametrize("authority", TOLD)
def test_a_world_is_some_three_hundred_children(authority: str) -> None:
    world = ALL[authority]
    assert 200 <= sum(one.families * len(one.ages) for one in world.told) <= 420


@pytest.mark.parametrize("authority", TOLD)
def test_every_journey_says_what_it_is_and_leaves_something_on_record(authority: str) -> None:
    made = lived(authority, DAYS[0], 4)
    assert all(one.about.endswith(".") for one in ALL[authority].told)
    for family in made.families:
        assert all(lines for lines in family.children), family.plan.course


def test_nobody_signs_in_to_two_authorities() -> None:
    seen: dict[str, str] = {}
    for key, world in ALL.items():
        for one in world.sign_ins:
            assert seen.setdefault(one.person, key) == key, one.person


def test_every_world_says_that_it_is_made_up() -> None:
    assert all(world.name.endswith("(made-up world)") for world in ALL.values())


def one(**changed: Any) -> World | Any:
    line = {"record": "joint_visit held", **changed.pop("line", {})}
    data = {"name": "x", "about": "y.", "ages": ["3"], "starts": "4", "lines": [line], **changed}
    return read_told([data])[0]


def test_a_line_with_a_strange_key_says_where() -> None:
    with pytest.raises(ValueError, match="x, line 1: whom means nothing here"):
        one(line={"whom": "holder"})


def test_a_line_that_says_two_things_says_where() -> None:
    with pytest.raises(ValueError, match="x, line 1: exactly one of act, record and do"):
        one(line={"act": "close"})


def test_ages_and_starts_may_be_ranges() -> None:
    found = one(ages=[["2", "4"], "3"], starts=["4", "9"])
    assert (found.ages, found.starts) == (((2, 4), (3, 3)), (4, 9))
