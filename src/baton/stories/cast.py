"""The cast of a story: people with their offices, children with what they have, families, matters already open."""

from __future__ import annotations

import re
from typing import Final

from baton.policy.nodes import Node
from baton.policy.problems import Problems
from baton.stories.model import Cast, Child, Family, Has, OpenMatter, Person, Role
from baton.stories.shape import CAST, CHILD, FAMILY, OPEN
from baton.stories.times import read_when
from baton.stories.values import Block
from baton.working_time import Window

_ROLE: Final = re.compile(r"([a-z][a-z0-9_]*) (of|in) ([a-z][a-z0-9_]*)")
_FROM: Final = re.compile(r"(.*?)(?: from (.+?))?(?: to (.+))?")
_PART: Final = re.compile(r"([a-z][a-z0-9_]*) (.+)")


def read_cast(node: Node | None, problems: Problems) -> Cast:
    """The cast; an empty one where the story has none."""
    if node is None:
        return Cast()
    block = Block(node, CAST, "The cast", problems)
    children: dict[str, Child] = {}
    for key, child in block.nodes("children").items():
        children.update(_child(key, child, problems))
    people = {key: _person(key, text, problems) for key, text in block.nodes("people").items()}
    families = tuple(_family(key, family, problems) for key, family in block.nodes("families").items())
    opened = tuple(_open(item, problems) for item in block.blocks("open"))
    professionals = {key: str(value) for key, value in block.values("professionals").items()}
    return Cast(people, children, families, professionals, opened)


def _person(key: str, node: Node, problems: Problems) -> Person:
    roles = []
    for part in node.text.split(" and "):
        found = _ROLE.fullmatch(part.strip())
        if found is None:
            say = f'"{key}" needs an office and a place, such as "team_manager of west"; found "{part}".'
            problems.add(node.where, say)
        else:
            roles.append(Role(found[1], found[2], found[3]))
    return Person(key, tuple(roles), node.where)


def _child(key: str, node: Node, problems: Problems) -> dict[str, Child]:
    block = Block(node, CHILD, f'The child "{key}"', problems)
    unborn = block.get("born") is not None and block.text("born") == "not known"
    child = Child(
        key, node.where,
        None if unborn else block.when("born"), block.when("due_birth"), block.key("holder"), block.when("since"),
        tuple(h for text in block.each("has") if (h := read_has(text, problems)) is not None),
        block.values("answers"), block.key("lives_in"), bool(block.flag("restricted")), block.when("history_from"),
    )  # fmt: skip
    copies = block.number("copies") or 0
    if not copies:
        return {key: child}
    names = [f"{key}_{n}" for n in range(1, copies + 1)]
    return {name: Child(**{**{f: getattr(child, f) for f in Child.__slots__}, "key": name}) for name in names}


def read_has(node: Node, problems: Problems) -> Has | None:
    """ "looked_after with basis section_20 from Mon 5 Jan 2026 to Fri 6 Mar 2026": only the first word is needed."""
    found = _FROM.fullmatch(node.text)
    assert found is not None
    start, end = (_when(text, node, problems) for text in (found[2], found[3]))
    word, _, rest = found[1].partition(" with ")
    parts = []
    for text in rest.split(" and ") if rest else ():
        part = _PART.fullmatch(text)
        if part is None:
            problems.add(
                node.where, f'"with" needs a part and its value, such as "with basis section_20"; found "{text}".'
            )
            return None
        parts.append((part[1], part[2]))
    if not word.isidentifier():
        problems.add(
            node.where, f'"has" needs a status, such as "looked_after with basis section_20"; found "{node.text}".'
        )
        return None
    return Has(word, tuple(parts), start, end)


def _when(text: str | None, node: Node, problems: Problems) -> Window | None:
    if text is None:
        return None
    try:
        return read_when(text)
    except ValueError as mistake:
        problems.add(node.where, f'"{node.text}": {mistake}.')
        return None


def _family(key: str, node: Node, problems: Problems) -> Family:
    block = Block(node, FAMILY, f'The family "{key}"', problems)
    half = block.get("half")
    pairs = tuple(tuple(one.text for one in pair.items) for pair in half.items) if half is not None else ()
    return Family(key, block.keys("children"), pairs, block.keys("household"))


def _open(node: Node, problems: Problems) -> OpenMatter:
    block = Block(node, OPEN, 'A line of "open"', problems)
    return OpenMatter(
        block.keys("child"), block.key("matter"), node.where, block.text("route"), block.key("sent"),
        block.key("receiver"), block.when("opened"), block.text("edition"), block.keys("done"), block.values("with"),
    )  # fmt: skip
