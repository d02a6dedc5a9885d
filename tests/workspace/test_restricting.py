"""A restricted record: who restricts it and who works with the child may see it, and whom a manager clears by name."""

from __future__ import annotations

from tests.store import cast

from baton.accounts.models import Clearance
from baton.store.models import Child
from baton.store.tenancy import in_authority

from . import world
from .pages import hidden, main, read, send, when


def restricted(town: world.Town, name: str = "amy") -> str:
    """A child whose record Nora restricts on its page."""
    child = town.child(name, due=False)
    nora = world.sign_in(town, "nora")
    page = nora.get(f"/children/{child}/who-may-see")
    assert "Restrict this record" in main(page)
    nora.post(f"/children/{child}/who-may-see", {**hidden(page), "step": "restrict", "reason": "a relative works here"})
    with in_authority(town.key, [child]):
        assert Child.objects.get(authority=town.key, child=child).restricted
    return child


def test_who_restricted_it_and_who_holds_the_child_may_see_it_and_nobody_else(town: world.Town) -> None:
    child = restricted(town)
    assert world.sign_in(town, "nora").get(f"/children/{child}").status_code == 200
    assert world.sign_in(town, "ann").get(f"/children/{child}").status_code == 200
    hal = world.sign_in(town, "hal")
    assert hal.get(f"/children/{child}").status_code == 404
    assert hal.get(f"/children/{child}/who-may-see").status_code == 404
    assert "Amy" not in read(hal.get("/children", {"q": "fictley"}, follow=True))
    assert world.sign_in(town, "ann").get(f"/children/{child}/who-may-see").status_code == 403


def test_somebody_is_cleared_until_a_day_and_a_clearance_is_ended(town: world.Town) -> None:
    child = restricted(town)
    cast.add(town.key, [cast.entry("worker", "hal", "started", "post", role="head", name="Hal")])
    nora = world.sign_in(town, "nora")
    address = f"/children/{child}/who-may-see"
    nora.post(address, {"step": "clear", "person": "hal", "reason": "reviews the plan", **when("31 12 2030", "until")})
    assert world.sign_in(town, "hal").get(f"/children/{child}").status_code == 200
    page = main(nora.get(address))
    assert "Tue 31 Dec 2030" in page or ("Tue 31 Dec 2030" in page and "reviews the plan" in page)
    nora.post(address, {"step": "end-hal"})
    assert world.sign_in(town, "hal").get(f"/children/{child}").status_code == 404
    assert "1 clearance that ended" in main(nora.get(address))
    assert Clearance.objects.get(authority=town.key, person="hal").ended_by == "nora"


def test_whoever_is_named_for_the_child_is_cleared_by_that_act(town: world.Town) -> None:
    cast.add(town.key, [cast.entry("worker", "ali", "started", "post", role="social_worker", team="north", name="Ali")])
    child = restricted(town)
    ali = world.sign_in(town, "ali")
    assert ali.get(f"/children/{child}").status_code == 404
    nora = world.sign_in(town, "nora")
    assert send(nora, f"/allocate/{child}", {"person": "ali", "reason": "knows the school"}).status_code == 302
    assert ali.get(f"/children/{child}").status_code == 200
    assert Clearance.objects.get(authority=town.key, person="ali", child=child).reason == "works with the child"


def test_the_last_who_may_see_it_cannot_leave_it_to_nobody(town: world.Town) -> None:
    child = restricted(town)
    nora = world.sign_in(town, "nora")
    address = f"/children/{child}/who-may-see"
    nora.post(address, {"step": "end-ann"})
    assert "You are the last who may see this record" in main(nora.post(address, {"step": "end-nora"}, follow=True))


def test_the_restriction_is_lifted_with_a_reason(town: world.Town) -> None:
    child = restricted(town)
    nora = world.sign_in(town, "nora")
    assert nora.post(f"/children/{child}/who-may-see", {"step": "lift"}).status_code == 400
    nora.post(f"/children/{child}/who-may-see", {"step": "lift", "reason": "she has left the council"})
    assert world.sign_in(town, "hal").get(f"/children/{child}").status_code == 200
