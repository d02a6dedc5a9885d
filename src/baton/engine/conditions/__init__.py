"""Conditions: each compiled to a judge (ctx) -> (yes, no or not known; until when; because)."""

from __future__ import annotations

from typing import Any

from baton.engine.conditions.counts import count
from baton.engine.conditions.events import attended, event_is, it_has
from baton.engine.conditions.holders import available, closed_by, going, held_by, same, works_in
from baton.engine.conditions.joined import all_of, always, any_of, at_moment, named, not_so, of_people, taken
from baton.engine.conditions.rules import matter_is, rule_is
from baton.engine.conditions.spells import has_spell
from baton.engine.conditions.times import compare, has_come, on_day
from baton.engine.conditions.words import changed, document_is, known, named_is, says_same, task_done, word_is
from baton.engine.context import Judge
from baton.policy import model as m

__all__ = ["compile_condition"]


def compile_condition(condition: m.Condition, compiling: Any) -> Judge:
    """Returns the judge of a condition. `compiling` gives `condition(c)`, `moment(m)` and `word(key)`."""
    judge: Judge = _MAKERS[type(condition)](condition, compiling)
    return judge


_MAKERS: dict[type, Any] = {
    m.Always: always,
    m.All: all_of,
    m.Any_: any_of,
    m.Not: not_so,
    m.At: at_moment,
    m.OfPeople: of_people,
    m.HasSpell: has_spell,
    m.WordIs: word_is,
    m.NamedIs: named_is,
    m.Changed: changed,
    m.SaysSame: says_same,
    m.EventIs: event_is,
    m.DocumentIs: document_is,
    m.TaskDone: task_done,
    m.Known: known,
    m.Held: held_by,
    m.ClosedBy: closed_by,
    m.Going: going,
    m.HasCome: has_come,
    m.Compare: compare,
    m.OnDay: on_day,
    m.Attended: attended,
    m.ItHas: it_has,
    m.Available: available,
    m.WorksIn: works_in,
    m.Count: count,
    m.RuleIs: rule_is,
    m.MatterIs: matter_is,
    m.Same: same,
    m.Taken: taken,
    m.Named: named,
}
