"""A transfer's page: the steps with who and when, what is in the way, dates never merged; and who must not see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.engine import small_pack
from tests.store import cast

from baton.journal import Organisation
from baton.packs_on_disk import load_packs
from baton.store.models import Matter, WorkItem
from baton.store.tenancy import in_authority
from baton.workspace.saying import Say
from baton.workspace.transfer.in_the_way import in_the_way
from baton.workspace.transfer.order import natural, paragraph, sections_of

from . import world
from .pages import links, main, read
from .test_doing import decided, listed


def key_of(town: world.Town, child: str) -> str:
    with in_authority(town.key):
        return Matter.objects.get(authority=town.key, child=child).key


def test_the_steps_say_who_when_and_why(town: world.Town) -> None:
    child = decided(town)
    page = main(world.sign_in(town, "nora").get(f"/transfers/{key_of(town, child)}"))
    assert "Move between services: Fictley family (1)" in page
    assert "Agreed on Thu 6 Aug 2026 for Mon 10 Aug 2026, to Ben." in page
    assert "Amy Fictley: now with Ann, North." in page
    assert "Send the summary" in page and "Completed" in page
    assert "Stops the move; nobody can excuse it." in page


def test_what_is_in_the_way_leads_whoever_can_mend_it_to_the_step(town: world.Town) -> None:
    child = decided(town)
    key = key_of(town, child)
    mine = world.sign_in(town, "nora").get(f"/transfers/{key}")
    assert "In the way now" in main(mine) and "This holds up the move." in main(mine)
    assert any("item=record_check" in link for link in links(mine))
    other = world.sign_in(town, "ann").get(f"/transfers/{key}")
    assert not any("item=record_check" in link for link in links(other))


def test_each_date_is_its_own(town: world.Town) -> None:
    child = decided(town)
    page = main(world.sign_in(town, "ann").get(f"/transfers/{key_of(town, child)}"))
    assert "Became due Wed 5 Aug 2026 TST-north_to_south Ready not yet Decided Thu 6 Aug 2026, 9:30am" in page
    assert "Agreed for Mon 10 Aug 2026 TST-agreed_has_date Responsibility moved not yet TST-moves Entered in" in page


def test_what_the_family_sees_the_clocks_and_the_week_stand_beside_the_steps(town: world.Town) -> None:
    child = decided(town)
    key = key_of(town, child)
    cast.add(town.key, [cast.entry("worker", "ann", "started", "worker_absence", "2026-08-08")])
    page = main(world.sign_in(town, "ann").get(f"/transfers/{key}"))
    seen = page.split("What the family has seen", 1)[1].split("Workers so far", 1)[0]
    assert seen.index("Tell the child") < seen.index("Moves") < seen.index("Hold the handover meeting")
    assert "Clocks that run" in page and "By end of" in page
    assert "Ann is away, Sat 8 Aug 2026 to no return date" in page.split("Also changing for them that week", 1)[1]
    assert page.count("Why?") and "Why this date?" in page


def test_the_plan_to_print_names_no_child_and_says_who_owes_what(town: world.Town, other_town: world.Town) -> None:
    child = decided(town)
    address = f"/transfers/{key_of(town, child)}/plan"
    page = main(world.sign_in(town, "ann").get(address))
    assert "A.F. (No. amy)" in page and "Fictley" not in page
    owed = page.split("Who owes what", 1)[1].split("All steps", 1)[0]
    assert owed.index("nora") < owed.index("Give the record current")
    assert world.sign_in(other_town, "hal").get(address).status_code == 404


def test_a_line_of_a_checklist_stands_under_its_name_and_once(town: world.Town) -> None:
    say = Say(
        replace(small_pack.PACK, rules=tuple(_in_a_checklist(r) for r in small_pack.RULES)), Organisation({}, (), ())
    )
    child = decided(town)
    key = key_of(town, child)
    with in_authority(town.key):
        lead = Matter.objects.get(authority=town.key, child=child)
        desk = SimpleNamespace(authority=town.key)
        shown, more = in_the_way(desk, say, lead, {child: "Amy"}, [])  # type: ignore[arg-type]
    assert key == lead.key and not more
    (whole,) = [one for one in shown if one.lines]
    assert [line.text for line in whole.lines] == ["Give the record current"]
    assert all("record current" not in one.text for one in shown if not one.lines)


def _in_a_checklist(rule: Any) -> Any:
    return replace(rule, checklist="file_check") if rule.head.key == "record_check" else rule


def test_who_has_been_told_names_what_is_owed(town: world.Town) -> None:
    child = decided(town)
    key = key_of(town, child)
    town.act("2026-08-06 09:40", "ann", "told", "", child, to=("child",), values={"channel": "talking"}, matter=key)
    page = main(world.sign_in(town, "ann").get(f"/transfers/{key}/told"))
    assert "Amy Fictley (the child) Thu 6 Aug 2026, Ann" in page


def test_the_receiving_side_sees_it_and_others_do_not(town: world.Town, other_town: world.Town) -> None:
    child = decided(town)
    key = key_of(town, child)
    for person in ("ann", "ben", "nora", "sid", "hal"):
        assert world.sign_in(town, person).get(f"/transfers/{key}").status_code == 200, person
    for person in ("ann", "nora", "hal"):
        answer = world.sign_in(other_town, person).get(f"/transfers/{key}")
        assert answer.status_code == 404 and "Fictley" not in read(answer)


def test_a_worker_of_a_team_without_part_in_it_does_not_see_it(town: world.Town) -> None:
    child = listed(town)
    town.child("zoe", due=False)
    answer = world.sign_in(town, "ben").get("/children/zoe")
    assert answer.status_code == 404
    assert world.sign_in(town, "ann").get(f"/transfers/{key_of(town, child)}").status_code == 200


def test_a_clause_is_taken_apart_by_its_shape_alone() -> None:
    assert paragraph("BEX-2.8b") == ("2", "8") and paragraph("BEX-4A.6c") == ("4A", "6")
    assert paragraph("BEX-2.0a") == ("2", "") and paragraph("SAN-4.11b") == ("4", "11")
    assert paragraph("ROC-CORE-18a") == ("CORE", "18") and paragraph("SAN-7.6c3") == ("7", "6")
    assert paragraph("WIR-3au") == ("3", "") and paragraph("WOK-5.i.b") == ("5", "")
    assert sorted(["WIR-3aa", "WIR-3z", "WIR-3b", "WIR-10a"], key=natural) == ["WIR-3b", "WIR-3z", "WIR-3aa", "WIR-10a"]


def test_the_steps_stand_where_the_paper_has_them_and_one_record_is_one_line() -> None:
    packs = load_packs(Path(__file__).parents[2] / "packs", "bexley", cache=None)
    duties = [
        ("family_handover_window", "hold", ("family_handover",), "BEX-2.8b"),
        ("all_four_at_transfer_meeting", "attend", ("transfer_meeting",), "BEX-2.6"),
        ("letter_to_family", "send", ("letter_family",), "BEX-2.7a"),
        ("told_in_advance", "tell", (), "BEX-3.9a"),
        ("talk_with_family", "tell", (), "BEX-2.4a"),
        ("family_handover", "hold", ("family_handover",), "BEX-2.8a"),
        ("transfer_meeting", "hold", ("transfer_meeting",), "BEX-2.6"),
        ("send_summary", "send", ("transfer_summary",), "BEX-2.1a"),
    ]
    items = [WorkItem(rule=r, verb=v, words=list(w), clause=[c]) for r, v, w, c in duties]
    (section,) = sections_of(packs.editions[0], items)
    assert section.title == "Section 2: moving a child between services"
    found = [(p.number, sorted(i.rule for i in line)) for p in section.paragraphs for line in p.lines]
    assert found == [
        ("1", ["send_summary"]),
        ("4", ["talk_with_family", "told_in_advance"]),
        ("6", ["all_four_at_transfer_meeting", "transfer_meeting"]),
        ("7", ["letter_to_family"]),
        ("8", ["family_handover", "family_handover_window"]),
    ]


def test_withdrawing_is_offered_to_who_manages_or_holds_the_child_and_not_to_every_reader(town: world.Town) -> None:
    child = decided(town)
    with in_authority(town.key):
        address = f"/transfers/{Matter.objects.get(authority=town.key, child=child).key}"
    for person, offered in (("nora", True), ("ann", True), ("cy", False)):
        page = world.sign_in(town, person).get(address).content.decode()
        assert ("verb=withdraw" in page) is offered, person
