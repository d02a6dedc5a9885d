"""Conditions for a picture or a page: a term by its name alone; the page of its clause says what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from baton.policy import model as m
from baton.policy.labels import listing


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


def in_words(condition: m.Condition, rule_name: Callable[[str], str]) -> m.Condition:
    """The condition with every term by its name alone and every rule by the name that `rule_name` gives its key."""
    said: m.Condition = _in_words(condition, rule_name)
    return said


def _in_words(value: Any, rule_name: Callable[[str], str]) -> Any:
    match value:
        case m.Named(key):
            return m.Said(key.replace("_", " "))
        case m.RuleIs(key, states, same_person):
            how = listing(("done" if state == "met" else state for state in states), "or")
            return m.Said(f"“{rule_name(key)}” is {how}{' for the same person' if same_person else ''}")
        case m.RuleMet(key):
            return m.Said(f"the moment at which “{rule_name(key)}” is done")
        case tuple() if type(value) is tuple:
            return tuple(_in_words(item, rule_name) for item in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            inner = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
            return replace(value, **{name: _in_words(item, rule_name) for name, item in inner.items()})
        case _:
            return value
