"""Moves across borders: another authority is responsible by name, and somebody here is the contact."""

from __future__ import annotations

from typing import Any

import pytest
from tests.store import cast

from baton.packs_on_disk import load_packs
from baton.policy.model import Packs
from baton.store.recalculating import recalculate
from baton.working_time import moment_of
from baton.workspace.child.elsewhere import across, crosses

from . import world
from .pages import main
from .test_every_pack import PACKS, town_of


def packs_of(name: str) -> Packs:
    return load_packs(PACKS, name, cache=None)


def arrived(town: world.Town, *more: Any) -> str:
    for entry in (cast.entry("child", "amy", "born", when="2016-03-03"),
                  cast.entry("child", "amy", "given", "name", given="Amy", family="Fictley"), *more):  # fmt: skip
        cast.add(town.key, [entry])
    recalculate(town.key, "amy", world.NOW)
    return "amy"


def rochdale(postgres: Any) -> world.Town:
    """A child of Elsewhere Council who moved in on Monday 3 August and whose welfare nobody here has checked."""
    packs = packs_of("rochdale")
    town = town_of("rochdale", packs)
    cast.add(town.key, [cast.entry("team", "frt_3", "opened", service="frt", name="First Response 3")])
    cast.add(town.key, [cast.entry("office", "practice_manager@frt_3", "started", person="fay")])
    cast.add(town.key, [cast.entry("worker", "fay", "started", "post", role="social_worker", team="frt_3", name="Fay")])
    arrived(
        town,
        cast.entry(
            "child", "amy", "held", "moved_in", "2026-08-03", authority="Elsewhere Council", worker="Wanda Away"
        ),
    )
    return town


def test_another_authority_holds_by_name_and_somebody_here_is_the_contact(postgres: Any) -> None:
    browser = world.sign_in(rochdale(postgres), "fay", post="Practice Manager")
    for address in ("/team/borders", "/children/amy"):
        page = main(browser.get(address))
        assert "Held by another authority" in page, address
        assert "Elsewhere Council: Wanda Away" in page and "only to hold the initial welfare check" in page, address
        assert "They stay responsible until the" in page and "ROC-ICPC-7b" in page, address
    assert "Across borders" in main(browser.get("/team"))


def test_a_team_that_has_nothing_to_do_with_the_child_and_another_authority_see_nothing(
    postgres: Any, other_town: world.Town
) -> None:
    town = rochdale(postgres)
    cast.add(town.key, [cast.entry("team", "c4c", "opened", service="c4c", name="Cared 4 Children")])
    cast.add(town.key, [cast.entry("office", "practice_manager@c4c", "started", person="cara")])
    cast.add(town.key, [cast.entry("worker", "cara", "started", "post", role="social_worker", team="c4c", name="Cara")])
    cara = world.sign_in(town, "cara", post="Practice Manager")
    assert "Fictley" not in main(cara.get("/team/borders"))
    assert cara.get("/children/amy").status_code == 404
    for person in ("hal", "nora"):
        answer = world.sign_in(other_town, person).get("/team/borders")
        assert answer.status_code == 404  # that procedure says nothing of borders
    assert world.sign_in(other_town, "ann").get("/team/borders").status_code == 403


def test_the_conference_within_fifteen_working_days_stands_beside_the_child(postgres: Any) -> None:
    packs = packs_of("sandwell")
    town = town_of("sandwell", packs)
    cast.add(town.key, [cast.entry("office", "safeguarding_unit@ctcp", "started", person="uma")])
    arrived(
        town,
        cast.entry("child", "amy", "started", "other_authority_plan", "2026-08-03", authority="Dudley", worker="Pat"),
        cast.entry("child", "amy", "held", "receiving_request", "2026-08-04"),
    )
    from baton.store.asking import situation

    found = {d.rule: d for d in situation(town.key, "amy", world.NOW).duties}
    by = found["conference_is_arranged"].by
    assert by is not None and by.hi == moment_of("2026-08-26 00:00")  # Tue 4 Aug + 15 working days = Tue 25 Aug
    page = main(world.sign_in(town, "uma").get("/team/borders"))
    assert "Held by another authority (1)" in page and "Held by Dudley: Pat" in page
    assert "Hold the receiving-in conference Uma by end of Tue 25 Aug 2026" in page.replace("uma", "Uma")


@pytest.mark.parametrize(
    ("name", "speaks"), [("sandwell", True), ("rochdale", True), ("wirral", True), ("bexley", False)]
)
def test_the_place_is_there_only_where_the_procedure_speaks_of_it(name: str, speaks: bool) -> None:
    pack = packs_of(name).editions[-1]
    assert crosses(pack) is speaks
    if name == "rochdale":  # rules that leave such children out are not about them
        assert "welfare_check_by_first_response" in across(pack).rules and "file_checked" not in across(pack).rules
