"""YAML text in, nodes with their lines out. The only module that knows the YAML library.

YAML 1.2, core schema: `true` and `false` are the only truth values, dates and times are text, a repeated key is an
error.
"""

from __future__ import annotations

import io
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from baton.policy.model import Where
from baton.policy.nodes import Kind, Node
from baton.policy.problems import Problems

_KINDS: Final[dict[str, Kind]] = {"int": "number", "float": "number", "bool": "truth", "null": "nothing"}
MOST_LETTERS: Final = 1_000_000  # fifty times the largest file of a procedure so far
TOO_DEEP: Final = "This file nests brackets or keys deeper than anything that Baton reads."
FOLD: Final = "\a"  # where the YAML library marks that a folded text was folded; nobody wrote it
_PREFIX: Final = "tag:yaml.org,2002:"


def read_file(file: str, text: str, problems: Problems) -> Node | None:
    """The nodes of one file, or None if it cannot be read or holds nothing. `file` is its name for messages."""
    if len(text) > MOST_LETTERS:
        problems.add(Where(file, 1), f"This file holds {len(text):,} letters; Baton reads up to {MOST_LETTERS:,}.")
        return None
    if text.startswith("%YAML"):
        problems.add(Where(file, 1), "A pack is YAML 1.2 without a %YAML line: take the line out.")
        return None
    try:
        root = YAML(typ="rt", pure=True).compose(io.StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = " ".join(str(error.problem or error.context or "").split())
        problems.add(Where(file, mark.line + 1 if mark else 1), f"This is not YAML: {found}.{_hint(text, mark)}")
        return None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        said = f"the character U+{int(error.character):04X} may not stand in a pack"
        problems.add(Where(file, line), f"This is not YAML: {said}.")
        return None
    except YAMLError as error:
        problems.add(Where(file, 1), f"This is not YAML: {' '.join(str(error).split())}.")
        return None
    except RecursionError:
        problems.add(Where(file, 1), TOO_DEEP)
        return None
    try:
        return _node(root, file, problems, set()) if root is not None else None
    except RecursionError:
        problems.add(Where(file, 1), TOO_DEEP)
        return None
    except _Repeated as again:
        problems.add(again.where, "Here an anchor (&name, *name) is used: write out what it stands for.")
        return None


class _Repeated(Exception):
    """A node is used again by its anchor. A few lines of anchors can stand for more text than a machine holds."""

    def __init__(self, where: Where) -> None:
        super().__init__(str(where))
        self.where = where


def _hint(text: str, mark: Any) -> str:
    if mark is None or mark.line >= len(text.splitlines()):
        return ""
    line = text.splitlines()[mark.line]
    if "{" in line and ("?" in line or ": " in line):
        return ' In braces, text with a colon, comma or question mark needs quotation marks: {question: "Is it so?"}.'
    return ""


def _node(raw: Any, file: str, problems: Problems, seen: set[int]) -> Node:
    where = Where(file, raw.start_mark.line + 1)
    if id(raw) in seen:
        raise _Repeated(where)
    seen.add(id(raw))
    if isinstance(raw, MappingNode):
        block: dict[str, Node] = {}
        for key, value in raw.value:
            name = str(key.value)
            line = Where(file, key.start_mark.line + 1)
            if name in block:
                problems.add(line, f'The key "{name}" stands twice; it first stands in line {block[name].where.line}.')
            elif key.tag == _PREFIX + "bool" or name in ("on", "off", "yes", "no"):
                problems.add(line, f'"{name}" is no key: many programs read it as true or false.')
            else:
                node = _node(value, file, problems, seen)
                block[name] = Node(node.kind, line, node.text, node.items, node.block)
        return Node("block", where, block=block)
    if isinstance(raw, SequenceNode):
        return Node("list", where, items=tuple(_node(item, file, problems, seen) for item in raw.value))
    tag = str(raw.tag).removeprefix(_PREFIX)
    written = str(raw.value).replace(FOLD, "")
    return Node(_KINDS.get(tag, "text"), where, " ".join(written.split()))
