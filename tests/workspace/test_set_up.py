"""Set up: people, posts, offices, stand-ins, teams and closure days, each one recorded act of the administrator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.store import cast

from baton.sending import outbox
from baton.sending.book import Book
from baton.sending.models import Message
from baton.store import asking, hold
from baton.store.models import Entry, Matter, Question
from baton.store.tenancy import as_program, in_authority

from . import world
from .pages import hidden, main, read, when


@pytest.fixture
def root(town: world.Town) -> Client:
    return world.sign_in(town, "root", duties=("set up",), post="set up")


def changed(browser: Client, change: str, answers: dict[str, Any]) -> Any:
    """Fills the form, sees whom it touches, and saves."""
    seen = browser.post(f"/set-up/{change}", {**answers, "step": "see"})
    if seen.status_code != 200 or "Whom it touches" not in main(seen):
        return seen
    return browser.post(f"/set-up/{change}", {**hidden(seen), **answers, "step": "save"}, follow=True)


def test_a_person_is_added_and_can_be_chosen_at_once(town: world.Town, root: Client) -> None:
    child = town.child(due=False)
    answers = {
        "name": "Zed Newcomer",
        "role": "social_worker",
        "team": "north",
        "reason": "joins us",
        **when("3 8 2026"),
    }
    assert "Add a person: saved." in main(changed(root, "person", answers))
    assert "Zed Newcomer, Social worker" in main(root.get("/set-up"))
    assert "Zed Newcomer" in main(world.sign_in(town, "nora").get(f"/allocate/{child}"))
    with in_authority(town.key):
        entry = Entry.objects.get(authority=town.key, kind="worker", subject_id="zed.newcomer")
    assert entry.done_by == "root" and entry.body["reason"] == "joins us"


def test_an_office_gets_a_holder_and_a_stand_in(town: world.Town, root: Client) -> None:
    answers = {"office": "head", "person": "ann", "reason": "follows", **when("3 8 2026")}
    changed(root, "office", answers)
    assert "Head Ann" in main(root.get("/set-up"))
    cover = {"office": "team_manager@north", "person": "ben", "reason": "leave", **when("6 8 2026")}
    assert "cover has an end" in main(changed(root, "stand-in", cover))
    changed(root, "stand-in", {**cover, **when("14 8 2026", "until")})
    assert "Ben (cover)" in main(root.get("/set-up"))


def test_somebody_is_set_at_a_whole_service_where_one_is_whose_post_the_procedure_does_not_know(
    town: world.Town,
) -> None:
    cast.add(town.key, [cast.entry("worker", "iro", "started", "post", role="chairs", team="whole", name="Iro")])
    page = world.sign_in(town, "root", duties=("set up",), post="set up").get("/set-up/person").content.decode()
    assert 'value="whole"' in page and 'value="chairs"' in page and 'value="north"' in page


def test_what_would_leave_children_with_nobody_is_refused_without_their_names(town: world.Town, root: Client) -> None:
    town.child(due=False)
    answers = {"person": "ann", "team": "north", "reason": "leaves", **when("10 8 2026", "last_day")}
    seen = root.post("/set-up/end-post", {**answers, "step": "see"})
    assert "1 child held by this person now." in main(seen)
    refused = changed(root, "end-post", answers)
    assert refused.status_code == 409 and "There is a problem" in main(refused)
    assert "Amy" not in read(refused) and "Fictley" not in read(refused)


def test_a_team_is_opened_and_a_closure_day_entered(town: world.Town, root: Client) -> None:
    changed(root, "team", {"name": "North, second team", "service": "north", "reason": "grows", **when("3 8 2026")})
    changed(root, "closure-day", {"reason": "the council closes", **when("24 12 2026", "closed_on")})
    page = main(root.get("/set-up"))
    assert "North, second team" in page and "Thu 24 Dec 2026" in page


def test_a_team_that_is_closed_is_said_to_whoever_has_a_move_to_it(town: world.Town, root: Client) -> None:
    child = town.child()
    town.act("2026-08-06 09:00", "ann", "send", "summary", child, to=("cy",))
    assert "held there: move them first" in main(
        changed(root, "close-team", {"team": "north", "reason": "merged", **when("6 8 2026")})
    )
    page = main(changed(root, "close-team", {"team": "south", "reason": "merged", **when("6 8 2026")}))
    assert "Close a team: saved." in page
    assert "south" not in root.get("/set-up/close-team").content.decode().split("<main")[1]
    mine = world.sign_in(town, "ann")
    with in_authority(town.key):
        question = Question.objects.get(authority=town.key, subject_id=child)
        assert (question.word, question.of) == ("receiving_team", ["ann"])
        key = Matter.objects.get(authority=town.key, child=child).key
    assert "The team that the move goes to has closed. To which team does it go now? Amy" in main(mine.get("/my-day"))
    page = main(mine.get(f"/transfers/{key}"))
    assert "Missing: receiving team. TST-moves What you can do: Answer receiving team." in page, page
    form = mine.get(f"/do/{child}?verb=answer&word=receiving_team").content.decode()
    assert 'value="north"' in form and 'value="south"' not in form


def test_only_the_administrator_of_this_authority_changes_set_up(town: world.Town, other_town: world.Town) -> None:
    answers = {
        "name": "Eve",
        "role": "social_worker",
        "team": "north",
        "reason": "x",
        **when("3 8 2026"),
        "step": "save",
    }
    for where, person in ((town, "hal"), (town, "nora"), (town, "cy")):
        assert world.sign_in(where, person).post("/set-up/person", answers).status_code == 403
    elsewhere = world.sign_in(other_town, "root", duties=("set up",), post="set up")
    elsewhere.post("/set-up/person", answers)
    with in_authority(town.key):
        assert not Entry.objects.filter(authority=town.key, subject_id="eve").exists()


def test_after_a_restore_an_administrator_looks_through_it_and_releases(town: world.Town, settings_state: Path) -> None:
    town.child()
    hold.hold_all(world.NOW, "restored from a copy")
    with as_program(town.key):
        for n in range(3):
            outbox.queue(
                Message(authority=town.key, key=f"k{n}", kind="notice", way="email", to="a@b.example"), world.NOW, ""
            )
    Book(town.key).write("k0", world.NOW - 60, "smtp", "r")
    browser = world.sign_in(town, "root", duties=("set up",), post="set up")
    assert "/set-up/release" in browser.get("/set-up").content.decode()
    page = read(browser.get("/set-up/release"))
    assert "2 messages would leave. 1 more left after the copy was made: they are not sent again." in page
    assert browser.post("/set-up/release", {"how": "left", "reason": ""}).status_code == 400
    assert browser.post("/set-up/release", {"how": "", "reason": "the log"}).status_code == 400
    assert hold.is_held(town.key)
    assert world.sign_in(town, "ann").post("/set-up/release", {"how": "send", "reason": "x"}).status_code == 403
    browser.post("/set-up/release", {"how": "left", "reason": "the log of the mail server"})
    assert not hold.is_held(town.key)
    entry = asking.journal(town.key, "authority", town.key)[-1]
    assert (entry.verb, entry.done_by, entry.values["already_sent"]) == ("release", "root", 3)
    with as_program(town.key):
        assert not Message.objects.filter(authority=town.key, state="queued").exists()
    assert "Nothing is on hold." in read(browser.get("/set-up/release", follow=True))
