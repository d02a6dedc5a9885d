"""What a line says should follow: the closed set of lists, each with its own keys; and the single answers."""

from __future__ import annotations

from typing import Any

from baton.policy.nodes import Node
from baton.policy.problems import Problems, nearest
from baton.stories.model import Expect, Item
from baton.stories.shape import EXACTLY, EXPECT, ITEM, LISTS, OUTCOMES, SYSTEM
from baton.stories.times import NOT_KNOWN
from baton.stories.values import Block, plain


def read_expect(node: Node, problems: Problems) -> Expect:
    """The expectations of one line."""
    block = Block(node, EXPECT, '"expect"', problems)
    lists = {name: _items(name, block, problems) for name in LISTS if block.get(name) is not None}
    system = block.get("system")
    exactly = block.get("exactly")
    return Expect(
        node.where, lists, _names("nothing", block, problems), _names("only", block, problems),
        block.choice("outcome", OUTCOMES), block.when("next_change"),
        _numbers(exactly, problems) if exactly is not None else {},
        _system(system, problems) if system is not None else {},
    )  # fmt: skip


def _names(key: str, block: Block, problems: Problems) -> tuple[str, ...]:
    found = []
    for node in block.each(key):
        if node.text in LISTS:
            found.append(node.text)
        else:
            problems.add(node.where, f'"{key}" names lists; there is no list "{node.text}".{nearest(node.text, LISTS)}')
    return tuple(found)


def _items(name: str, block: Block, problems: Problems) -> tuple[Item, ...]:
    return tuple(_item(name, node, problems) for node in block.blocks(name))


def _item(name: str, node: Node, problems: Problems) -> Item:
    allowed = {key: ITEM[key] for key in (*LISTS[name], "count")}
    block = Block(node, allowed, f'An item of "{name}"', problems)
    values: dict[str, Any] = {}
    for key, value in node.pairs():
        kind = allowed.get(key)
        if kind is not None:
            values[key] = _value(block, key, kind, value, problems)
    if not values:
        problems.add(node.where, f'An item of "{name}" states nothing: give it at least one key.')
    return Item(values, node.where)


def _value(block: Block, key: str, kind: str, node: Node, problems: Problems) -> Any:
    if kind == "when":
        return None if node.text == NOT_KNOWN else block.when(key)
    if kind == "clauses":
        return block.clauses(key)
    if kind == "texts":
        return block.texts(key)
    if kind == "number":
        return block.number(key)
    if kind == "values":
        return block.values(key)
    if kind == "value":
        return plain(node, problems)
    return block.text(key)


def _numbers(node: Node, problems: Problems) -> dict[str, int]:
    block = Block(node, EXACTLY, '"exactly"', problems)
    return {key: number for key in EXACTLY if (number := block.number(key)) is not None}


def _system(node: Node, problems: Problems) -> dict[str, Any]:
    block = Block(node, SYSTEM, '"system"', problems)
    found: dict[str, Any] = {}
    state = block.get("state")
    if state is not None:
        found["state"] = block.choice("state", ("running", "hold"))
    if block.get("missing_from") is not None:
        found["missing_from"] = block.when("missing_from")
    for key in ("would_send", "sent"):
        if block.get(key) is not None:
            found[key] = block.number(key)
    return found
