"""Conditions for a picture: a term by its name and clause alone; the procedure page says what it means."""

from __future__ import annotations

from dataclasses import replace

from baton.policy import model as m


def brief(condition: m.Condition) -> m.Condition:
    """The condition with every term emptied of its meaning, so that only its name is said."""
    if isinstance(condition, m.Named):
        return replace(condition, item=m.ALWAYS)
    if isinstance(condition, m.All | m.Any_):
        return replace(condition, items=tuple(brief(item) for item in condition.items))
    if isinstance(condition, m.Not | m.At | m.OfPeople | m.Taken):
        return replace(condition, item=brief(condition.item))
    return condition
