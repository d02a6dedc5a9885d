"""A new edition, from the draft to its approval and back: its owner and the Deputy Director, each at their desk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.journeys.people import AXE, Person
from tests.workspace.test_in_force import in_process

from baton.workspace.procedure.jobs import Job

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PACKS = Path(__file__).parents[2] / "packs"


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bexley's own procedure with a draft in it: a next edition that gives seven days for a handover meeting."""
    shutil.copytree(PACKS / "bexley", tmp_path / "bexley", ignore=shutil.ignore_patterns("scenarios", "demo"))
    (tmp_path / "england").symlink_to(PACKS / "england", target_is_directory=True)
    folder = tmp_path / "bexley" / "drafts" / "next"
    folder.mkdir(parents=True)
    for file in (PACKS / "bexley").glob("*.yaml"):
        text = file.read_text()
        if file.name == "pack.yaml":
            text = text.replace('name: "2017-04"', 'changeover: always, name: "2027-01"')
        (folder / file.name).write_text(text.replace("5 working days either side of", "7 working days either side of"))
    monkeypatch.setattr(settings, "BATON_PACKS", str(tmp_path))
    monkeypatch.setattr(settings, "BATON_STATE", tmp_path)
    monkeypatch.setattr(Job, "_start", in_process)


@pytest.mark.parametrize("width", [360, 1280])
def test_proposed_by_its_owner_approved_by_another_and_taken_back(
    chromium: Any, site: str, draft: None, width: int
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: ./baton start brings it")
    troubles: list[str] = []

    def look(person: Person) -> None:
        troubles.extend(person.faults())
        if person.too_wide():
            troubles.append(f"{person.page.url}: scrolls sideways at {width}")

    polly = Person(chromium, site, "polly.policy", width, scripts=True)
    polly.go("/procedure").follow("What is in force, and what waits for approval")
    look(polly)
    polly.follow("look at it and propose it")
    look(polly)
    for step, act in (("Try it on today's children", "Try draft"), ("Prove it", "Prove draft")):
        polly.follow(step).press(act)
        polly.go("/procedure/in-force").follow("look at it and propose it")
    look(polly)
    polly.press("Propose for approval")
    assert "Give the first day of this edition" in polly.problem
    polly.date("1 1 2027", "from").page.fill("#reason", "Agreed by the board on 20 November 2026")
    polly.page.fill("#although", "The ladder ends with the Director in practice")
    polly.press("Propose for approval")
    assert "It is in force for nobody until another person approves it" in polly.reads
    address = polly.page.url
    look(polly)

    dee = Person(chromium, site, "dee.deputy", width, scripts=True)
    dee.go(address).press("Show what it does, child by child")
    look(dee)
    assert "2017-04 → 2027-01" in dee.page.content() and "go over to another edition" in dee.reads
    dee.press("Approve: put it into force")
    assert "Write why" in dee.problem
    dee.page.fill("#reason", "As the board agreed")
    dee.press("Approve: put it into force")
    assert "Approved. It is in force." in dee.reads
    look(dee)
    dee.press("Show what taking it back would do")
    dee.page.fill("#reason", "It waits for the spring")
    dee.press("Take it back")
    assert "again as it was before" in dee.reads
    look(dee)
    mo = Person(chromium, site, "mo.sender", width)
    assert "cannot open this page" in mo.go(address).reads
    for person in (polly, dee, mo):
        person.leave()
    assert not troubles, "\n".join(troubles)
