"""The child's page: who holds, what is due, what may come; and that nobody else gets it."""

from __future__ import annotations

import pytest
from django.conf import settings
from tests.store import cast

from baton.store.models import ReadLog
from baton.store.tenancy import in_authority
from baton.working_time import moment_of

from . import world
from .pages import links, main, read
from .test_doing import decided


def test_the_holder_is_the_first_thing_said(town: world.Town) -> None:
    child = town.child()
    page = main(world.sign_in(town, "ann").get(f"/children/{child}"))
    assert "Amy Fictley born 3 March 2016, 10 years old" in page
    assert "Holder Ann, North since Mon 1 June 2026" in page
    assert "Workers so far 1 in 2 months (before Mon 1 June 2026: not known)" in page


def test_a_due_move_is_said_with_its_clause_and_why(town: world.Town) -> None:
    child = town.child()
    answer = world.sign_in(town, "ann").get(f"/children/{child}")
    assert "To South from North Due since Wed 5 Aug 2026 TST-north_to_south" in main(answer)
    assert "/procedure/TST-north_to_south" in links(answer)
    assert "Assessment ended, Wed 5 Aug 2026" in main(answer)  # the fact behind "Why this date?"


def test_the_journey_is_drawn_and_followed_by_its_table(town: world.Town) -> None:
    child = town.child()
    html = world.sign_in(town, "ann").get(f"/children/{child}").content.decode()
    assert "<svg" in html and "Journey of Amy Fictley from Mon 1 June 2026 to today" in html
    assert html.index("<svg") < html.index("Who was responsible, newest first")


@pytest.mark.parametrize("address", ["", "/recorded", "/print", "/record", "/at?on=2026-07-01"])
def test_another_team_and_another_authority_do_not_get_it(
    town: world.Town, other_town: world.Town, address: str
) -> None:
    child = town.child(due=False)
    for where, person in ((town, "ben"), (town, "sid"), (other_town, "ann"), (other_town, "nora")):
        answer = world.sign_in(where, person).get(f"/children/{child}{address}")
        assert answer.status_code in (403, 404), (where.key, person)
        assert "Fictley" not in read(answer) and "Amy" not in read(answer)


def test_the_program_administrator_sees_no_child(town: world.Town) -> None:
    child = town.child()
    answer = world.sign_in(town, "root", duties=("set up",), post="set up").get(f"/children/{child}")
    assert answer.status_code == 403
    assert "Your present post (System administrator) cannot open this page" in read(answer)


def test_opening_a_record_is_recorded_and_refused_ones_are_not(town: world.Town) -> None:
    child = town.child(due=False)
    world.sign_in(town, "ann").get(f"/children/{child}")
    world.sign_in(town, "ben").get(f"/children/{child}")
    with in_authority(town.key):
        assert list(ReadLog.objects.filter(child=child).values_list("person", "page")) == [("ann", "child")]


def test_search_finds_by_the_beginning_of_any_name_and_by_birth_date(town: world.Town) -> None:
    town.child()
    browser = world.sign_in(town, "ann")
    for query in ("fict", "AMY f", "3/3/2016"):
        assert "Amy Fictley" in main(browser.get("/children", {"q": query}, follow=True)), query
    assert "No open child that your post reaches fits “zzz”" in main(
        browser.get("/children", {"q": "zzz"}, follow=True)
    )


def test_search_shows_another_team_nothing(town: world.Town, other_town: world.Town) -> None:
    town.child(due=False)
    for where, person in ((town, "ben"), (other_town, "ann")):
        page = main(world.sign_in(where, person).get("/children", {"q": "fictley"}, follow=True))
        assert "Amy" not in page and "No open child that your post reaches" in page


def test_no_address_and_no_title_carries_a_name(town: world.Town) -> None:
    child = town.child()
    answer = world.sign_in(town, "ann").get(f"/children/{child}")
    assert all("Fictley" not in link for link in links(answer))
    assert "<title>Child – Baton</title>" in answer.content.decode()


def test_what_is_late_is_said_once(town: world.Town) -> None:
    child = decided(town)
    town.act("2026-10-01 09:30", "ann", "held", "family_handover", child, attended=("ann",))
    settings.BATON_NOW = moment_of("2026-10-01 10:00")
    page = main(world.sign_in(town, "nora").get(f"/children/{child}"))
    assert page.count("was due Mon 17 Aug 2026") == 1 and "days ago Late" in page, page
    assert "Hold the handover meeting" not in page.partition("Rules broken")[2].partition(" Due ")[0]


def test_everything_recorded_says_when_it_happened_and_by_whom(town: world.Town) -> None:
    child = town.child()
    town.act("2026-08-06 09:30", "ann", "held", "family_handover", child, attended=("ann",))
    page = main(world.sign_in(town, "ann").get(f"/children/{child}/recorded"))
    assert "Handover meeting held" in page
    assert "Happened and recorded Thu 6 Aug 2026, 9:30am by Ann." in page


def test_the_past_is_shown_as_it_was(town: world.Town) -> None:
    child = town.child()
    page = main(world.sign_in(town, "nora").get(f"/children/{child}/at", {"on": "2026-07-01"}))
    assert "You are looking at Wed 1 July 2026" in page and "Ann, North, since Mon 1 June 2026" in page


def test_the_worker_to_come_stands_beside_the_holder_and_never_in_its_place(town: world.Town) -> None:
    child = decided(town)
    answer = world.sign_in(town, "nora").get(f"/children/{child}")
    page = main(answer)
    assert page.index("Holder Ann, North") < page.index("Worker to come Ben, from Mon 10 Aug 2026")
    assert answer.content.decode().count("<h1") == 1 and "Amy Fictley" in main(answer)


def test_a_holder_who_is_away_stays_responsible_and_that_is_said(town: world.Town) -> None:
    child = town.child(due=False)
    cast.add(town.key, [cast.entry("worker", "ann", "started", "worker_absence", "2026-08-03", until="2026-08-14")])
    page = main(world.sign_in(town, "nora").get(f"/children/{child}"))
    assert "Away Ann, since Mon 3 Aug 2026, until Fri 14 Aug 2026. Stays responsible by name" in page
