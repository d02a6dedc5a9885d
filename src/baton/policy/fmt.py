"""The one layout of a pack's file: keys in the order in which a person reads them, long braces unfolded, comments kept.

What is written says exactly what was read; where it would not, the file is left as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from baton.policy import shapes
from baton.policy.nodes import Node
from baton.policy.problems import Problem, Problems
from baton.policy.reader import read_file
from baton.policy.shapes import Shape

WIDTH: Final = 110
_PLAIN: Final = re.compile(r"[A-Za-z0-9][^\n\"'#\[\]{},&*!|>%@`?:]*(?::[0-9][^\n\"'#\[\]{},&*!|>%@`?:]*)*")
_NO_TEXT: Final = re.compile(
    r"(?i)(true|false|yes|no|on|off|y|n|null|~|[0-9.+_-]+(e[0-9+-]+)?|0x[0-9a-f]+|[0-9:. tz+-]+)"
)
_ONE_LINE_BLOCKS: Final = ("words", "places", "offices", "forums", "matters", "terms")
_SHAPES: Final[Mapping[str, Shape]] = {
    "words": shapes.WORD, "places": shapes.PLACE, "offices": shapes.OFFICE, "forums": shapes.FORUM,
    "matters": shapes.MATTER, "terms": shapes.TERM, "pack": shapes.PACK, "section": shapes.SECTION,
    "edition": shapes.EDITION, "excuse": shapes.EXCUSE, "in_force": shapes.IN_FORCE, "goes": shapes.GOES_INNER,
    "change": shapes.CHANGE, "rungs": shapes.RUNG, "takes": shapes.TAKES, "guidance": shapes.GUIDANCE,
    "drop": shapes.DROP,
}  # fmt: skip


class Formatted:
    """One file laid out: the text, or why it could not be."""

    def __init__(self, text: str, errors: tuple[Problem, ...] = ()) -> None:
        self.text = text
        self.errors = errors


def formatted(file: str, text: str) -> Formatted:
    """The file in the one layout. A file that cannot be read comes back as it is, with its problems."""
    problems = Problems()
    root = read_file(file, text, problems)
    if root is None or root.block is None or len(problems):
        return Formatted(text, problems.sorted())
    result = "\n".join(_spaced(_Writer(_comments(text)).file(root))) + "\n"
    again = read_file(file, result, Problems())
    if again is None or _meaning(again) != _meaning(root):
        where = root.where
        say = "This file cannot be laid out without changing what it says: please report it."
        return Formatted(text, (Problem(where.file, where.line, "", say),))
    return Formatted(result)


def _meaning(node: Node) -> object:
    if node.block is not None:
        return {key: _meaning(value) for key, value in node.block.items()}
    if node.kind == "list":
        return [_meaning(item) for item in node.items]
    return (node.kind, node.text)


def _comments(text: str) -> dict[int, list[str]]:
    """The comments before or on each line that holds something, by its number; "" for an empty line before it."""
    found: dict[int, list[str]] = {}
    waiting: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("#"):
            waiting.append(stripped)
        elif stripped:
            behind = _behind(line)
            if waiting or behind:
                found[number] = waiting + ([behind] if behind else [])
            waiting = []
        elif number > 1 and "" not in waiting:
            waiting.append("")
    if any(waiting):
        found[0] = waiting
    return found


def _spaced(lines: Iterator[str]) -> Iterator[str]:
    """The lines with no two empty ones together, and none at the head of a block."""
    before = ":"
    for line in lines:
        if line or (before and not before.endswith(":")):
            yield line
        before = line


def _behind(line: str) -> str:
    """A comment behind something on the same line."""
    quote = ""
    for index, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and (index == 0 or line[index - 1] in " [{,:"):
            quote = letter
        elif letter == "#" and index and line[index - 1] == " ":
            return line[index:]
    return ""


class _Writer:
    def __init__(self, comments: dict[int, list[str]]) -> None:
        self.comments = comments

    def file(self, root: Node) -> Iterator[str]:
        last = self.comments.pop(0, [])
        for index, (name, node) in enumerate(_ordered(root, shapes.BLOCKS)):
            if index:
                yield ""
            yield from self._remarks(node, "")
            if name in _ONE_LINE_BLOCKS and node.block:
                yield f"{name}:"
                for key, value in node.block.items():
                    yield from self._entry(key, value, "  ", _SHAPES[name])
            elif node.kind == "list" and name in ("rules", "guidance"):
                yield f"{name}:"
                for number, item in enumerate(node.items):
                    if number and name == "rules":
                        yield ""
                    yield from self._item(item, "  ", name)
            else:
                yield from self._entry(name, node, "", _SHAPES.get(name, {}))
        yield from last

    def _remarks(self, node: Node, indent: str) -> Iterator[str]:
        for remark in self.comments.pop(node.where.line, []):
            yield f"{indent}{remark}" if remark else ""

    def _inside(self, node: Node) -> bool:
        """Whether a comment stands inside, so that the value cannot go on one line."""
        lines = [node.where.line]
        for item in (*node.items, *(node.block or {}).values()):
            if self._inside(item):
                return True
        return any(any(self.comments.get(line, [])) for line in lines)

    def _entry(self, key: str, node: Node, indent: str, shape: Shape) -> Iterator[str]:
        yield from self._remarks(node, indent)
        one_line = f"{indent}{key}: {_flow(node, key, shape)}"
        if node.kind not in ("list", "block") or (len(one_line) <= WIDTH and not self._inside(node)):
            yield one_line.rstrip()
            return
        yield f"{indent}{key}:"
        if node.block is not None:
            yield from self._block(node, f"{indent}  ", shape)
        for item in node.items:
            yield from self._item(item, f"{indent}  ", key)

    def _block(self, node: Node, indent: str, shape: Shape) -> Iterator[str]:
        for key, value in _ordered(node, shape):
            yield from self._entry(key, value, indent, _inner(key, value, shape))

    def _item(self, item: Node, indent: str, name: str) -> Iterator[str]:
        yield from self._remarks(item, indent)
        shape = _rule_shape(item) if name in ("rules", "lines") else _SHAPES.get(name, {})
        one_line = f"{indent}- {_flow(item, name, shape)}"
        if item.block is None or (name != "rules" and len(one_line) <= WIDTH and not self._inside(item)):
            yield one_line
            return
        lines = list(self._block(item, f"{indent}  ", shape))
        first = next(i for i, line in enumerate(lines) if line and not line.strip().startswith("#"))
        lines[first] = f"{indent}- {lines[first].strip()}"
        yield from lines


def _inner(key: str, node: Node, outer: Shape) -> Shape:
    if node.block is not None and "setting" in node.block:
        return shapes.SETTING
    return _SHAPES.get(key, {}) if key in ("edition", "excuse", "in_force", "goes", "change") else {}


def _rule_shape(node: Node) -> Shape:
    if node.get("checklist") is not None:
        return shapes.CHECKLIST
    verb = shapes.verb_of(node.block or {})
    return shapes.rule_shape(verb) if verb else shapes.rule_shape("must")


def _ordered(node: Node, shape: Shape) -> Iterator[tuple[str, Node]]:
    block = node.block or {}
    if not shape and "setting" in block:
        shape = shapes.SETTING
    for key in shape:
        if key in block:
            yield key, block[key]
    for key, value in block.items():
        if key not in shape:
            yield key, value


def _flow(node: Node, key: str, shape: Shape) -> str:
    if node.kind == "list":
        inner = _rule_shape if key in ("rules", "lines") else lambda item: _SHAPES.get(key, {})
        return "[" + ", ".join(_flow(item, key, inner(item)) for item in node.items) + "]"
    if node.block is not None:
        pairs = ((k, _flow(value, k, _inner(k, value, shape))) for k, value in _ordered(node, shape))
        return "{" + ", ".join(f"{k}: {value}" for k, value in pairs) + "}"
    if node.kind == "nothing":
        return ""
    return scalar(node.text, key) if node.kind == "text" else node.text


def scalar(text: str, key: str = "") -> str:
    """Text as YAML: plain where every reader takes it for the same text, else in quotation marks; clauses always."""
    plain = _PLAIN.fullmatch(text) and not _NO_TEXT.fullmatch(text) and text == text.strip()
    if plain and not key.startswith("clause"):
        return text
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)
