"""Conditions for a picture or a page: a term by its name alone; the page of its clause says what it means."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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


def brief_rule(rule: Any) -> Any:
    """The rule with the terms of its conditions by their names alone."""
    changed: dict[str, Any] = {"head": replace(rule.head, when=brief(rule.head.when))}
    for part in ("counts_if", "until", "while_"):
        if getattr(rule, part, None) is not None:
            changed[part] = brief(getattr(rule, part))
    return replace(rule, **changed)
