"""The acts of a matter that wait for one another stand on its page as one list; a matter without a chain shows none."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from tests.engine import small_pack

from baton.policy import model as m
from baton.working_time import Amount

from . import world
from .pages import links, main
from .test_doing import decided
from .test_transfer import key_of

KEYS = count(1)
READY = m.WordIs("ready", ("yes",))
IN_FIVE_DAYS = m.Shifted(Amount.parse("5 days"), 1, m.AnswerAt("ready", "last"))


def _must(key: str, word: str, before: str, **more: Any) -> tuple[m.Must, m.Stop]:
    when = more.pop("when", m.ALWAYS)
    must, stop = small_pack.gate(key, "answer", word, m.OfficeOf("team_manager", "holding team"), before, **more)
    return replace(must, head=small_pack.head(key, "move_between", when)), stop


ADDED = (
    *_must("says_ready", "ready", "answer checked"),
    *_must("is_checked", "checked", "answer closes"),
    *_must("closes_it", "closes", "close"),
    *_must("looks_again", "looks", "close", when=READY, by=IN_FIVE_DAYS),
    *_must("never_asked", "why", "answer closes", when=m.WordIs("home", ("abroad",))),
)
ANSWERS = {
    w.key: w
    for w in (
        m.Word("ready", "answer", "ready", question="Is it ready?", answers=("yes", "no")),
        m.Word("checked", "answer", "checked", question="Was it checked?", answers=("yes", "no")),
        m.Word("looks", "answer", "looks", question="Was it looked at again?", answers=("yes", "no")),
        m.Word("closes", "answer", "closes", question="May it close?", answers=("yes", "no")),
        m.Word("why", "answer", "why", question="Why so late?", answers="text"),
        m.Word("home", "answer", "home", question="Where is home?", answers=("here", "abroad"), silence="no"),
    )
}


def chained() -> world.Town:
    pack = replace(small_pack.PACK, rules=(*small_pack.RULES, *ADDED), words={**small_pack.PACK.words, **ANSWERS})
    return world.make_town(f"chained{next(KEYS)}", pack, "chained")


def shown(page: str) -> str:
    return page.split("One after another", 1)[1].split("Steps, edition", 1)[0]


def test_each_act_says_what_it_waits_for_whose_turn_it_is_and_what_starts_with_it(town: world.Town) -> None:
    there = chained()
    child = decided(there)
    answer = world.sign_in(there, "nora").get(f"/transfers/{key_of(there, child)}")
    page = shown(main(answer))
    checked, closes, end = page.split("Waits for ")[1:]
    assert checked.startswith("1 thing: Is it ready? To do nora TST-says_ready")
    assert closes.startswith("step 1. 1 not asked here") and "Why so late?: does not apply, only if" in closes
    assert "May it close?" in checked and "Closing Cannot start yet" in closes
    assert end.startswith(
        'step 2, and 1 thing: When the answer to "Is it ready?" is yes: Was it looked at again?: by 5'
    )
    assert any("item=says_ready" in link for link in links(answer))


def test_what_was_done_is_counted_and_what_it_starts_has_its_date(town: world.Town) -> None:
    there = chained()
    child = decided(there)
    key = key_of(there, child)
    there.act("2026-08-06 09:40", "nora", "answer", "ready", child, values={"ready": "yes"}, matter=key)
    page = shown(main(world.sign_in(there, "nora").get(f"/transfers/{key}")))
    assert "Was it checked? To do nora TST-is_checked 1 done" in page
    assert "Was it looked at again? Due soon nora, by end of Tue 11 Aug 2026" in page


def test_a_matter_whose_rules_make_no_chain_shows_none(town: world.Town) -> None:
    child = decided(town)
    assert "One after another" not in main(world.sign_in(town, "nora").get(f"/transfers/{key_of(town, child)}"))


def test_a_matter_withdrawn_shows_no_chain(town: world.Town) -> None:
    there = chained()
    child = decided(there)
    key = key_of(there, child)
    there.act("2026-08-06 09:50", "nora", "withdraw", "", child, matter=key, reason="not needed")
    assert "One after another" not in main(world.sign_in(there, "nora").get(f"/transfers/{key}"))
