"""Putting a procedure into force: its owner proposes, another person approves, everybody else may not even look."""

from __future__ import annotations

import json
import threading
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from django.db import connections
from tests.store.test_approving import FIRST, texts

from baton.cli import in_force as commands
from baton.cli import upkeep
from baton.store import approving
from baton.store.asking import packs_of
from baton.store.models import Matter, Subject
from baton.store.tenancy import in_authority
from baton.working_time import moment_of
from baton.workspace.procedure.jobs import Job

from . import world
from .pages import links, main, send

HOME = "/procedure/in-force"
CHILD = "amaryllis"


def in_process(job: Job) -> None:
    """The commands themselves, beside the page's transaction; a proof and a trial are given."""
    words, out = job.words, StringIO()
    authority = words[words.index("--authority") + 1] if "--authority" in words else ""

    def run() -> None:
        with redirect_stdout(out):
            if words[0] == "put-in-force":
                commands.put(None, authority, "", "", None, int(words[2]), True, True)
            elif words[0] == "take-back":
                commands.take_back(int(words[1]), authority, "", "", True, True)
            else:
                upkeep.rebuild(authority, False, True)
        connections.close_all()

    if words[0] == "prove":
        finding = {"verdict": "refuted", "says": "A ladder has no end."}
        out.write(json.dumps({"findings": [finding]}))
    elif words[0] == "replay":
        out.write(json.dumps({"children": 3, "touched": ["amy"], "different": []}))
    else:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    job._file("json").write_text(out.getvalue())


@pytest.fixture
def draft(town: world.Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings_state: Path) -> world.Town:
    """A town with a child about to move, and a draft of a second edition that asks one thing more."""
    from django.conf import settings

    folder = tmp_path / "packs" / "small" / "drafts" / "next"
    folder.mkdir(parents=True)
    for name, text in texts("2")[0].items():
        (folder / Path(name).name).write_text(text.replace("in_force_from", "changeover: always, in_force_from", 1))
    monkeypatch.setattr(settings, "BATON_PACKS", str(tmp_path / "packs"))
    monkeypatch.setattr(Job, "_start", in_process)
    town.child(CHILD)
    town.act("2026-08-06 09:00", "ann", "send", "summary", CHILD, to=("cy",))
    town.act("2026-08-06 09:10", "cy", "list", "", CHILD)
    return town


def owner(town: world.Town) -> world.Client:
    return world.sign_in(town, "polly", duties=("procedure",), post="procedure")


def proposed(town: world.Town) -> int:
    """Tried, proved and proposed by Polly, as a person does it; the number of the proposal."""
    browser = owner(town)
    for address in ("/procedure/replay", "/procedure/prove"):
        send(browser, f"{address}?version=draft:next", {"version": "draft:next"})
    answer = browser.post(
        f"{HOME}/propose?version=draft:next",
        {"from-day": "20", "from-month": "8", "from-year": "2026", "reason": "the board agreed", "although": "known"},
    )
    assert answer.status_code == 302, main(answer)
    return int(answer["Location"].rsplit("/", 1)[1])


def test_a_draft_is_proposed_only_when_it_was_tried_and_proved(draft: world.Town) -> None:
    browser = owner(draft)
    address = f"{HOME}/propose?version=draft:next"
    assert "look at it and propose it" in main(browser.get(HOME))
    page = main(browser.get(address))
    assert "It is a new edition, 2" in page and "not done yet for these files" in page
    assert "Propose for approval" not in page.replace("Propose it for approval", "")
    browser.post(address, {"from-day": "20", "from-month": "8", "from-year": "2026", "reason": "x", "although": "x"})
    assert "Nothing waits" in main(browser.get(HOME))
    for job in ("/procedure/replay", "/procedure/prove"):
        send(browser, f"{job}?version=draft:next", {"version": "draft:next"})
    page = main(browser.get(address))
    assert "1 of 3 would differ" in page and "1 refuted" in page and "A ladder has no end." in page
    said = main(browser.post(address, {"from-day": "31", "from-month": "2", "from-year": "2026"}))
    for problem in ("Give the first day of this edition", "Write why this should", "Write why it may go ahead"):
        assert problem in said
    past = {"from-day": "1", "from-month": "8", "from-year": "2026", "reason": "the board", "although": "known"}
    assert "from a day on that is not past" in main(browser.post(address, past))


def test_another_person_approves_what_was_previewed_child_by_child(draft: world.Town) -> None:
    address = f"{HOME}/{proposed(draft)}"
    mine = main(owner(draft).get(address))
    assert "Waiting for approval" in mine and "Polly" in mine and "the board agreed" in mine and "known" in mine
    assert "It waits for whoever approves the procedure here" in mine
    hal = world.sign_in(draft, "hal")
    assert address in hal.get(HOME).content.decode()
    assert "Approve: put it into force" not in main(hal.get(address))
    early = main(hal.post(f"{address}/answer", {"step": "approve", "reason": "in time"}))
    assert "Look first at what it does for each child" in early
    hal.post(f"{address}/preview")
    page = main(hal.get(address))
    assert "1 child would be different" in page and "Amaryllis Fictley" in page
    assert "Move between services : edition 1 → 2" in page and "New: Tell" in page and "No longer asked:" in page
    assert "Write why" in main(hal.post(f"{address}/answer", {"step": "approve", "reason": " "}))
    assert [one.edition.name for one in packs_of(draft.key).editions] == ["1"]
    after = main(hal.post(f"{address}/answer", {"step": "approve", "reason": "as the board agreed"}, follow=True))
    assert "Approved. It is in force." in after and "as the board agreed" in after
    assert [(one.edition.name, one.edition.in_force_from) for one in packs_of(draft.key).editions][1] == ("2", FIRST)
    with in_authority(draft.key):
        assert not Subject.objects.filter(authority=draft.key, stale_since__isnull=False).exists()


def test_it_is_taken_back_by_a_further_entry_after_its_own_preview(draft: world.Town) -> None:
    address = f"{HOME}/{proposed(draft)}"
    hal = world.sign_in(draft, "hal")
    hal.post(f"{address}/preview")
    hal.post(f"{address}/answer", {"step": "approve", "reason": "as agreed"})
    assert "Show what taking it back would do" in main(hal.get(address))
    hal.post(f"{address}/preview")
    assert "What taking it back would do" in main(hal.get(address))
    after = main(hal.post(f"{address}/answer", {"step": "take back", "reason": "a mistake in it"}, follow=True))
    assert "again as it was before" in after and "Taken back" in after and "a mistake in it" in after
    assert [one.edition.name for one in packs_of(draft.key).editions] == ["1"]
    assert hal.post(f"{address}/answer", {"step": "take back", "reason": "again"}).status_code == 403


def test_who_proposed_it_cannot_approve_it_and_what_is_not_approved_changes_nothing(draft: world.Town) -> None:
    number = proposed(draft)
    both = world.sign_in(draft, "polly", duties=("procedure", "approval"), post="approval")
    both.post(f"{HOME}/{number}/preview")
    assert "Another person approves it" in main(both.get(f"{HOME}/{number}"))
    refused = main(both.post(f"{HOME}/{number}/answer", {"step": "approve", "reason": "mine"}))
    assert "Who proposed it cannot approve it" in refused
    anna = world.sign_in(draft, "anna", duties=("approval",), post="approval")
    anna.post(f"{HOME}/{number}/preview")
    assert "your post does not open their records" in main(anna.get(f"{HOME}/{number}"))
    assert "Amaryllis" not in main(anna.get(f"{HOME}/{number}"))
    after = main(anna.post(f"{HOME}/{number}/answer", {"step": "decline", "reason": "not yet read"}, follow=True))
    assert "Not approved. Nothing has changed." in after and "not yet read" in after
    assert [one.edition.name for one in packs_of(draft.key).editions] == ["1"]


def test_everybody_else_is_told_that_their_post_cannot_open_it(draft: world.Town, other_town: world.Town) -> None:
    number = proposed(draft)
    for person in ("ann", "nora", "cy"):
        browser = world.sign_in(draft, person)
        for address in (HOME, f"{HOME}/{number}"):
            answer = browser.get(address)
            assert answer.status_code == 403 and "cannot open this page" in main(answer), (person, address)
        assert browser.post(f"{HOME}/{number}/answer", {"step": "approve", "reason": "x"}).status_code == 403
        assert HOME not in browser.get("/procedure").content.decode()
    hal = world.sign_in(draft, "hal")
    assert hal.get(f"{HOME}/propose?version=draft:next").status_code == 403  # the owner proposes, nobody else
    assert owner(draft).post(f"{HOME}/{number}/answer", {"step": "approve", "reason": "x"}).status_code == 403
    assert world.sign_in(other_town, "hal").get(f"{HOME}/{number}").status_code == 404


def test_one_transfer_goes_over_to_another_edition_and_back_by_who_answers_for_it(draft: world.Town) -> None:
    from django.conf import settings

    managers = "  service_manager: {of: service}"
    with_head = [{k: v.replace(managers, f"{managers}\n  head: {{of: authority}}") for k, v in texts("2")[0].items()}]
    approving.put_in_force(draft.key, with_head, FIRST, "hal", "the board agreed", world.NOW)
    settings.BATON_NOW = moment_of("2026-08-20 09:00")
    with in_authority(draft.key):
        key = Matter.objects.get(authority=draft.key, child=CHILD).key
    hal = world.sign_in(draft, "hal")
    for there, back in (("2", "1"), ("1", "2")):
        page = hal.get(f"/transfers/{key}")
        assert f"Steps, edition {back}" in main(page)
        assert ("Send the summary" in main(page)) is (back == "1")  # in the words of the edition by which it goes
        address = next(link for link in links(page) if f"edition={there}" in link)
        assert "Write an answer: why should it" in main(send(hal, address, {"reason": ""}))
        assert send(hal, address, {"reason": "asked by the board"}).status_code == 302
        assert f"Steps, edition {there}" in main(hal.get(f"/transfers/{key}"))
    nora = world.sign_in(draft, "nora")
    assert "Go over to edition" not in main(nora.get(f"/transfers/{key}"))
    assert nora.get(f"/do/{CHILD}?matter={key}&verb=change_edition&edition=2").status_code == 404
    assert hal.get(f"/do/{CHILD}?matter={key}&verb=change_edition&edition=9").status_code == 404
