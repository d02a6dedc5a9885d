"""Short forms and exceptions: what a pack holds after they are written out."""

from __future__ import annotations

from tests.policy.small import MATTERS, read

from baton.policy import model as m
from baton.working_time import Amount

CHECK = """\
  - {key: check, clause: NEW-3, for: transfer, who: team_manager, must: write summary, before: move, strength: refuse}
"""
AGREED = m.WordIs("consent", ("yes",))


def rules(text: str, key: str, **blocks: str) -> list[m.Rule]:
    """The rules with this key after reading."""
    result = read(text, None, **blocks)
    assert result.errors == (), [str(error) for error in result.errors]
    assert result.pack is not None
    return [rule for rule in result.pack.rules if rule.head.key == key]


def test_before_is_also_a_stop() -> None:
    (stop,) = rules(CHECK, "check.before")
    assert isinstance(stop, m.Stop)
    assert (stop.acts, stop.until, stop.strength) == (("move",), m.RuleIs("check", ("met", "excused")), "refuse")
    assert (stop.from_rule, stop.head.clause, stop.head.not_known) == ("check", ("NEW-3",), "yes")


def test_after_lets_the_duty_itself_wait() -> None:
    text = CHECK + (
        "  - {key: tell, clause: NEW-4, for: transfer, who: team_manager of receiving team, must: accept, "
        "after: [check], strength: warn}\n"
    )
    (stop,) = rules(text, "tell.after")
    assert isinstance(stop, m.Stop)
    assert (stop.rules, stop.until, stop.strength) == (("tell",), m.RuleIs("check", ("met", "excused")), "refuse")


def test_an_exception_for_a_kind_of_matter_splits_its_target() -> None:
    text = CHECK + (
        "  - {key: soon, clause: NEW-4, for: urgent, except: [check], "
        "change: {before: nothing, by: 1 working day after moved, strength: warn}}\n"
    )
    changed, rest = rules(text, "check")
    assert isinstance(changed, m.Must) and isinstance(rest, m.Must)
    assert (changed.head.for_, changed.head.clause) == ("urgent", ("NEW-3", "NEW-4"))
    assert (changed.before, changed.strength) == ((), "warn")
    assert changed.by == m.Shifted(Amount(working_days=1), 1, m.SlotAt("moved"))
    assert (rest.head.for_, rest.head.not_for, rest.head.cites) == ("transfer", ("urgent",), ("NEW-4",))
    assert (rest.before, rest.strength, rest.head.clause) == (("move",), "refuse", ("NEW-3",))
    (stop,) = rules(text, "check.before")
    assert stop.head.not_for == ("urgent",)


def test_a_dropped_rule_is_gone_where_the_exception_holds() -> None:
    text = CHECK + "  - {key: none, clause: NEW-4, for: urgent, except: [check], change: drop}\n"
    (rest,) = rules(text, "check")
    assert (rest.head.not_for, rest.head.cites) == (("urgent",), ("NEW-4",))


def test_an_exception_with_a_condition_guards_both_copies() -> None:
    text = CHECK + (
        "  - {key: agreed, clause: NEW-4, for: transfer, except: [check], when: consent is yes, not_known: as no, "
        "change: {strength: warn}}\n"
    )
    changed, otherwise = rules(text, "check")
    assert changed.head.when == m.Taken(AGREED, "no")
    assert otherwise.head.when == m.Not(m.Taken(AGREED, "no"))
    assert otherwise.head.cites == ("NEW-4",)


def test_an_exception_narrower_in_both_ways_makes_three() -> None:
    text = CHECK + (
        "  - {key: agreed, clause: NEW-4, for: urgent, except: [check], when: has looked_after, "
        "change: {strength: warn}}\n"
    )
    changed, here, elsewhere = rules(text, "check")
    care = m.HasSpell("looked_after")
    assert [r.head.when for r in (changed, here, elsewhere)] == [care, m.Not(care), m.Always()]
    assert [r.head.for_ for r in (changed, here, elsewhere)] == ["urgent", "urgent", "transfer"]


def test_of_two_exceptions_the_one_over_the_other_is_laid_upon_it() -> None:
    text = CHECK + (
        "  - {key: late, clause: NEW-5, for: urgent, except: [check], when: has looked_after, over: [soon], "
        "change: {strength: count}}\n"
        "  - {key: soon, clause: NEW-4, for: urgent, except: [check], change: {strength: warn, before: nothing}}\n"
    )
    first, second, _rest = rules(text, "check")
    assert isinstance(first, m.Must) and isinstance(second, m.Must)
    assert (first.strength, first.before, first.head.clause) == ("count", (), ("NEW-3", "NEW-4", "NEW-5"))
    assert second.strength == "warn"


def test_checklist_lines_are_duties_with_the_heads_keys() -> None:
    text = """\
  - checklist: list
    clause: NEW-6
    for: transfer
    when: going to care
    who: team_manager
    before: move
    strength: refuse
    lines:
      - {key: one, clause: NEW-6a, must: write summary}
      - {key: two, clause: NEW-6b, must: do file_copied, when: has looked_after, strength: count}
"""
    (one,), (two,) = rules(text, "one"), rules(text, "two")
    assert isinstance(one, m.Must) and isinstance(two, m.Must)
    assert (one.checklist, one.head.clause) == ("list", ("NEW-6a", "NEW-6"))
    assert (one.before, one.strength) == (("move",), "refuse")
    assert two.head.when == m.All((m.Going("to", "care"), m.HasSpell("looked_after")))
    assert two.strength == "count"


def test_the_name_of_a_checklist_stands_for_each_of_its_lines() -> None:
    text = """\
  - checklist: list
    clause: NEW-6
    for: transfer
    who: team_manager
    before: move
    strength: refuse
    lines:
      - {key: one, clause: NEW-6a, must: write summary}
      - {key: two, clause: NEW-6b, must: do file_copied}
  - {key: signed, clause: NEW-6c, for: transfer, stop: accept, until: rule list is met or excused, strength: refuse}
  - {key: later, clause: NEW-6d, for: urgent, except: [list], change: {before: nothing, strength: warn}}
"""
    (signed,) = rules(text, "signed")
    assert isinstance(signed, m.Stop) and isinstance(signed.until, m.Named)
    both = (m.RuleIs("one", ("met", "excused")), m.RuleIs("two", ("met", "excused")))
    assert (signed.until.key, signed.until.clause, signed.until.item) == ("list", ("NEW-6",), m.All(both))
    for key in ("one", "two"):
        assert {(r.head.for_, r.strength) for r in rules(text, key) if isinstance(r, m.Must)} >= {("urgent", "warn")}


def test_in_force_is_a_condition_on_the_date_it_is_measured_on() -> None:
    text = CHECK.replace("must:", 'in_force: {from: "2018-06-18", to: "2018-09-02", measured_on: first icpc}, must:')
    (rule,) = rules(text, "check")
    assert isinstance(rule.head.when, m.All)
    assert [c.op for c in rule.head.when.items if isinstance(c, m.Compare)] == ["on or after", "on or before"]


def test_who_opens_a_matter_may_raise_it() -> None:
    matters = MATTERS + "  row: {about: transfer, clause: NEW-7, opened_by: team_manager of sending team}\n"
    (rule,) = rules("", "row.opened_by", matters=matters)
    assert isinstance(rule, m.May)
    assert (rule.acts, rule.head.for_) == (("raise row",), "transfer")
    assert rule.who == m.OfficeOf("team_manager", "sending team")


def test_a_matter_takes_rules_under_both_clauses() -> None:
    matters = MATTERS + "  inside: {is: change, takes: [{clause: NEW-8, rules: [check]}]}\n"
    own, copy = rules(CHECK, "check", matters=matters)
    assert (own.head.for_, copy.head.for_) == ("transfer", "inside")
    assert copy.head.clause == ("NEW-3", "NEW-8")
    assert len(rules(CHECK, "check.before", matters=matters)) == 2


def test_rungs_stay_on_their_matter() -> None:
    rungs = "[{who: team_manager, clause: NEW-7a, within: 1 working day after opened, late: [offer next rung]}, "
    rungs += "{who: service_manager, clause: NEW-7b, final: true, early: with reason}]"
    matters = MATTERS + (
        f"  row: {{about: transfer, clause: NEW-7, clause_meanwhile: NEW-7c, meanwhile: waits, never_stops: [urgent], "
        f"rungs: {rungs}}}\n"
    )
    pack = read("", matters=matters).pack
    assert pack is not None
    row = pack.matters["row"]
    assert (row.meanwhile, row.never_stops, row.clause) == ("waits", ("urgent",), ("NEW-7", "NEW-7c"))
    assert [rung.final for rung in row.rungs] == [False, True]
    assert row.rungs[0].late == (m.Effect("offer", word="next rung"),)
