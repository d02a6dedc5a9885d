"""Team, choosing a worker, reports, procedure, disputes, questions, import, set up: what they say and to whom."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from baton.policy.model.who import OfficeOf
from baton.store.models import Child, Matter, QuestionPerson, WorkItemPerson
from baton.store.tenancy import in_authority
from baton.workspace.disputes import ladders
from baton.workspace.filters import filter_of

from . import world
from .pages import links, main, read, send
from .test_doing import decided, listed

FORBIDDEN = {
    "/team": ("ann", "cy"),
    "/team/board": ("ann", "cy"),
    "/reports": ("ann",),
    "/reports/reads": ("ann", "nora", "cy"),
    "/disputes": ("ann",),
    "/import": ("ann", "nora", "cy"),
    "/set-up": ("ann", "nora", "cy", "hal"),
}


@pytest.mark.parametrize("address", sorted(FORBIDDEN))
def test_a_place_is_closed_to_the_posts_that_have_no_business_there(town: world.Town, address: str) -> None:
    for person in FORBIDDEN[address]:
        browser = world.sign_in(town, person)
        assert browser.get(address).status_code == 403, person
        assert address.split("/team/")[0] not in [h for h in links(browser.get("/procedure")) if h == address]


def test_the_team_page_says_who_holds_how_many(town: world.Town) -> None:
    town.child()
    page = main(world.sign_in(town, "nora").get("/team"))
    assert "Team: North" in page and "1 child held by North." in page
    assert "Ann Social worker 1 0 0 0" in page
    assert "Every child of the team has a worker by name." in page


def test_the_board_shows_the_move_to_the_team_it_goes_to(town: world.Town) -> None:
    decided(town)
    coming = main(world.sign_in(town, "sid").get("/team/board?way=in"))
    assert "Decided, not yet moved (1)" in coming and "Amy Fictley" in coming and "For Mon 10 Aug 2026." in coming
    going = main(world.sign_in(town, "nora").get("/team/board?way=out"))
    assert "Decided, not yet moved (1)" in going


def test_a_child_who_comes_one_day_is_no_name_to_a_team_that_may_not_read_the_record(town: world.Town) -> None:
    town.child()  # the move is due; nobody has opened it
    with in_authority(town.key):  # and nothing is asked of Sid about it
        for table in (WorkItemPerson, QuestionPerson):
            table.objects.filter(authority=town.key, person="sid").delete()
        Matter.objects.filter(authority=town.key).delete()
    board = "/team/board?way=in"
    sid = world.sign_in(town, "sid")
    assert sid.get("/children/amy").status_code == 404
    for address in (board, f"{board}&as=csv"):
        page = sid.get(address)
        text = page.content.decode()
        assert "One more child" in text and "Fictley" not in text and "children/amy" not in text
        assert "North to South" in text


def test_what_ends_in_its_own_team_comes_in_nowhere(town: world.Town) -> None:
    decided(town)
    with in_authority(town.key):
        Matter.objects.filter(authority=town.key).update(to_team="north", to_service="")
    browser = world.sign_in(town, "nora")
    assert "Decided, not yet moved (0)" in main(browser.get("/team/board?way=in"))
    going = main(browser.get("/team/board?way=out"))
    assert "Move between services. For Mon 10 Aug 2026." in going and "North to North" not in going


def test_choosing_a_worker_shows_the_childs_count_and_the_load(town: world.Town) -> None:
    child = town.child(due=False)
    browser = world.sign_in(town, "nora")
    page = main(browser.get(f"/allocate/{child}"))
    assert "Who will work with Amy Fictley?" in page and "this would be worker number 2" in page
    assert "Works with them now." in page
    answer = send(browser, f"/allocate/{child}", {"person": "ann"}, "see")
    assert answer.status_code == 400 and "Write an answer: why this worker?" in main(answer)
    answer = send(browser, f"/allocate/{child}", {"person": "ann", "reason": "knows the family"})
    assert answer.status_code in (302, 409)


def test_a_practitioner_cannot_choose_a_worker(town: world.Town) -> None:
    child = town.child()
    assert world.sign_in(town, "ann").get(f"/allocate/{child}").status_code == 403


def test_the_reports_answer_with_the_children_behind_the_figures(town: world.Town, other_town: world.Town) -> None:
    decided(town)
    browser = world.sign_in(town, "hal")
    assert "Is any child without a worker today? No" in main(browser.get("/reports"))
    assert "Decided, not moved 1 children: Decided, not moved; show the children Thu 6 Aug 2026" in main(
        browser.get("/reports/waiting")
    )
    for address in ("/reports", "/reports/waiting", "/reports/rules"):
        page = main(world.sign_in(other_town, "hal").get(address))
        assert "Fictley" not in page and "Amy" not in page


def test_the_record_of_reads_is_for_the_auditor(town: world.Town) -> None:
    child = town.child()
    world.sign_in(town, "ann").get(f"/children/{child}")
    browser = world.sign_in(town, "audra", duties=("audit",), post="audit")
    page = main(browser.get("/reports/reads", {"child": child}))
    assert "Thu 6 Aug 2026" in page or "Ann Amy Fictley child" in page
    assert "Ann Amy Fictley child" in page
    by_name = browser.post("/reports/reads", {"q": "fictley", "person": "ann"}, follow=True)
    assert "Ann Amy Fictley child" in main(by_name) and "The record of Amy Fictley. Everybody's" in main(by_name)
    assert by_name.redirect_chain[-1][0] == f"/reports/reads?person=ann&child={child}"
    assert not any("ictley" in address for address, _ in by_name.redirect_chain)
    town.child("ben", due=False)
    assert "Which child? Amy Fictley" in main(browser.post("/reports/reads", {"q": "fictley"}, follow=True))
    assert "fits “nobody at all”" in main(browser.post("/reports/reads", {"q": "nobody at all"}, follow=True))


def test_the_auditor_reads_and_cannot_record(town: world.Town) -> None:
    child = town.child()
    browser = world.sign_in(town, "audra", duties=("audit",), post="audit")
    assert browser.get(f"/children/{child}").status_code == 200
    assert browser.get(f"/do/{child}?verb=held&word=family_handover").status_code == 403


def test_a_clause_is_explained_and_says_where_it_is_at_work(town: world.Town, other_town: world.Town) -> None:
    town.child()
    page = main(world.sign_in(town, "ann").get("/procedure/TST-send_summary"))
    assert "stops the act" in page and "1 child that your post reaches" in page and "Amy Fictley" in page
    other = main(world.sign_in(other_town, "ann").get("/procedure/TST-send_summary"))
    assert "0 children that your post reaches" in other and "Amy" not in other
    assert world.sign_in(town, "ann").get("/procedure/TST-none").status_code == 404


def test_questions_and_disputes_say_why_they_are_empty(town: world.Town) -> None:
    assert "No open questions here." in main(world.sign_in(town, "ann").get("/questions"))
    assert "No disputes open." in main(world.sign_in(town, "nora").get("/disputes"))


def test_every_place_of_a_post_opens(town: world.Town) -> None:
    town.child()
    for person in ("ann", "ben", "nora", "sid", "hal", "cy"):
        browser = world.sign_in(town, person)
        for address in [h for h in links(browser.get("/my-day")) if h.startswith("/") and "static" not in h]:
            assert browser.get(address, follow=True).status_code == 200, (person, address)


def test_set_up_names_what_is_missing(town: world.Town) -> None:
    page = main(world.sign_in(town, "root", duties=("set up",), post="set up").get("/set-up"))
    assert "Every office that the procedure names has a holder." in page or "Offices that nobody holds" in page
    assert "Team manager North nora" in page


def test_an_import_is_tried_out_first_and_its_files_are_their_senders_alone(
    town: world.Town, tmp_path: Path, settings_state: Path
) -> None:
    browser = world.sign_in(town, "root", duties=("set up",), post="set up")
    assert "Choose at least one file" in main(browser.post("/import", {"format": "annex-a"}))
    file = SimpleUploadedFile("2026 list 1.csv", b"not,an,extract\n1,2,3\n")
    answer = browser.post("/import", {"format": "annex-a", "files": file})
    assert answer.status_code == 302
    shown = browser.get(answer["Location"])
    assert shown.status_code in (200, 400) and "othing has been saved" in main(shown)
    other = world.sign_in(town, "rita", duties=("set up",), post="set up")
    assert other.get(answer["Location"]).status_code == 404


def test_a_restricted_child_is_seen_only_with_a_clearance(town: world.Town) -> None:
    from baton.accounts.models import Clearance

    child = town.child()
    town.act("2026-08-06 09:00", "nora", "given", "restricted", child, values={"restricted": "yes"})
    with in_authority(town.key, [child]):
        if not Child.objects.get(authority=town.key, child=child).restricted:
            pytest.skip("this procedure's facts do not restrict")
    browser = world.sign_in(town, "hal")
    assert browser.get(f"/children/{child}").status_code == 404
    assert "Amy" not in read(browser.get("/children", {"q": "fictley"}, follow=True))
    assert "Amy" not in read(browser.get("/reports"))
    Clearance.objects.create(authority=town.key, person="hal", child=child, given_by="nora", reason="a test")
    assert browser.get(f"/children/{child}").status_code == 200


def test_the_receiving_manager_names_the_worker_of_a_move(town: world.Town) -> None:
    child = listed(town)
    town.act(
        "2026-08-06 09:30",
        "nora",
        "decide",
        "",
        child,
        values={"decision": "agreed", "transfer_date": "2026-08-10"},
    )
    with in_authority(town.key):
        key = Matter.objects.get(authority=town.key, child=child).key
    browser = world.sign_in(town, "sid")
    address = f"/allocate/{child}?matter={key}"
    assert "Ben" in main(browser.get(address)) and "Ann Works" not in main(browser.get(address))
    answer = send(browser, address, {"receiving_worker": "ben", "reason": "has room, and knows the school"})
    assert answer.status_code == 302, main(answer)
    assert "to Ben." in main(browser.get(f"/transfers/{key}"))
    with in_authority(town.key):
        assert Child.objects.get(authority=town.key, child=child).holder_person == "ann"
        assert Matter.objects.get(authority=town.key, child=child).receiving_worker == "ben"


def test_an_import_asks_which_team_a_name_is_and_which_lists_are_complete(
    town: world.Town, settings_state: Path
) -> None:
    browser = world.sign_in(town, "root", duties=("set up",), post="set up")
    head = "Child Unique ID,Gender,Date of Birth,CIN Start Date,Case Status,Allocated Team,Allocated Worker"
    rows = f"{head}\nzara,b) Female,03/03/2016,12/05/2026,c) Child in need plan,The Northern Lot,Ann\n"
    file = SimpleUploadedFile("made_up_list_6_2026-07-31.csv", rows.encode())
    answer = browser.post(
        "/import",
        {"format": "annex-a", "files": file, "as_at-day": "31", "as_at-month": "7", "as_at-year": "2026"},
    )
    address = answer["Location"]
    page = main(browser.get(address))
    assert "Which team is “The Northern Lot”?" in page and "Which of these lists are complete?" in page
    told = {"step": "tell", "name-1": "The Northern Lot", "team-1": "north", "complete": "list_6"}
    again = browser.post(address, told, follow=True)
    assert "“The Northern Lot” is North" in main(again) and "Which team is" not in main(again)
    assert 'value="list_6" checked' in again.content.decode()
    nonsense = browser.post(address, {"step": "tell", "name-1": "x", "team-1": "nowhere", "complete": "everything"})
    assert nonsense.status_code == 302 and "“x”" not in main(browser.get(address))


def test_who_leads_lands_on_the_team_and_everybody_else_on_their_own_day(town: world.Town) -> None:
    assert world.sign_in(town, "nora").get("/")["Location"] == "/team"
    assert world.sign_in(town, "cy").get("/")["Location"] == "/sittings"
    assert main(world.sign_in(town, "ann").get("/")).startswith("My day")


def test_who_holds_no_child_sees_the_moves_they_may_see_on_their_day(town: world.Town) -> None:
    decided(town)
    page = main(world.sign_in(town, "ben").get("/my-day"))
    assert "Moves of the children you see Amy Fictley : North to South, agreed for Mon 10 Aug 2026" in page
    assert "Waiting for others" not in page
    assert "Moves of the children you see" not in main(world.sign_in(town, "ann").get("/my-day"))


def test_people_and_offices_are_found_in_set_up(town: world.Town) -> None:
    browser = world.sign_in(town, "root", duties=("set up",), post="set up")
    assert "Ben, Social worker" in main(browser.get("/set-up"))
    found = main(browser.get("/set-up?q=ANN"))
    assert "Ann, Social worker" in found and "Ben, Social worker" not in found and "Show everything" in found
    assert "Nobody and nothing here is called “zzz”." in main(browser.get("/set-up?q=zzz"))


def test_a_filter_takes_only_what_can_be_chosen() -> None:
    asked = RequestFactory().get("/x?team=a&state=none")
    team = filter_of(asked, "team", "Team", [("a", "North"), ("a", "North"), ("b", "South")])
    assert team.chosen == "a" and team.options == (("a", "North"), ("b", "South"))
    assert filter_of(asked, "state", "State", [("a", "A")]).chosen == ""


def test_the_rung_on_which_a_dispute_stands_is_marked_with_who_has_to_settle_it() -> None:
    managers, head = OfficeOf("manager"), OfficeOf("head")
    rungs = [SimpleNamespace(who=w, clause=(), within=None, final=False, early="") for w in (managers, head)]
    kind = SimpleNamespace(rungs=rungs, clause=())
    pack = SimpleNamespace(matters={"dispute": kind}, offices={}, words={}, places={}, forums={})
    say = SimpleNamespace(pack=pack, by=lambda item: "Hal")
    lead, item = SimpleNamespace(kind="dispute", rung=2), SimpleNamespace(rule="dispute.rung_2")
    found = ladders.rungs(None, say, lead, item)  # type: ignore[arg-type]
    assert [(r["here"], r["names"]) for r in found] == [(False, ""), (True, "Hal")]
