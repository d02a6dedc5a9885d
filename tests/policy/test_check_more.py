"""What `check` finds beside mistakes: rules nobody will meet, settings, guidance without a ground; packs on packs."""

from __future__ import annotations

from pathlib import Path

from tests.policy import small
from tests.policy.small import mistakes, read

from baton.packs_on_disk import load

STOP = (
    '  - {{key: k, clause: "NEW-3", for: transfer, stop: move, until: decision is agreed, strength: warn, '
    "when: {when}}}\n"
)


def test_a_rule_that_asks_for_something_and_its_opposite() -> None:
    found = mistakes(STOP.format(when="{all: [has looked_after, {not: has looked_after}]}"))
    assert found == ['4 (NEW-3): "k" can never apply: its condition asks for something and for its opposite.']


def test_a_rule_that_wants_two_answers_at_once() -> None:
    found = mistakes(STOP.format(when="{all: [decision is agreed, decision is not_agreed]}"))
    assert found == ['4 (NEW-3): "k" can never apply: "decision" would have to be agreed and not_agreed at once.']


def test_a_rule_for_a_child_held_in_two_services() -> None:
    found = mistakes(STOP.format(when="{all: [held by mash, held by care]}"))
    assert found == ['4 (NEW-3): "k" can never apply: the child would have to be held by "mash" and by "care" at once.']


def test_a_team_and_its_service_are_no_contradiction() -> None:
    assert mistakes(STOP.format(when="{all: [held by care, held by care_1]}")) == []


def test_a_route_that_another_is_always_over() -> None:
    route = '  - {{key: {key}, clause: "NEW-4", for: child, when: {when}, goes: {{from: mash, to: care, as: ordinary}}, at: icpc, becomes: due{over}}}\n'  # noqa: E501
    first = route.format(key="one", when="has looked_after", over=", over: [two]")
    second = route.format(key="two", when="{all: [has looked_after, icpc is held]}", over="")
    assert [m for m in mistakes(first + second) if "never chosen" in m] == [
        '5 (NEW-4): "two" is never chosen: "one" is over it, and is due whenever it is.'
    ]


def test_a_route_is_held_back_by_refusing_only() -> None:
    route = '  - {key: one, clause: "NEW-4", for: child, goes: {from: mash, to: care, as: ordinary}, at: icpc, becomes: due}\n'  # noqa: E501
    stop = '  - {{key: k, clause: "NEW-3", for: child, stop: goes one, while: has looked_after, strength: {}}}\n'
    assert mistakes(route + stop.format("refuse")) == []
    assert [m for m in mistakes(route + stop.format("warn")) if "by itself" in m] == [
        '5 (NEW-3): A route becomes due by itself and asks nobody for a reason: say "refuse", not "warn".'
    ]


def test_an_exception_that_leaves_nothing_of_its_rule() -> None:
    rule = STOP.format(when="has looked_after")
    rule += '  - {key: x, clause: "NEW-5", for: transfer, when: has looked_after, except: [k], change: drop}\n'
    assert any('"k" never applies as it is written' in m or "can never apply" in m for m in mistakes(rule))


def test_guidance_needs_a_reason() -> None:
    line = 'guidance:\n  - {clause: "NEW-6", because: guidance}\n'
    assert [m.partition(" ")[2] for m in mistakes(terms=small.TERMS + line)] == [
        '(NEW-6): The guidance gives no reason ("guidance"): say why there is nothing to observe.'
    ]


def test_a_local_setting_says_who_decided_it() -> None:
    duty = (
        '  - {key: k, clause: "NEW-3", for: transfer, who: team_manager, must: move, strength: warn, '
        'by: {setting: move_by, is: 5 working days after decision, doubt: no time is given}}\n'
    )  # fmt: skip
    said = small.PACK + "  settings: {move_by: 3 working days after decision}\n"
    assert [m for m in mistakes(duty, pack=said) if "source" in m] == [
        '4: The local setting "move_by" has no source: write {is: …, source: "who decided it, and when"}.'
    ]
    sourced = (
        small.PACK + '  settings: {move_by: {is: 3 working days after decision, source: "managers, 3 May 2026"}}\n'
    )
    pack = read(duty, pack=sourced).pack
    assert pack is not None
    assert pack.settings["move_by"].is_ == "3 working days after decision"
    assert pack.local_settings == {"move_by": "managers, 3 May 2026"}


def test_a_pack_stands_on_a_pack_that_stands_on_another(tmp_path: Path) -> None:
    """A sixth authority takes a neighbour's procedure, which stands on the field's words, and changes one clause."""
    words = (Path("packs") / "england").resolve()
    (tmp_path / "england").symlink_to(words)
    head = "  calendar: england-and-wales\n  late_learnt: 1 working day\n"
    neighbour = tmp_path / "neighbour"
    neighbour.mkdir()
    (neighbour / "pack.yaml").write_text(
        "pack:\n  authority: neighbour\n  title: T\n  prefix: NEI\n  based_on: england 2026-11\n"
        '  edition: {name: "7", in_force_from: "2026-11-01"}\n' + head + "offices:\n  team_manager: {of: team}\n"
        "rules:\n"
        '  - {key: told, clause: "NEI-1", for: transfer, who: team_manager of sending team, must: tell, to: family,'
        " by: 5 working days before transfer_date, strength: warn}\n",
        encoding="utf-8",
    )
    sixth = tmp_path / "sixth"
    sixth.mkdir()
    (sixth / "pack.yaml").write_text(
        "pack:\n  authority: sixth\n  title: T\n  prefix: SIX\n  based_on: neighbour 7\n"
        '  edition: {name: "1", in_force_from: "2026-12-01"}\n' + head + "rules:\n"
        '  - {key: told_sooner, clause: "SIX-1", for: transfer, except: [told], when: has looked_after,'
        " change: {by: 10 working days before transfer_date}}\n",
        encoding="utf-8",
    )
    result = load(sixth, cache=None)
    assert result.errors == ()
    assert result.pack is not None
    told = [rule for rule in result.pack.rules if rule.head.key == "told"]
    assert {rule.head.clause for rule in told} == {("NEI-1", "SIX-1"), ("NEI-1",)}
    assert "looked_after" in result.pack.words


def test_an_answer_of_each_person_says_whose_it_is() -> None:
    words = small.WORDS.replace("consent: {kind: answer,", "consent: {kind: answer, each_person: true,")
    duty = '  - {{key: k, clause: "NEW-3", for: child, who: holder, must: answer consent, strength: warn{to}}}\n'
    assert mistakes(duty.format(to=""), words=words) == [
        '4 (NEW-3): "consent" is each person\'s own answer: say "to", whose it is.'
    ]
    assert mistakes(duty.format(to=", to: family"), words=words) == []


def test_what_leads_back_to_itself_is_named_with_its_way() -> None:
    groups = small.PLACES + "  one: {says: G, group: [mash, other]}\n  other: {says: G, group: [one]}\n"
    assert mistakes(places=groups) == ['33: The group "one" leads back to itself: one → other → one.']
    people = (
        small.WORDS
        + "  kin: {kind: people, says: A, includes: [near]}\n  near: {kind: people, says: B, includes: [kin]}\n"
    )
    assert mistakes(words=people) == ['27: The people "kin" leads back to itself: kin → near → kin.']
    way = "goes: {from: mash, to: care, as: urgent}, becomes: due"
    routes = (
        f"  - {{key: r2, clause: NEW-4, for: child, {way}, at: point of r3}}\n"
        f"  - {{key: r3, clause: NEW-5, for: child, {way}, at: end of day of point of r2}}\n"
    )
    assert mistakes(routes) == ['4 (NEW-4): The point of the route "r2" leads back to itself: r2 → r3 → r2.']
