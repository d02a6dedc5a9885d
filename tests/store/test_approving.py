"""An edition or a build is put into force by a named person, previewed child by child, undone by a further entry."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connections
from tests.policy import small
from tests.store.cast import NOW, child
from tests.store.test_acting import agreed

from baton.store import approving, proposing
from baton.store.asking import packs_of, situation
from baton.store.models import WorkItem
from baton.store.rebuilding import rebuild
from baton.store.tenancy import in_authority
from baton.working_time import moment_of

RULES = """\
rules:
  - key: told_by_the_day
    clause: "NEW-9"
    for: child
    who: team_manager of holding team
    must: tell
    to: family
    by: 2026-08-20
    strength: warn
"""


def texts(edition: str, rules: str = RULES) -> list[dict[str, str]]:
    pack = small.PACK.replace("authority: newton", "authority: small").replace('name: "1"', f'name: "{edition}"')
    parts = (pack, small.WORDS, small.PLACES, small.OFFICES, small.FORUMS, small.MATTERS, small.TERMS)
    return [{"packs/small/pack.yaml": "\n".join(parts), "packs/small/rules.yaml": rules}]


def rules_now(authority: str) -> set[str]:
    with in_authority(authority):
        return set(WorkItem.objects.filter(authority=authority, subject_id="amy").values_list("rule", flat=True))


FIRST = date(2026, 8, 20)


def test_a_new_edition_begins_on_its_day_and_not_before(authority: str) -> None:
    child(authority)
    approving.put_in_force(authority, texts("2"), FIRST, "hal", "the board agreed on 3 August", NOW)
    packs = packs_of(authority)
    assert [one.edition.name for one in packs.editions] == ["1", "2"]
    assert packs.on(date(2026, 8, 19)).edition.name == "1"
    assert packs.on(FIRST).edition.name == "2"
    assert "told_by_the_day" not in {d.rule for d in situation(authority, "amy", moment_of("2026-08-19 23:59")).duties}
    assert "told_by_the_day" in {d.rule for d in situation(authority, "amy", moment_of("2026-08-20 00:00")).duties}


def test_what_was_previewed_is_what_happens(authority: str) -> None:
    child(authority)
    agreed(authority)
    (one,) = approving.what_would_change(authority, texts("2"), FIRST, NOW)
    assert one.child == "amy" and len(one.matters) == 1
    foreseen = {c.rule for c in one.changes if c.kind in ("opens", "late")}
    approving.put_in_force(authority, texts("2"), FIRST, "hal", "the board agreed", NOW)
    rebuild(authority, moment_of("2026-08-20 00:00"))
    assert "told_by_the_day" in foreseen <= rules_now(authority)


def test_a_further_entry_takes_it_back(authority: str) -> None:
    child(authority)
    number = approving.put_in_force(authority, texts("2"), FIRST, "hal", "the board agreed", NOW)
    approving.take_back(authority, number, "hal", "the board thought again", NOW + 60)
    assert [one.edition.name for one in packs_of(authority).editions] == ["1"]
    assert [(e.word, e.done_by, e.body["reason"]) for e in approving.history(authority)] == [
        ("edition", "hal", "the board agreed"), ("undo", "hal", "the board thought again"),
    ]  # fmt: skip
    with pytest.raises(approving.CannotBePut, match="taken back already"):
        approving.take_back(authority, number, "hal", "again", NOW + 120)


def test_nobody_no_reason_and_no_day_are_refused(authority: str) -> None:
    with pytest.raises(approving.CannotBePut) as problem:
        approving.put_in_force(authority, texts("2"), None, "", " ", NOW)
    assert problem.value.problems == (
        "Say who decides it.", "Say why.",
        "A new edition is put into force from a day on that is not past: name the day.",
    )  # fmt: skip


def test_a_build_that_drops_the_rule_of_an_open_duty_is_refused(authority: str) -> None:
    child(authority)
    agreed(authority)
    with pytest.raises(approving.CannotBePut, match='The rule "handover" is gone, and duties of it are open'):
        approving.put_in_force(authority, texts("1"), None, "hal", "a better encoding", NOW)


def test_a_build_stands_in_the_place_of_its_edition(authority: str) -> None:
    child(authority, due=False)
    approving.put_in_force(authority, texts("1"), None, "hal", "a better encoding", NOW)
    (only,) = packs_of(authority).editions
    assert (only.edition.name, only.edition.in_force_from) == ("1", date(2020, 1, 1))
    assert {r.head.key for r in only.rules} == {"told_by_the_day"}


def test_a_pack_with_mistakes_is_refused_with_all_of_them(authority: str) -> None:
    with pytest.raises(approving.CannotBePut, match="which is no office"):
        approving.put_in_force(
            authority, texts("2", RULES.replace("team_manager of", "nobody of")), FIRST, "hal", "x", NOW
        )


@pytest.mark.parametrize("what", ["propose", "approve", "take back"])
def test_of_two_in_one_moment_one_is_kept_and_the_other_told(authority: str, what: str) -> None:
    """Both looked at it before either pressed the button."""
    child(authority)
    number = 0
    if what != "propose":
        number = proposing.propose(authority, texts("2"), FIRST, "polly", "as decided", NOW)
    if what == "take back":
        number = proposing.approve(authority, number, "hal", "yes", NOW, work_out=False)
    ready = Barrier(2)
    does: dict[str, Callable[[str], int]] = {
        "propose": lambda who: proposing.propose(authority, texts("2"), FIRST, who, "as decided", NOW),
        "approve": lambda who: proposing.approve(authority, number, who, "yes", NOW, work_out=False),
        "take back": lambda who: approving.take_back(authority, number, who, "no", NOW, work_out=False),
    }

    write = approving.write

    def together(*given: Any) -> int:
        ready.wait(60)
        return write(*given)

    def press(who: str) -> str:
        try:
            does[what](who)
            return "kept"
        except approving.CannotBePut as problem:
            return str(problem)
        finally:
            connections.close_all()

    with (
        patch.object(approving, "write", together), patch.object(proposing, "write", together),
        ThreadPoolExecutor(2) as pool,
    ):  # fmt: skip
        said = sorted(pool.map(press, ("hal", "dee")))
    assert said.count("kept") == 1 and "already" in said[0], said
    word = {"propose": "proposal", "approve": "edition", "take back": "undo"}[what]
    assert len([e for e in approving.entries_about(authority) if e.word == word]) == 1
