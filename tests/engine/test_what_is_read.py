"""What a procedure can say of a rule is asked somewhere in the engine: no key is read and then forgotten."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

import baton.engine
from baton.policy import model as m

ENGINE = "\n".join(p.read_text(encoding="utf-8") for p in Path(baton.engine.__file__).parent.rglob("*.py"))
FOR_PEOPLE = {"note", "doubt", "settings", "cites", "where", "says"}  # shown and explained, never judged


@pytest.mark.parametrize(
    "part",
    [m.Head, m.Goes, m.Must, m.May, m.Stop, m.Then, m.Show, m.Excuse, m.Matter, m.Rung, m.Each, m.Every, m.Effect],
)
def test_every_key_of_a_rule_is_judged(part: type) -> None:
    keys = [f.name for f in fields(part) if f.name not in FOR_PEOPLE]
    assert [key for key in keys if not re.search(rf"\.{key}\b", ENGINE)] == []


def test_every_condition_and_moment_has_its_judge() -> None:
    from baton.engine.conditions import _MAKERS as conditions
    from baton.engine.moments import _MAKERS as moments

    only_said = {m.Said}  # words in the place of a condition, for a page: no pack has one
    assert set(m.Condition.__args__) - only_said <= set(conditions)
    assert set(m.MomentOf.__args__) - {m.Guarded} - only_said <= set(
        moments
    )  # guarded: read by earliest and latest themselves
