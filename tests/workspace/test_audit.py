"""The audit of one child at one moment: both beliefs side by side, what was learnt later, and its sealed file."""

from __future__ import annotations

import hashlib
import json

import psycopg
import pytest
from tests.store import cast, servers

from baton.journal import Entry, Subject
from baton.store.models import ReadLog
from baton.store.tenancy import in_authority
from baton.working_time import moment_of, parse_when

from . import world
from .pages import links, main, read


def learnt_late(town: world.Town) -> str:
    """Ben, of the south, was responsible from Monday 20 July; it was recorded on Thursday 6 August."""
    child = town.child(due=False)
    body = {"with": {"person": "ben", "team": "south"}}
    at, known = parse_when("2026-07-20"), moment_of("2026-08-06 09:00")
    cast.add(town.key, [Entry(Subject("child", child), 0, "late", "move", "", at, known, "nora", "nora", body=body)])
    cast.recalculate(town.key, child, world.NOW)
    return child


def test_both_beliefs_stand_side_by_side_and_what_was_learnt_later(town: world.Town) -> None:
    child = learnt_late(town)
    browser = world.sign_in(town, "audra", duties=("audit",), post="audit")
    page = read(browser.get("/reports/audit", {"child": child, "on": "27/7/2026"}))
    row = page.split("Responsible ")[1].split(" Status ")[0]
    assert row.index("Ben, South") < row.index("Ann, North"), row
    assert "The two differ." in page
    assert "Record unbroken" in page and "Learnt later" in page
    assert "You are looking at Mon 27 July 2026, 11:59pm" in page
    then = main(browser.get("/reports/audit", {"child": child, "on": "2026-07-27 17:00"}))
    assert "Who was responsible at Mon 27 July 2026, 5pm?" in then


def test_a_child_is_found_from_the_page_and_a_wrong_day_is_said(town: world.Town) -> None:
    child = town.child(due=False)
    hal = world.sign_in(town, "hal")
    one = hal.get("/reports/audit?q=fictley&on=2026-07-01", follow=True)  # one child is like that: the answer at once
    assert one.redirect_chain[-1] == (f"/reports/audit?on=2026-07-01&child={child}", 302)
    town.child("ben2", due=False)
    several = links(hal.get("/reports/audit?q=fictley&on=2026-07-01", follow=True))
    assert f"/reports/audit?child={child}&on=2026-07-01" in several
    assert hal.get("/reports/audit?q=fictley&on=nonsense", follow=True).status_code == 400
    assert "No child that your post reaches fits" in main(hal.get("/reports/audit?q=wxyz", follow=True))


def test_the_file_is_sealed_and_is_a_reading(town: world.Town) -> None:
    child = town.child(due=False)
    browser = world.sign_in(town, "audra", duties=("audit",), post="audit")
    answer = browser.get("/reports/audit", {"child": child, "on": "2026-07-01", "as": "json"})
    whole = json.loads(answer.content)
    said = json.dumps(whole["says"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert whole["seal"] == hashlib.sha256(said.encode()).hexdigest()
    assert whole["says"]["journal"]["unbroken"] and whole["says"]["answers"][0]["holder"] == "Ann, North"
    with in_authority(town.key):
        pages = set(ReadLog.objects.filter(child=child, person="audra").values_list("page", flat=True))
    assert pages == {"audit", "audit, as a sealed file"}


def test_a_changed_line_is_said(town: world.Town, postgres: servers.Server) -> None:
    child = town.child(due=False)
    with psycopg.connect(postgres.super_url("baton"), autocommit=True) as c:
        c.execute("SET session_replication_role = replica")
        c.execute("UPDATE entry SET done_by = 'mallory' WHERE authority = %s AND subject_id = %s AND number = 2",
                  (town.key, child))  # fmt: skip
    page = main(world.sign_in(town, "hal").get("/reports/audit", {"child": child}))
    assert "The record is broken: line 2 does not match its hash." in page


@pytest.mark.parametrize("person", ["ann", "cy"])
def test_who_may_not_look_back(town: world.Town, person: str) -> None:
    assert world.sign_in(town, person).get("/reports/audit").status_code == 403


def test_another_team_and_another_authority_get_nothing(town: world.Town, other_town: world.Town) -> None:
    child = town.child(due=False)
    for where, who in ((town, "sid"), (other_town, "hal")):
        assert world.sign_in(where, who).get("/reports/audit", {"child": child}).status_code == 404
        assert "Amy" not in main(world.sign_in(where, who).get("/reports/audit", {"q": "amy"}, follow=True)).replace(
            "“amy”", ""
        )
