"""A file of a pack as values that know their line: text, lists and blocks of keys. Knows no YAML and no rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from baton.policy.model import Clauses, Where
from baton.policy.problems import Problems, listed, nearest

Kind = Literal["text", "number", "truth", "nothing", "list", "block"]

KEY = re.compile(r"[a-z][a-z0-9_]*")
CLAUSE = re.compile(r"[A-Z]{2,5}-[A-Za-z0-9][A-Za-z0-9.-]*")


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a pack file with the place where it stands. A scalar keeps its text as it was written."""

    kind: Kind
    where: Where
    text: str = ""
    items: tuple[Node, ...] = ()
    block: Mapping[str, Node] | None = None

    def get(self, key: str) -> Node | None:
        """The value under a key, or None."""
        return self.block.get(key) if self.block is not None else None

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Keys and values of a block."""
        yield from (self.block or {}).items()

    @property
    def flow(self) -> str:
        """The value on one line, as it could be typed."""
        if self.kind == "list":
            return "[" + ", ".join(item.flow for item in self.items) + "]"
        if self.block is not None:
            return "{" + ", ".join(f"{key}: {value.flow}" for key, value in self.block.items()) + "}"
        return self.text

    def same_as(self, other: Node) -> bool:
        """Whether both say the same, wherever they stand."""
        return self.flow == other.flow and self.kind == other.kind


def bare(node: Node) -> Node:
    """The value itself where it is wrapped in a setting: as the pack gives it, whatever is in force."""
    inner = node.get("is") if node.get("setting") is not None else None
    return bare(inner) if inner is not None else node


def replaced(node: Node, **changes: Node) -> Node:
    """The block with some values put in or replaced."""
    return Node("block", node.where, block={**(node.block or {}), **changes})


class Fields:
    """Reads the keys of one block, each by its kind, and reports what does not fit. Asks for a key once or more."""

    def __init__(self, node: Node, problems: Problems, what: str) -> None:
        self.node = node
        self.problems = problems
        self.what = what
        if node.block is None:
            problems.add(node.where, f"{what} needs keys and values; found {said(node)}.")

    def only(self, allowed: Mapping[str, str]) -> None:
        """Reports keys that this block may not have, and needed keys (their kind ends in "!") that it lacks."""
        for key, value in self.node.pairs():
            if key not in allowed:
                self.problems.add(value.where, f'{self.what} has no key "{key}".{nearest(key, allowed)}')
        for key, kind in allowed.items():
            if kind.endswith("!") and self.node.block is not None and key not in self.node.block:
                self.problems.add(self.node.where, f'{self.what} needs "{key}".')

    def get(self, key: str) -> Node | None:
        """The value under a key, or None."""
        return self.node.get(key)

    def text(self, key: str, default: str = "") -> str:
        """Text under a key."""
        node = self.get(key)
        if node is None:
            return default
        if node.kind == "text":
            return node.text
        if node.kind == "nothing":
            self.problems.add(node.where, f'"{key}" is empty: give it a value or leave the key out.')
        else:
            quote = f', such as "{node.text}"' if node.kind in ("number", "truth") else ""
            self.problems.add(node.where, f'"{key}" must be text in quotation marks{quote}; found {said(node)}.')
        return default

    def flag(self, key: str) -> bool | None:
        """true or false under a key; None if the key is not there."""
        node = self.get(key)
        if node is None:
            return None
        if node.kind != "truth":
            self.problems.add(node.where, f'"{key}" is true or false; found {said(node)}.')
            return None
        return node.text.lower() == "true"

    def choice(self, key: str, allowed: tuple[str, ...], default: str = "") -> str:
        """One of a closed list of texts."""
        node = self.get(key)
        if node is None:
            return default
        if node.text not in allowed or node.kind not in ("text", "truth"):
            self.problems.add(
                node.where, f'"{key}" is {listed(allowed)}; found {said(node)}.{nearest(node.text, allowed)}'
            )
            return default
        return node.text

    def key(self, key: str, default: str = "") -> str:
        """A name under a key, not yet looked up."""
        text = self.text(key, default)
        node = self.get(key)
        if text and node is not None and not KEY.fullmatch(text):
            self.problems.add(node.where, f'"{key}" needs one name in small letters with underscores; found "{text}".')
            return default
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of texts under a key."""
        return tuple(node.text for node in self.each(key))

    def each(self, key: str) -> tuple[Node, ...]:
        """The texts under a key as nodes: one, or a list of them."""
        node = self.get(key)
        if node is None:
            return ()
        found = node.items if node.kind == "list" else (node,)
        for item in found:
            if item.kind != "text":
                self.problems.add(item.where, f'"{key}" needs text or a list of texts; found {said(item)}.')
        return tuple(item for item in found if item.kind == "text")

    def clauses(self, key: str = "clause") -> Clauses:
        """The clauses under a key: quoted text, or a list of it."""
        return clauses_of(self.node, key, self.problems)


def clauses_of(node: Node, key: str, problems: Problems) -> Clauses:
    """The clauses that a block names under a key; reports what is no clause."""
    value = node.get(key)
    if value is None:
        return ()
    found = []
    for item in value.items if value.kind == "list" else (value,):
        if item.kind == "number":
            problems.add(item.where, f'"{key}" must be in quotation marks, or 4.10 becomes 4.1; found {item.text}.')
        elif item.kind != "text" or not CLAUSE.fullmatch(item.text):
            problems.add(item.where, f'"{key}" needs the id of a clause, such as "ABC-2.8b"; found {said(item)}.')
        else:
            found.append(item.text)
    return tuple(found)


def first_clause(node: Node) -> str:
    """The first clause a block names, for messages; "" if none."""
    value = node.get("clause")
    if value is None:
        return ""
    if value.kind == "list":
        return value.items[0].text if value.items else ""
    return value.text


def said(node: Node) -> str:
    """What stands there, for the end of a message."""
    if node.kind == "list":
        return "a list of one" if len(node.items) == 1 else "a list"
    if node.kind == "block":
        return "a block of keys"
    if node.kind == "nothing":
        return "nothing"
    return f'"{node.text}"' if node.kind == "text" else node.text
