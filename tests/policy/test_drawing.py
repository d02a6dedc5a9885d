"""Pictures of a pack: everything that is drawn is in the pack, and everything of the pack is drawn."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.policy.small import MATTERS, read

from baton.packs_on_disk import load
from baton.policy import model as m
from baton.policy.drawing import in_words, ladder_of, services_of, steps_of
from baton.policy.wording import say_condition

PACKS = Path("packs")
LADDER = MATTERS + (
    "  quarrel:\n    about: transfer\n    opened_by: team_manager of sending team\n    meanwhile: waits\n    rungs:\n"
    "      - {who: team_manager of receiving team, within: 1 working day after opened, clause: NEW-5, "
    "late: [offer next rung]}\n"
    "      - {who: service_manager of sending service, final: true, clause: NEW-6}\n"
)
GATE = (
    "  - {key: checked, clause: NEW-3, for: transfer, who: team_manager of sending team, must: write summary, "
    "before: accept, strength: refuse}\n"
    "  - {key: accepts, clause: NEW-4, for: transfer, who: team_manager of receiving team, may: accept}\n"
)


def words(svg: str) -> str:
    """All text of a picture, in the order in which it was drawn."""
    root = ElementTree.fromstring(svg)
    return " ".join(made.text or "" for made in root.iter("{http://www.w3.org/2000/svg}text"))


def small(rules: str = "", **blocks: str) -> m.Pack:
    found = read(rules, **blocks)
    assert found.pack is not None, found.errors
    return found.pack


def test_a_route_is_a_line_numbered_at_both_ends_and_explained() -> None:
    said = words(services_of(small()))
    assert said.startswith("Case transfer: who hands over to whom From To MASH Care 1 1 1 ")
    assert "The child goes from MASH to Care" in said


def test_a_gate_stands_under_what_it_waits_for() -> None:
    said = words(steps_of(small(GATE), "ordinary"))
    assert said.index("■ Write the summary") < said.index(
        "acceptance only the team manager of the receiving team (NEW-4)"
    )
    assert "at acceptance: responsibility moves to" in said and "(NEW-2)" in said


def test_a_ladder_ends_with_the_last_word_at_the_top() -> None:
    said = words(ladder_of(small(matters=LADDER), "quarrel"))
    assert said.index("2. The service manager of the sending service: the last word") < said.index(
        "1. The team manager"
    )
    assert "Within 1 working day after the opening of this matter. If not: the next step up is offered. (NEW-5)" in said
    assert "meanwhile the move waits" in said


def test_a_page_names_the_terms_and_rules_of_a_condition_in_its_own_words() -> None:
    waits = m.Any_((
        m.All((
            m.Named("ready_to_go", ("NEW-1",), m.TaskDone("chronology")),
            m.RuleIs("checked", ("met", "excused"), same_person=True),
        )),
        m.Not(m.HasCome(m.RuleMet("checked"))),
    ))  # fmt: skip
    said = say_condition(in_words(waits, {"checked": 'Read "the file"'}.__getitem__), small(GATE))
    assert said == (
        'either (ready to go and “Read "the file"” is done or excused for the same person) or '
        'the moment at which “Read "the file"” is done has not come'
    )


def test_what_is_not_there_cannot_be_drawn() -> None:
    with pytest.raises(KeyError):
        steps_of(small(), "nothing")
    with pytest.raises(KeyError):
        ladder_of(small(), "ordinary")


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in PACKS.glob("*/pack.yaml")), ids=lambda path: path.name
)
def test_every_clause_of_a_route_and_of_a_matters_duties_is_in_its_picture(folder: Path) -> None:
    pack = load(folder).pack
    assert pack is not None
    routes = [rule for rule in pack.rules if isinstance(rule, m.Goes)]
    drawn = words(services_of(pack)) if routes else ""
    for rule in routes:
        assert all(clause in drawn for clause in rule.head.clause), rule.head.key
        steps = words(steps_of(pack, rule.as_))
        for duty in pack.rules:
            if isinstance(duty, m.Must) and duty.head.for_ == rule.as_ and rule.as_ not in duty.head.not_for:
                assert all(clause in steps for clause in duty.head.clause), duty.head.key
