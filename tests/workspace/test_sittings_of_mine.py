"""A forum on the first page: one card a sitting for who keeps its list or sits, with the families that wait for it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from tests.engine import small_pack
from tests.engine.small_pack import AGREED, head, m
from tests.store import cast

from baton.journal import Organisation
from baton.workspace.saying import Say
from baton.workspace.shown import Fact, alike

from . import world
from .pages import links, main
from .test_doing import listed

KEYS = count(1)
CLERK, RECEIVER = m.OfficeOf("clerk"), m.OfficeOf("team_manager", "receiving team")
SITTING = "/sittings/panel/2026-08-12T1000"


@pytest.fixture
def town(postgres: Any) -> world.Town:
    """The clerk sees to it that each row has an outcome, and sends the list; a yes is the receiving manager's."""
    ruled = replace(
        small_pack.PACK,
        rules=(
            *(rule for rule in small_pack.PACK.rules if "decide" not in getattr(rule, "before", ())),
            m.Must(head("every_row", "move_between", m.HasCome(m.ActAt("list"))), CLERK, "decide", counts_if=AGREED),
            m.May(head("yes_of_the_receiver", "move_between", AGREED), RECEIVER, ("decide",)),
            m.Must(head("list_out", "sitting of panel"), CLERK, "send", ("summary",)),
            m.Must(head("sender_comes", "sitting of panel"), m.OfficeOf("team_manager", "north"), "attend", ("panel",)),
        ),
    )
    return world.make_town(f"sits{next(KEYS)}", ruled, "sits")


def test_a_sitting_is_one_line_with_all_its_families_and_what_is_asked_of_it(town: world.Town) -> None:
    listed(town)
    town.child("zoe")
    town.act("2026-08-06 09:00", "ann", "send", "summary", "zoe", to=("cy",))
    town.act("2026-08-06 09:10", "cy", "list", "", "zoe")
    answer = world.sign_in(town, "cy").get("/my-day")
    page = main(answer)
    assert (
        "Panel Wed 12 Aug 2026, 10am You run the list; a yes is recorded by the Team manager of the receiving team."
        in page
    )
    assert "Decide on 2 families" in page and "Send the summary" in page
    assert SITTING in links(answer) and "Decide whether it goes ahead" not in page
    assert not [one for one in links(answer) if one.startswith("/do/")]


def test_who_sits_and_does_not_keep_the_list_is_told_who_does_and_has_only_what_is_theirs(town: world.Town) -> None:
    listed(town)
    page = main(world.sign_in(town, "nora").get("/team"))
    assert "Cy runs the list; a yes is recorded by" in page and "Be at the panel" in page
    assert "Decide on" not in page and "Send the summary" not in page
    assert "runs the list" not in main(world.sign_in(town, "ann").get("/my-day"))


def test_a_row_that_came_back_without_an_agreement_is_to_be_decided_again(town: world.Town) -> None:
    child = listed(town)
    said = {"decision": "deferred", "reason": "Nobody had read the file."}
    cast.done(town.act("2026-08-06 09:20", "nora", "decide", "", child, values=said))
    page = main(world.sign_in(town, "cy").get(SITTING))
    assert "1 on the list, 0 not ready, 0 decided." in page and "Deferred" in page and "Ready to be decided." in page


def test_my_day_of_who_leads_is_one_press_away(town: world.Town) -> None:
    page = world.sign_in(town, "nora").get("/team").content.decode()
    assert re.search(r'<a[^>]*href="/my-day"[^>]*>\s*My day', page)


def test_a_name_with_an_ampersand_keeps_its_capital_inside_a_sentence() -> None:
    move = m.Matter("move_between", "Referral & Assessment to a long-term team", "transfer")
    meeting = m.Matter("other", "Child in need meeting", "transfer")
    say = Say(replace(small_pack.PACK, matters={"move_between": move, "other": meeting}), Organisation({}, (), ()))
    assert say.lower("move_between") == "Referral & Assessment to a long-term team"
    assert say.lower("other") == "child in need meeting"


def test_what_two_rules_want_seen_of_a_child_names_the_child_once() -> None:
    facts = [Fact("Sending worker", "Ann", ("TST-1",), child) for child in ("amy", "amy", "ben", "ben")]
    assert [whom for whom, _ in alike({"amy": "Amy", "ben": "Ben"}, facts)] == ["Amy and Ben"]


def test_an_answer_that_is_held_up_is_named_by_its_question() -> None:
    asked = replace(small_pack.PACK.words["record_current"], question="Is the record up to date?")
    say = Say(
        replace(small_pack.PACK, words={**small_pack.PACK.words, "record_current": asked}), Organisation({}, (), ())
    )
    assert say.acts(["answer record_current"]) == "the answer to “Is the record up to date?”"
