"""`based_on`: a pack takes every definition and rule of another, restates what it wants, drops rules, sets settings."""

from __future__ import annotations

from baton.policy.nodes import Fields, Node, replaced, said
from baton.policy.problems import Problems, nearest
from baton.policy.shapes import DROP
from baton.policy.source import DEFINITIONS, RawRule, Source


def inherit(base: Source, own: Source, problems: Problems) -> Source:
    """The pack `own` standing on `base`. A repeated definition keeps each key that it does not restate."""
    joined = Source(head=own.head, guidance=own.guidance, sections=own.sections)
    for name in DEFINITIONS:
        joined.blocks[name] = {**base.blocks[name]}
        for key, node in own.blocks[name].items():
            below = base.blocks[name].get(key)
            joined.blocks[name][key] = node if below is None else Node(
                "block", node.where, block={**(below.block or {}), **(node.block or {})})  # fmt: skip
    dropped = _dropped(base, own, problems)
    mine = {key_of(rule) for rule in own.rules}
    for rule in base.rules:
        key = key_of(rule)
        if key in mine:
            problems.add(
                next(r for r in own.rules if key_of(r) == key).node.where,
                f'The rule "{key}" is inherited: drop it under "pack: drop" and give yours another key, or except it.',
            )
        lines = rule.node.get("lines")
        if lines is not None and lines.items:
            kept = tuple(line for line in lines.items if text_of(line, "key") not in dropped)
            rule = RawRule(replaced(rule.node, lines=Node("list", lines.where, items=kept)), rule.for_)
        if key not in dropped:
            joined.rules.append(rule)
    joined.rules += own.rules
    return joined


def _dropped(base: Source, own: Source, problems: Problems) -> set[str]:
    node = own.head.get("drop") if own.head is not None else None
    found: set[str] = set()
    if node is None:
        return found
    if node.kind != "list":
        problems.add(node.where, f'"drop" needs a list of {{rule, clause, because}}; found {said(node)}.')
    known = {key for rule in base.rules for key in keys_of(rule)}
    for item in node.items:
        fields = Fields(item, problems, 'A line of "drop"')
        fields.only(DROP)
        key = fields.key("rule")
        if key and key not in known:
            problems.add(item.where, f'"drop" names "{key}", which is no inherited rule.{nearest(key, known)}')
        found.add(key)
    return found


def key_of(rule: RawRule) -> str:
    """The key of a rule or of a checklist."""
    return text_of(rule.node, "key") or text_of(rule.node, "checklist")


def keys_of(rule: RawRule) -> list[str]:
    """The keys of a rule, or of the lines of a checklist."""
    lines = rule.node.get("lines")
    own = [key_of(rule)]
    return own + [text_of(line, "key") for line in lines.items] if lines is not None else own


def text_of(node: Node, key: str) -> str:
    """Text under a key, or ""."""
    value = node.get(key)
    return value.text if value is not None and value.kind == "text" else ""
