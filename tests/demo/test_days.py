"""The day of everybody who can be signed in as: work enough to see what Baton does, and not more than a person has.

Counted as the first page joins work: one act for one family towards one person is one row, for all its children. What
the page adds (other people's work, letters, moves, figures) is not counted.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import pytest

from baton.demo.loading import worlds
from baton.demo.making import make, setting_for
from baton.demo.world import read_world, world_file
from baton.engine import assess
from baton.engine.situation import Duty
from baton.journal import File, Kin, Subject
from baton.packs_on_disk import load_packs
from baton.platform.places import PACKS
from baton.store.procedures import england
from baton.working_time import Moment, moment_of

NOW = moment_of("2026-11-24 09:00")
MOST = 26
MOST_QUESTIONS = 12
ASKED = "asked"
Row = tuple[str, str, tuple[str, ...] | str, str]

# Who has more, with how many at most and why.
MORE = {
    "mo.sender": (45, "a third of the cases around the panel begin in one of three assessment teams, and one is hers"),
    "meg.threshold": (45, "the only duty manager of the front door: every child who comes back or waits is hers"),
}
# Who may have no work that the procedure names at present, and what their first page shows instead.
NONE = {
    "penny.agenda": "the panel's list; rows of her own come two days before a sitting",
    "dee.deputy": "figures; she has the last word of a dispute, and none has come so far",
    "bill.post": "letters to send",
    "iris.review": "invitations and moves of children in care",
    "hanna.headfirst": "figures; the demand that goes up is with the receiving Head",
    "isla.chairman": "moves of the children she sees",
    "tracy.typewell": "letters to send",
    "saira.serviceton": "figures",
    "hetty.headrow": "figures",
    "eda.deskwork": "moves and step-downs of her desk",
    "toni.formwork": "letters to send",
    "billie.letterby": "letters to send",
}


def row(family: str, duty: Duty, sitting: Moment | None) -> Row:
    """What makes two duties one row of the page; all decisions of a sitting are one, and all that one talk can tell."""
    if duty.verb == "decide" and sitting is not None:
        return str(sitting), duty.verb, "", ""
    if duty.verb == "tell":
        return family, duty.verb, duty.matter, duty.state
    said = duty.words if duty.words or duty.verb in ("move", "decide", "accept", "allocate", "list") else duty.rule
    return family, duty.verb, said, duty.to


@lru_cache(maxsize=5)
def work(authority: str) -> dict[str, list[tuple[Row, str]]]:
    """The rows of each person, with the state of each duty in them."""
    world, packs = read_world(world_file(PACKS, authority)), load_packs(PACKS, authority)
    made = make(world, packs, england(), NOW, processes=2)
    setting = setting_for(world, packs, england(), NOW)[0]
    found: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for family in made.families:
        own = {
            p.id: File(
                Subject("child", p.id), lines, setting.calendar, setting.organisation, sittings=setting.sittings,
                family=family.plan.family,
            )
            for p, lines in zip(family.plan.children, family.children, strict=True)
        }  # fmt: skip
        for child, file in own.items():
            kin = tuple(Kin(other, file=its) for other, its in own.items() if other != child)
            whole = File(file.subject, file.entries, file.calendar, file.organisation, kin, file.sittings, file.family)
            found_of = assess(packs, whole, NOW)
            for question in found_of.questions:
                for person in question.of:
                    found[person].append(((child, "question", question.word, ""), ASKED))
            up = {matter.id: matter.sitting for matter in found_of.matters}
            for duty in found_of.duties:
                if duty.state in ("open", "late", "may_apply"):
                    for person in duty.who:
                        found[person].append((row(family.plan.family, duty, up.get(duty.matter)), duty.state))
    return found


@pytest.mark.parametrize("authority", worlds(PACKS))
def test_everybody_who_signs_in_has_a_day_and_not_a_flood(authority: str) -> None:
    found, wrong = work(authority), []
    for one in read_world(world_file(PACKS, authority)).sign_ins:
        rows = len({key for key, state in found[one.person] if state != ASKED})
        most, _why = MORE.get(one.person, (MOST, ""))
        least = 0 if one.duties or one.person in NONE else 1
        if not least <= rows <= most:
            wrong.append(f"{one.person} ({one.role}): {rows} rows, not {least} to {most}")
    assert wrong == []


@pytest.mark.parametrize("authority", worlds(PACKS))
def test_some_of_it_is_late_and_most_is_not(authority: str) -> None:
    states = [state for one in read_world(world_file(PACKS, authority)).sign_ins
              for _, state in work(authority)[one.person] if state != ASKED]  # fmt: skip
    assert 5 <= states.count("late") < len(states) / 2


def test_nobody_in_wirral_is_asked_more_questions_than_a_person_answers() -> None:
    """Morag Launch was asked 68, and her team 124, of which hardly one was a question of the day."""
    world = read_world(world_file(PACKS, "wirral"))
    asked = {one.person: sum(state == ASKED for _, state in work("wirral")[one.person]) for one in world.sign_ins}
    assert {who: n for who, n in asked.items() if n > MOST_QUESTIONS} == {}


def test_only_sign_ins_are_excused() -> None:
    known = {one.person for key in worlds(PACKS) for one in read_world(world_file(PACKS, key)).sign_ins}
    assert set(MORE) | set(NONE) <= known
