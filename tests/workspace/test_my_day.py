"""My day: the same rows as the tables hold, in few messages, page after page, over a connection that may have died."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection

from baton.accounts.models import Clearance, LastLook
from baton.store import statements
from baton.store.day import day_of
from baton.store.lists import FIRST, PAGE
from baton.store.models import Child, Entry, RouteRow, WorkItem, WorkItemPerson
from baton.store.tenancy import in_authority
from baton.working_time import at, moment_of
from baton.workspace.reasons import Line
from baton.workspace.work import together

from . import world
from .pages import links, main, send, when
from .test_doing import decided


def superuser(postgres: Any) -> psycopg.Connection[Any]:
    return psycopg.connect(postgres.super_url("baton"), autocommit=True)


def test_the_day_has_what_the_tables_have(town: world.Town) -> None:
    decided(town)
    town.child("ben")
    with in_authority(town.key):
        day = day_of(town.key, "ann", world.NOW, FIRST, 0, None)
        own = WorkItemPerson.objects.filter(authority=town.key, person="ann").order_by("act_by_at", "subject_id", "key")
        assert [(w.subject_id, w.key) for w in day.work] == list(own.values_list("subject_id", "item"))
        assert day.work_in_all == len(day.work) > 0
        for w in day.work:
            row = WorkItem.objects.get(authority=town.key, subject_id=w.subject_id, key=w.key)
            names = [n for n in w._fields if n != "place" and not n.startswith("child_")]
            assert {n: getattr(w, n) for n in names} == {n: getattr(row, n) for n in names}
        held = list(Child.objects.filter(authority=town.key, holder_person="ann").order_by("name_key", "child"))
        assert [(c.child, c.name, c.born, c.workers) for c in day.children] == [
            (c.child, c.name, c.born, c.workers) for c in held
        ]
        others = WorkItem.objects.filter(authority=town.key, subject_id__in=[c.child for c in held])
        theirs = [w.key for w in others.filter(state__in=["open", "late"]) if "ann" not in w.who]
        assert {w.key for w in day.others} == set(theirs) and day.others_in_all == len(theirs) > 0
        routes = RouteRow.objects.filter(authority=town.key, child__in=[c.child for c in held])
        assert sorted((m.child, m.state) for m in day.moves) == sorted((r.child, r.state) for r in routes) != []
        since = world.NOW - 7 * 86400
        told = Entry.objects.filter(authority=town.key, kind="child", recorded_at__gt=since).exclude(done_by="ann")
        assert {(e.subject.id, e.number) for e in day.changes} == {(e.subject_id, e.number) for e in told} != set()


def test_the_day_of_one_authority_has_nothing_of_another(town: world.Town, other_town: world.Town) -> None:
    decided(town)
    with in_authority(other_town.key):
        day = day_of(town.key, "ann", world.NOW, FIRST, 0, None)
    assert not (day.work or day.children or day.others or day.moves or day.changes or day.questions or day.work_in_all)


def test_a_restricted_child_is_in_the_day_of_nobody_without_clearance(town: world.Town, postgres: Any) -> None:
    child = decided(town)
    with superuser(postgres) as c:
        for table in ("work_item", "work_item_person", "subject"):
            c.execute(
                f"UPDATE {table} SET restricted = true WHERE authority = %s AND subject_id = %s", (town.key, child)
            )
        for table in ("child", "route_row"):
            c.execute(f"UPDATE {table} SET restricted = true WHERE authority = %s AND child = %s", (town.key, child))
    browser = world.sign_in(town, "ann")
    assert "Fictley" not in main(browser.get("/my-day"))
    Clearance.objects.create(authority=town.key, person="ann", child=child, given_by="hal", reason="holds the child")
    assert "Fictley" in main(browser.get("/my-day"))
    Clearance.objects.filter(authority=town.key).update(until="2020-01-01T00:00:00Z")
    assert "Fictley" not in main(browser.get("/my-day"))


def test_what_was_seen_is_not_shown_again(town: world.Town) -> None:
    decided(town)
    browser = world.sign_in(town, "ann")
    assert "In the last 7 days" in main(browser.get("/my-day"))
    browser.post("/seen")
    assert LastLook.objects.get(authority=town.key, person="ann").at == world.NOW
    assert "last 7 days" not in main(browser.get("/my-day"))


def test_work_beyond_fifty_is_one_link_away(town: world.Town, postgres: Any) -> None:
    child = town.child()
    with superuser(postgres) as c:
        c.execute(
            "INSERT INTO work_item_person (authority, kind, subject_id, key, restricted, digest, person, item,"
            " act_by_at)"
            " SELECT authority, kind, subject_id, 'ann/x' || n, false, 0, 'ann', key, 1790000000 + n"
            " FROM work_item, generate_series(1, 60) n WHERE authority = %s AND subject_id = %s AND state = 'open'"
            " LIMIT 60", (town.key, child),
        )  # fmt: skip
    browser = world.sign_in(town, "ann")
    first = browser.get("/my-day")
    (further,) = [h for h in links(first) if "after=" in h]
    second = browser.get(further)
    assert second.status_code == 200 and not [h for h in links(second) if "after=" in h]
    assert "Further work, due later" in main(first) and "Further work" not in main(second)
    assert browser.get("/my-day?after=nonsense").status_code == 200
    assert browser.get(f"/my-day?after={'9' * 30}~a~b&page=-1").status_code == 200
    assert PAGE == 50


def test_a_page_costs_few_messages(town: world.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    decided(town)
    browser = world.sign_in(town, "ann")
    browser.get("/my-day")
    sent: list[int] = []
    run = statements.Together.run
    monkeypatch.setattr(statements.Together, "run", lambda self: sent.append(len(self._calls)) or run(self))
    asked: list[str] = []
    with connection.execute_wrapper(lambda go, sql, *rest: asked.append(sql) or go(sql, *rest)):
        assert browser.get("/my-day").status_code == 200
    assert len(sent) == 4 and not asked  # the session, the account, the seat, the day


def test_a_dead_connection_is_opened_again(town: world.Town, postgres: Any) -> None:
    town.child()
    browser = world.sign_in(town, "ann")
    assert browser.get("/my-day").status_code == 200
    with superuser(postgres) as c:
        c.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'baton_app'")
    connection.close_if_unusable_or_obsolete()  # as Django does when a request begins
    assert "Amy" in main(browser.get("/my-day"))


def test_a_seat_that_was_taken_away_opens_nothing(town: world.Town) -> None:
    from baton.accounts.models import Seat

    town.child()
    browser = world.sign_in(town, "ann")
    Seat.objects.filter(authority=town.key, person="ann").delete()
    answer = browser.get("/my-day")
    assert answer.status_code == 302 and answer["Location"].startswith("/choose-post")
    assert not connection.in_atomic_block


def test_a_booked_meeting_is_an_occasion_with_the_lines_that_it_closes(town: world.Town) -> None:
    child = decided(town)
    browser = world.sign_in(town, "ann")
    assert "Next occasions" not in main(browser.get("/my-day"))
    booked = {"happened": at(moment_of("2026-08-12 14:00"))}
    town.act("2026-08-06 09:50", "ann", "booked", "family_handover", child, **booked)
    answer = browser.get("/my-day")
    page = main(answer)
    address = next(link for link in links(browser.get("/my-day")) if "/my-day/sheet" in link)
    sheet = browser.get(address)
    assert "A.F. (No. amy)" in main(sheet) and "Fictley" not in main(sheet)
    assert "This can close Hold the handover meeting" in main(sheet) and "What each child said" in main(sheet)
    for person in ("cy", "hal"):
        assert world.sign_in(town, person).get(address).status_code == 404, person  # nobody else's sheet
    occasion, _, rest = page.partition("Mine to do")
    assert "Wed 12 Aug 2026, 2pm · Handover meeting · Fictley family" in occasion
    assert "Closes 1 line for 1 child." in occasion and "Hold the handover meeting" in occasion
    assert "Hold the handover meeting" not in rest
    assert f"/do/{child}?verb=held&word=family_handover&next=%2Fmy-day" in links(answer)
    town.act("2026-08-06 09:55", "ann", "cancelled", "family_handover", child, reason="ill")
    page = main(browser.get("/my-day"))
    assert "Next occasions" not in page and "Hold the handover meeting" in page


def test_the_meeting_of_a_family_is_recorded_for_all_who_have_it(town: world.Town) -> None:
    for name in ("amy", "bea"):
        town.child(name)
    town.family("amy", "bea")
    town.act(
        "2026-08-06 09:40", "ann", "booked", "family_handover", "amy", "bea", happened=at(moment_of("2026-08-12 14:00"))
    )
    browser = world.sign_in(town, "ann")
    address = next(link for link in links(browser.get("/my-day")) if "verb=held" in link)
    assert "&with=" in address
    html = browser.get(address).content.decode()
    assert all(re.search(f'value="{name}"[^>]* checked', html) for name in ("amy", "bea"))


def test_one_act_that_two_clauses_ask_for_is_one_line_with_its_date() -> None:
    def line(rule: str, clause: str, **more: Any) -> Line:
        row = SimpleNamespace(rule=rule, matter="m-1", verb="hold", words=["meeting"])
        given = {"href": f"/do/amy?item={rule}", "child": "Amy", **more}
        return Line("Hold the meeting", clause=(clause,), row=row, **given)

    lines = [line("a", "X-1", note="Stops the move."), line("b", "X-2", when="by Fri", note="Stops the move.")]
    (one,) = together([*lines])
    assert one.clause == ("X-1", "X-2") and one.when == "by Fri" and one.href == "/do/amy?item=b"
    assert one.note == "Stops the move."
    apart = [line("a", "X-1"), line("b", "X-2", href=""), line("c", "X-3", child="Ben")]
    assert len(together(apart)) == 3
    held = [line("a", "X-1", href="", note="In the way: audit."), line("b", "X-2", href="", note="In the way: audit.")]
    (one,) = together([*held])
    assert one.clause == ("X-1", "X-2") and one.href == ""
    assert (
        len(together([line("a", "X-1", href="", note="First: audit."), line("b", "X-2", href="", note="Other.")])) == 2
    )


@pytest.mark.parametrize("turned", [False, True])
def test_to_hold_a_meeting_and_to_be_there_is_one_line(turned: bool) -> None:
    def line(verb: str, clause: str, when: str, of: str = "meeting") -> Line:
        row = SimpleNamespace(rule=verb, matter="m-1", verb=verb, words=[of])
        return Line(f"{verb} it", clause=(clause,), row=row, href=f"/do/amy?item={verb}", child="Amy", when=when)

    lines = [line("attend", "X-1", ""), line("hold", "X-2", "by Fri")]
    (one,) = together(lines[::-1] if turned else lines)
    assert (one.what, one.when, one.href) == ("hold it", "by Fri", "/do/amy?item=hold")
    assert set(one.clause) == {"X-1", "X-2"} and one.note == "You have to be there."
    assert len(together([line("attend", "X-1", ""), line("hold", "X-2", "", of="panel")])) == 2


def test_what_was_opened_from_my_day_comes_back_to_it(town: world.Town) -> None:
    town.child()
    browser = world.sign_in(town, "ann")
    address = next(link for link in links(browser.get("/my-day")) if "item=send_summary" in link)
    saved = send(browser, address, {"to": "clerk", **when("6 8 2026")})
    assert saved.status_code == 302 and saved["Location"] == "/my-day"
    page = main(browser.get("/my-day"))
    assert "Saved Summary sent" in page and "Your next thing" in page
