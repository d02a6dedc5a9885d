"""A comparison as lines to read and as values for a pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baton.policy import model as m
from baton.policy.diff.compare import Comparison, DefinitionChange, RuleChange
from baton.policy.diff.values import AspectChange
from baton.policy.wording import sentence


def lines(found: Comparison) -> Iterator[str]:
    """The comparison: before and after of each changed aspect, a sentence for each rule that is new or gone."""
    yield f"{_name(found.before)}  →  {_name(found.after)}"
    if found.is_empty:
        yield f"They mean the same: {found.same} rules, no difference."
        return
    yield f"{found.same} rules the same, {len(found.changed)} changed, {len(found.added)} new, {len(found.gone)} gone."
    for change in found.changed:
        yield ""
        yield _title(change)
        for aspect in change.aspects:
            yield from _aspect(aspect)
    for title, rules, pack in (("New", found.added, found.after), ("Gone", found.gone, found.before)):
        if rules:
            yield ""
            yield f"{title}:"
        for rule in rules:
            yield f"  {rule.head.key}: {sentence(rule, pack)}"
    if found.definitions:
        yield ""
        yield "Words, places, people and settings:"
    for definition in found.definitions:
        yield f"  {definition.kind} {definition.key}: {definition.became}"
        for aspect in definition.aspects:
            yield from _aspect(aspect, "  ")
    for clause, became in found.guidance:
        yield f"  guidance {clause}: {became}"


def _name(pack: m.Pack) -> str:
    return f"{pack.authority} {pack.edition.name} (build {pack.build[:8]})"


def _title(change: RuleChange) -> str:
    keys = dict.fromkeys((change.before.head.key, change.after.head.key))
    clauses = dict.fromkeys((*change.before.head.clause, *change.after.head.clause))
    places = " → ".join(f"{rule.head.where.file}:{rule.head.where.line}" for rule in (change.before, change.after))
    return f"{' → '.join(keys)} ({', '.join(clauses)})  {places}"


def _aspect(aspect: AspectChange, indent: str = "") -> Iterator[str]:
    short = f"  [{aspect.shortly}]" if aspect.shortly else ""
    yield f"{indent}  {aspect.aspect}:{short}"
    yield f"{indent}    before: {aspect.before}"
    yield f"{indent}    after:  {aspect.after}"


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison as plain values: names, clauses, before and after in words."""
    return {
        "before": _identity(found.before),
        "after": _identity(found.after),
        "same": found.same,
        "changed": [_change(change) for change in found.changed],
        "new": [_rule(rule, found.after) for rule in found.added],
        "gone": [_rule(rule, found.before) for rule in found.gone],
        "definitions": [_definition(one) for one in found.definitions],
        "guidance": [{"clause": clause, "became": became} for clause, became in found.guidance],
    }


def _identity(pack: m.Pack) -> dict[str, str]:
    return {"authority": pack.authority, "edition": pack.edition.name, "build": pack.build}


def _change(change: RuleChange) -> dict[str, Any]:
    return {
        "key": change.after.head.key,
        "was": change.before.head.key,
        "clauses": list(dict.fromkeys((*change.before.head.clause, *change.after.head.clause))),
        "aspects": [aspect._asdict() for aspect in change.aspects],
    }


def _rule(rule: m.Rule, pack: m.Pack) -> dict[str, Any]:
    return {"key": rule.head.key, "clauses": list(rule.head.clause), "says": sentence(rule, pack)}


def _definition(one: DefinitionChange) -> dict[str, Any]:
    return {"kind": one.kind, "key": one.key, "became": one.became, "aspects": [a._asdict() for a in one.aspects]}
