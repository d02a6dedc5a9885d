"""Wokingham in a browser without scripts: the audit, the request and the acceptance, and its places at two widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.people import AXE, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHORITY = "wokingham"
PACKS = Path(__file__).parents[2] / "packs"


def child_of(case: str) -> str:
    """The eldest child of a journey that the world tells, by its place in the file."""
    from baton.demo.world import read_world, world_file

    number = 1
    for one in read_world(world_file(PACKS, AUTHORITY)).told:
        if one.name == case:
            return f"D{number:04}"
        number += len(one.ages)
    raise LookupError(case)


def test_a_case_goes_from_the_audit_to_the_acceptance(chromium: Any, visit: Callable[[str], str], now: Any) -> None:
    site, child = visit(AUTHORITY), child_of("ready_to_ask")
    rita, auditor = Person(chromium, site, "rita.hostwell"), Person(chromium, site, "max.auditor")
    bea = Person(chromium, site, "bea.bramble")
    now("2026-11-24 16:00")

    # There is no audit: the request is refused with its clause, and says who may give it.
    rita.go(f"/do/{child}?verb=request").save()
    assert "You cannot do this" in rita.problem and "WOK-5.3" in rita.problem and "Ask Max Auditor" in rita.problem
    rita.go(f"/children/{child}")
    holder = rita.reads.split("Holder ")[1].split(",")[0]
    worker = Person(chromium, site, ".".join(holder.lower().split()))

    # Both workers meet the family; the worker cannot audit, a manager of the team can.
    worker.go(f"/do/{child}?verb=held&word=cin_meeting").date("24 11 2026")
    worker.tick("Receiving manager").tick(holder).tick("Kim Thicket").tick("Child, parents and carers").save()
    assert not worker.problem, worker.problem
    worker.go(f"/do/{child}?verb=answer&word=audit").tick("Positive").save()
    assert "WOK-5.3" in worker.problem or "WOK-2l" in worker.problem
    auditor.go(f"/do/{child}?verb=answer&word=audit").tick("Positive").save()
    assert not auditor.problem, auditor.problem

    # No acceptance before the request; the child stays until the receiver has accepted.
    assert "WOK-5.4" in accepts(bea, child).problem
    rita.go(f"/do/{child}?verb=request").save()
    assert not rita.problem, rita.problem
    assert f"Holder {holder}" in rita.go(f"/children/{child}").reads
    assert not accepts(bea, child).problem, bea.problem
    assert "Holder Kim Thicket, Brambles" in bea.go(f"/children/{child}").reads


def accepts(person: Person, child: str) -> Person:
    """Accepts the child for Kim Thicket, and stays where that is refused."""
    person.go(f"/do/{child}?verb=accept")
    person.page.locator("select[name=receiving_worker]").select_option(label="Kim Thicket, Brambles")
    person.page.locator("textarea[name=reason]").fill("As agreed at the meeting.")
    return person.save()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_authoritys_places_are_clean_and_fit(chromium: Any, visit: Callable[[str], str], width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: ./baton start brings it")
    child = child_of("agreed_not_accepted")
    meeting = "/sittings/transfer_meeting/2026-11-27T1000"
    person = Person(chromium, visit(AUTHORITY), "rita.hostwell", width, scripts=True)
    for address in ("/", f"/children/{child}", meeting, f"{meeting}/row/1", "/team", "/disputes", "/procedure/WOK-2n"):
        person.go(address)
        assert person.faults() == [], address
        assert not person.too_wide(), address
    person.leave()
