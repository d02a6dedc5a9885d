"""Changes of rules: each operator makes the change it says, and a story notices only what it states."""

from dataclasses import replace
from pathlib import Path

import pytest

from baton.coverage.changes import changes, neighbours
from baton.coverage.kept import KeptVerdicts
from baton.coverage.mutants import Mutant, mutants_of
from baton.coverage.rewriting import rewritten
from baton.coverage.survivors import read_survivors
from baton.coverage.trials import Verdict, judge, judge_all, prepared
from baton.packs_on_disk import load
from baton.policy import model as m
from baton.stories.on_disk import england, pack_of, read_file
from baton.working_time import Amount

STORIES = Path(__file__).parents[1] / "small"


def rochdale() -> m.Pack:
    pack = load(STORIES / "packs" / "rochdale", cache=None).pack
    assert pack is not None
    return pack


def named(pack: m.Pack, name: str) -> Mutant:
    return next(one for one in mutants_of(pack) if one.name == name)


def details(value: object) -> list[tuple[str, str]]:
    return [(c.operator, c.detail) for c in changes(value, rochdale())]


def test_an_amount_is_one_more_and_one_less_in_its_own_unit() -> None:
    assert [str(a) for a in neighbours(Amount.parse("5 working days"))] == ["4 working days", "6 working days"]
    assert [str(a) for a in neighbours(Amount.parse("17 years 6 months"))] == ["17 years 5 months", "17 years 7 months"]
    assert [str(a) for a in neighbours(Amount.parse("1 hours"))] == ["2 hours"]


def test_either_side_is_narrowed_to_each_side() -> None:
    value = m.EitherSide(Amount.parse("5 working days"), m.SlotAt("transfer_date"))
    found = list(changes(value, rochdale()))
    assert [c.value.sign for c in found if c.operator == "direction"] == [1, -1]
    assert len(found) == 4


def test_a_boundary_moves_by_its_own_day() -> None:
    value = m.Compare(m.SlotAt("decision"), "on or before", m.SlotAt("point"))
    assert ("boundary", "on or before → before") in details(value)


def test_a_value_becomes_another_of_its_closed_list() -> None:
    value = m.EventIs(m.EventRef("icpc"), "held", (("outcome", ("plan_made",)),))
    assert ("value", "icpc with outcome plan_made → no_plan") in details(value)


def test_a_named_term_is_changed_once_for_all_that_use_it() -> None:
    inner = m.Birthday(18)
    term = m.Named("grown", ("TST-1",), m.HasCome(inner))
    assert details(m.All((term, m.Always()))) == [
        ("condition", "dropped: grown"),
        ("condition", "dropped: always"),
    ] or (len(details(m.All((term, m.Always())))) == 2)
    changed = rewritten(m.All((term, m.Not(term))), term, m.Always())
    assert changed == m.All((m.Always(), m.Not(m.Always())))


def test_a_removed_rule_takes_the_stop_for_its_before_with_it() -> None:
    pack = rochdale()
    removed = named(pack, "co_working_agreed_by_set: removed").make(pack)
    assert [r.head.key for r in pack.rules if r not in removed.rules] == [
        "co_working_agreed_by_set",
        "co_working_agreed_by_set.before",
    ]


def test_a_dropped_before_leaves_the_duty_without_its_gate() -> None:
    pack = rochdale()
    changed = named(pack, "co_working_agreed_by_set: before: begin dropped").make(pack)
    keys = [r.head.key for r in changed.rules]
    assert "co_working_agreed_by_set" in keys and "co_working_agreed_by_set.before" not in keys


def test_softening_a_gate_softens_its_stop() -> None:
    pack = rochdale()
    changed = named(pack, "co_working_agreed_by_set: softened: refuse → warn").make(pack)
    assert {r.strength for r in changed.rules if isinstance(r, m.Must | m.Stop) and "agreed" in r.head.key} == {"warn"}


def test_a_story_notices_what_it_states_and_nothing_else() -> None:
    story = read_file(STORIES / "conference_recorded_late.yaml").story
    assert story is not None
    found = pack_of(story)
    trial = prepared(story, found, england())
    assert not trial.known
    pack = rochdale()
    limit = named(pack, "electronic_by_next_day: amount: 1 working day → 2 working days")
    assert judge(0, limit, [trial]).killed_by == "conference_recorded_late, line 4"
    silent = replace(story, lines=tuple(replace(line, expect=None) for line in story.lines))
    assert judge(0, limit, [prepared(silent, found, england())]).killed_by == ""


def test_two_processes_say_what_one_says() -> None:
    story = read_file(STORIES / "conference_recorded_late.yaml").story
    assert story is not None
    trial = prepared(story, pack_of(story), england())
    some = mutants_of(rochdale())[:12]
    assert judge_all(some, [trial], 2) == judge_all(some, [trial], 1)


def test_a_survivor_is_explained_by_rule_operator_and_reason() -> None:
    text = "survivors:\n  - {rule: a, operator: who, because: both are the same person}\n"
    ((survivor,), problems) = read_survivors("survivors.yaml", text)
    assert not problems
    mutant = Mutant("a", (), "who", "x → y", lambda pack: pack)
    assert survivor.explains(mutant)
    assert not survivor.explains(replace(mutant, operator="removed"))
    assert not survivor._replace(detail="x → z").explains(mutant)


def test_events_by_their_parts_and_by_who_came_are_changed() -> None:
    ref = m.EventRef("icpc", "last", 1, None, None, (("outcome", ("plan_made",)),), m.OfficeOf("holder"))
    said = {change.detail for change in changes(ref, rochdale())}
    assert {"icpc with outcome plan_made → any outcome", "icpc: whoever attended", "icpc 1 → 2"} <= said


def test_days_of_the_calendar_guards_and_joined_moments_are_changed() -> None:
    guarded = m.Earliest((m.SlotAt("due"), m.Guarded(m.HasSpell("cp_plan"), m.SlotAt("opened"))))
    assert {c.detail for c in changes(guarded, rochdale())} >= {"earliest → latest", "a guarded moment always"}
    thursday = m.Every(weekday=3, anchor=m.SlotAt("opened"))
    assert {c.value.weekday for c in changes(thursday, rochdale()) if c.operator == "amount"} == {2, 4}


def test_what_was_noticed_is_kept_and_not_tried_again(tmp_path: Path) -> None:
    mutants = mutants_of(rochdale())[:3]
    kept = KeptVerdicts(tmp_path / "kept.json")
    assert kept.untried(mutants) == [0, 1, 2]
    kept.keep(mutants, [Verdict(0, "", False), Verdict(2, "a_story, line 3", False)])
    again = KeptVerdicts(tmp_path / "kept.json")
    assert again.untried(mutants) == [0, 1]
    assert again.known(mutants) == [Verdict(2, "a_story, line 3", False)]


def test_another_file_is_not_taken_for_kept_verdicts(tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(ValueError, match="not a file that --keep wrote"):
        KeptVerdicts(tmp_path / "kept.json")


def test_a_rule_for_several_matters_is_changed_for_all_and_removed_for_each() -> None:
    pack = rochdale()
    rule = next(r for r in pack.rules if isinstance(r, m.Must) and r.before)
    other = replace(rule, head=replace(rule.head, for_="closure"))
    mutants = [one for one in mutants_of(replace(pack, rules=(*pack.rules, other))) if one.rule == rule.head.key]
    removed = [one.detail for one in mutants if one.operator == "removed"]
    assert removed == [f"for {rule.head.for_}", "for closure"]
    softened = next(one for one in mutants if one.operator in ("softened", "hardened"))
    changed = softened.make(replace(pack, rules=(*pack.rules, other)))
    strengths = {r.strength for r in changed.rules if isinstance(r, m.Must) and r.head.key == rule.head.key}
    assert strengths != {rule.strength} and len(strengths) == 1


def test_every_change_of_a_pack_has_a_name_of_its_own() -> None:
    names = [one.name for one in mutants_of(rochdale())]
    assert len(names) == len(set(names))


def test_a_figure_that_is_shown_counts_all_and_has_no_least_number_to_change() -> None:
    head = replace(rochdale().rules[0].head, key="how_many", for_="child", when=m.Always())
    counted = m.Measure(kind="count", count=m.Count("at least", 1, "icpc"))
    show = m.Show(head, ("count of icpc",), ("transfer",), (counted,))
    pack = replace(rochdale(), rules=(show,))
    found = [one.name for one in mutants_of(pack) if one.name.startswith(head.key)]
    assert found and not any("amount" in name for name in found)
