"""The world as a whole: how much there is, that it is made up and says so, and that nothing in it is impossible."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from random import Random

import baton.demo
from baton.demo.awkward import AWKWARD, cases
from baton.demo.keeping_up import is_left
from baton.demo.making import Made, live, plans
from baton.demo.play import Play
from baton.engine import tick
from baton.journal import nature_of
from baton.journal.organisation import organisation_from
from baton.journal.sittings import sittings_from
from baton.working_time import local_day, wall_time

from .conftest import NOW, Look, data, setting_at


def test_about_three_hundred_children_in_about_a_hundred_and_seventy_families() -> None:
    everybody = plans(setting_at(NOW))
    assert 260 <= sum(len(plan.children) for plan in everybody) <= 340
    assert 150 <= len(everybody) <= 200


def test_every_journey_fits_the_procedure_to_its_end(made: Made) -> None:
    assert made.troubles == []


def test_the_name_of_the_authority_says_that_it_is_made_up(made: Made) -> None:
    assert made.world.name.endswith("(made-up world)")


def test_python_names_no_authority_and_none_of_its_places() -> None:
    world, _packs = data()
    local = {world.authority, *world.parts.values(), *world.teams} - {"leaving_care"}
    for file in Path(baton.demo.__file__).parent.rglob("*.py"):
        words = set(re.findall(r"[a-z_0-9]+", file.read_text(encoding="utf-8").casefold()))
        assert not words & local, f"{file.name} names {sorted(words & local)}"


def test_every_child_has_an_id_of_its_own_and_every_family_a_name_of_its_own(made: Made) -> None:
    ids = [p.id for f in made.families for p in f.plan.children]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"D[0-9]{4}", one) for one in ids)
    names = Counter(f.plan.children[0].family for f in made.families)
    assert max(names.values()) == 1


def test_nothing_is_recorded_in_the_future_and_nothing_before_it_was_typed(made: Made) -> None:
    for family in made.families:
        for lines in family.children:
            assert [e.number for e in lines] == list(range(1, len(lines) + 1))
            for e in lines:
                assert e.recorded_at <= NOW
                if nature_of(e.verb) == "record" and e.verb != "booked":
                    assert e.happened.lo <= e.recorded_at


def test_entries_are_recorded_in_the_order_in_which_they_stand(made: Made) -> None:
    for family in made.families:
        for lines in family.children:
            moments = [e.recorded_at for e in lines]
            assert moments == sorted(moments)


def test_people_work_by_day_the_clock_whenever_it_is_due(made: Made) -> None:
    typed = [e for f in made.families for lines in f.children for e in lines if e.source == "person"]
    at_night = [e for e in typed if not 6 <= wall_time(e.recorded_at).hour < 20]
    assert len(at_night) < len(typed) / 50


def test_only_the_child_whom_an_extract_left_without_a_worker_is_held_by_nobody(look: Look, made: Made) -> None:
    children = [p.id for f in made.families for p in f.plan.children]
    nobody = [c for c in children if (h := look.see(c).holder) is not None and h.kind == "nobody"]
    assert nobody == [AWKWARD["nobody_named"]]


def test_the_clock_owes_nothing_at_the_worlds_own_now(look: Look, made: Made) -> None:
    packs = look.setting.packs
    for family in made.families:
        for person in family.plan.children:
            assert tick(packs, look.file(person.id), NOW, "t") == ()


def test_children_are_with_every_part_of_the_authority(look: Look, made: Made) -> None:
    held = Counter(
        h.service for f in made.families for p in f.plan.children if (h := look.see(p.id).holder) is not None
    )
    assert all(held[place] >= 1 for place in made.world.parts.values()), held


def test_most_of_what_people_owe_is_done_and_some_of_it_is_late(look: Look, made: Made) -> None:
    states = Counter(
        d.state for f in made.families for p in f.plan.children for d in look.see(p.id).duties if d.strength != "count"
    )
    assert states["met"] > 4 * (states["open"] + states["late"])
    assert states["late"] >= 30


def test_the_staff_fold_into_teams_offices_and_posts(made: Made) -> None:
    organisation = organisation_from(made.surroundings)
    assert set(made.world.teams) <= set(organisation.teams)
    assert {p.person for p in organisation.posts} <= set(organisation.names)
    assert {s.person for s in made.world.sign_ins} <= set(organisation.names)


def test_three_weeks_of_sittings_have_been_held_with_minutes_and_three_are_ahead(made: Made) -> None:
    forum = next(iter(data()[1].editions[-1].forums))
    sittings = [s for s in sittings_from(made.surroundings) if s.forum == forum]
    held = [s for s in sittings if s.held]
    assert len([s for s in held if s.at > NOW - 22 * 86400]) == 3
    assert all(len(s.attended) >= 3 for s in held)
    sent = {e.subject.id for e in made.surroundings if e.verb == "send" and e.word == "minutes"}
    assert len(sent) == len(held)
    assert any(s.moved_because for s in sittings if s.at > NOW)


def test_families_are_on_the_list_of_the_next_sitting(look: Look, made: Made) -> None:
    ahead = {
        m.sitting
        for f in made.families
        for p in f.plan.children
        for m in look.see(p.id).matters
        if m.state == "open" and m.sitting is not None and m.sitting > NOW
    }
    assert ahead and min(local_day(at) for at in ahead).isoformat() == "2026-11-25"


def test_a_family_lives_the_same_life_again(made: Made) -> None:
    setting = setting_at(NOW)
    for index in (0, 3, len(cases()) + 9, len(made.families) - 1):
        lived = made.families[index]
        plan = next(p for p in plans(setting) if p.family == lived.plan.family)
        assert live(setting, plan) == lived


def test_an_ordinary_family_is_kept_up_with_and_one_of_many_is_not() -> None:
    setting = setting_at(NOW)
    ordinary = [p for p in plans(setting) if p.course == "assessed"]
    left = [p for p in ordinary if is_left(Play(setting, p.family, p.children, Random(1)))]
    assert 0 < len(left) < len(ordinary) / 4
