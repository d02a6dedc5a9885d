"""A pack's files gathered into one: every block with its keys, every rule with the subject of its section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from baton.policy.model import Where
from baton.policy.nodes import KEY, Fields, Node, said
from baton.policy.problems import Problems, nearest
from baton.policy.reader import read_file
from baton.policy.shapes import BLOCKS, SECTION

DEFINITIONS: Final = ("words", "places", "offices", "forums", "matters", "terms")


class RawRule(NamedTuple):
    """A rule as it stands in a file, with the subject its section gives it."""

    node: Node
    for_: str


@dataclass
class Source:
    """One pack before it is read: nodes only."""

    head: Node | None = None
    blocks: dict[str, dict[str, Node]] = field(default_factory=lambda: {name: {} for name in DEFINITIONS})
    rules: list[RawRule] = field(default_factory=list)
    guidance: list[Node] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    unreadable: bool = False  # a file is no YAML: what it holds is missing, so nothing more is said


def gather(files: Mapping[str, str], problems: Problems) -> Source:
    """Reads all files of one pack. `files` are names for messages and their text."""
    source = Source()
    for file in sorted(files):
        before = len(problems)
        root = read_file(file, files[file], problems)
        source.unreadable = source.unreadable or (root is None and len(problems) > before)
        if root is not None:
            _take(file, root, source, problems)
    if source.head is None and files and not source.unreadable:
        say = 'No file of this pack has the block "pack": authority, title, prefix, edition.'
        problems.add(Where(min(files), 1), say)
    return source


def _take(file: str, root: Node, source: Source, problems: Problems) -> None:
    if root.block is None:
        problems.add(root.where, f"A file of a pack holds blocks: {', '.join(BLOCKS)}; found {said(root)}.")
        return
    for name in root.block:
        if name not in BLOCKS:
            problems.add(root.block[name].where, f'A pack has no block "{name}".{nearest(name, BLOCKS)}')
    head = root.get("pack")
    if head is not None:
        if source.head is not None:
            problems.add(head.where, f'The block "pack" stands twice; it first stands in {source.head.where.file}.')
        source.head = source.head or head
    for name in DEFINITIONS:
        block = root.get(name)
        if block is not None:
            _definitions(name, block, source, problems)
    source.sections[file], for_ = _section(root, problems)
    for rule in _list(root.get("rules"), "rules", problems):
        source.rules.append(RawRule(rule, for_))
    source.guidance += _list(root.get("guidance"), "guidance", problems)


def _section(root: Node, problems: Problems) -> tuple[str, str]:
    node = root.get("section")
    if node is None:
        return "", ""
    fields = Fields(node, problems, '"section"')
    fields.only(SECTION)
    return fields.text("title"), fields.text("for")


def _list(node: Node | None, name: str, problems: Problems) -> list[Node]:
    if node is None or node.kind == "nothing":
        return []
    if node.kind != "list":
        problems.add(node.where, f'"{name}" needs a list, each line beginning with a dash; found {said(node)}.')
        return []
    for item in node.items:
        if item.block is None:
            problems.add(item.where, f'A line of "{name}" needs keys and values; found {said(item)}.')
    return [item for item in node.items if item.block is not None]


def _definitions(name: str, block: Node, source: Source, problems: Problems) -> None:
    if block.kind == "nothing":
        return
    if block.block is None:
        problems.add(block.where, f'"{name}" needs keys, one for each definition; found {said(block)}.')
    for key, node in block.pairs():
        if not KEY.fullmatch(key):
            problems.add(node.where, f'"{key}" is no name: small letters, digits and underscores, a letter first.')
        elif key in source.blocks[name]:
            first = source.blocks[name][key].where
            problems.add(node.where, f'"{key}" stands twice in "{name}"; it first stands in {first.file}:{first.line}.')
        elif node.block is None:
            problems.add(node.where, f'"{key}" needs keys and values; found {said(node)}.')
        else:
            source.blocks[name][key] = node
